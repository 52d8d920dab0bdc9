"""An address that cannot be one stops the start with one line, which shows no password."""

from __future__ import annotations

import pytest

from settings import Settings, load_settings


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("REDIS_URL", "cache.example.org", "should look like redis://"),
        ("REDIS_URL", "redis://:hush@cache.example.org:port/0", "should look like redis://"),
        ("REDIS_URL", "http://cache.example.org", "should look like redis://"),
        ("BROKER_URL", "rabbit", "should look like amqp://"),
        ("BROKER_URL", "amqp://care:hush@rabbit.example.org:port/", "should look like amqp://"),
        ("PUBLIC_URL", "care.example.org", "should begin with https://"),
        ("PUBLIC_URL", "https://care.example.org:port", "should begin with https://"),
        ("X_API_URL", "x.example.org", "should begin with https://"),
    ],
)
def test_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    given: str,
    expected: str,
) -> None:
    monkeypatch.setenv(name, given)

    with pytest.raises(SystemExit):
        load_settings()

    complaint = capsys.readouterr().err
    assert complaint.startswith(f"Setting {name}: {expected}")
    assert complaint.count("\n") == 1
    assert "hush" not in complaint


def test_an_empty_one_is_none() -> None:
    settings = Settings(_env_file=None, port=8090, public_url="", redis_url="", broker_url="")

    assert settings.public_url == "http://localhost:8090"
    assert not settings.redis_url
    assert not settings.broker_url
