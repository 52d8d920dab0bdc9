"""A wrong setting of mail, webhook or opening hours stops the start with one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from settings import Settings, load_settings
from web.__main__ import config_of

MAIL = {"SMTP_HOST": "mail.example.org", "MAIL_FROM": "care@example.org"}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"SMTP_HOST": "mail.example.org"}, "Setting MAIL_FROM: should be an address"),
        ({"NOTIFY_EMAILS": "a@example.org"}, "Setting SMTP_HOST: should be set"),
        ({"NOTIFY_EMAILS": "care", **MAIL}, "Setting NOTIFY_EMAILS: should hold addresses"),
        ({"SMTP_USER": "care", **MAIL}, "Setting SMTP_PASSWORD: should be set"),
        ({"SMTP_TLS": "ssl"}, "Setting SMTP_TLS: Input should be 'starttls', 'tls' or 'none'"),
        ({"NOTIFY_WEBHOOK_URL": "example.org/hook"}, "Setting NOTIFY_WEBHOOK_URL: should begin"),
        ({"OPENING_HOURS": "9-18"}, "Setting OPENING_HOURS: should look like mon-fri"),
        ({"OPENING_TIMEZONE": "Paris"}, "Setting OPENING_TIMEZONE: should be a name such as"),
        ({"OPENING_HOLIDAYS": "France"}, "Setting OPENING_HOLIDAYS: should be a country"),
        ({"DEADLINE_WARNING_MINUTES": "-1"}, "Setting DEADLINE_WARNING_MINUTES: "),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, str],
    complaint: str,
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit):
        load_settings()

    assert capsys.readouterr().err.startswith(complaint)


def test_a_complaint_about_several_settings_shows_no_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hush")

    with pytest.raises(SystemExit):
        load_settings()

    assert "hush" not in capsys.readouterr().err


def test_nothing_set_means_that_nothing_leaves_and_agents_are_always_there() -> None:
    config = config_of(Settings(_env_file=None))

    assert config.notifications.mail_server is None
    assert config.notifications.emails == ()
    assert config.notifications.webhook_url is None
    assert config.opening_hours.is_open(datetime(2026, 12, 25, 3, 0, tzinfo=UTC))


def test_a_setting_left_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD", "NOTIFY_WEBHOOK_URL"):
        monkeypatch.setenv(name, "")

    config = config_of(Settings(_env_file=None))

    assert config.notifications.mail_server is None
    assert config.notifications.webhook_url is None


def test_what_is_set_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"SMTP_PORT": "465", "SMTP_TLS": "tls", "NOTIFY_EMAILS": "a@b.fr, c@d.fr"}
    for name, value in {**MAIL, **given, "OPENING_HOURS": "mon-fri 09:00-18:00"}.items():
        monkeypatch.setenv(name, value)

    config = config_of(Settings(_env_file=None))

    server = config.notifications.mail_server
    assert server is not None
    assert (server.host, server.port, server.tls) == ("mail.example.org", 465, "tls")
    assert config.notifications.emails == ("a@b.fr", "c@d.fr")
    assert not config.opening_hours.is_open(datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
