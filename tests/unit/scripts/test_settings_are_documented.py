from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from settings import Settings

EXAMPLE = Path(".env.example").read_text(encoding="utf-8").splitlines()


def documented() -> dict[str, tuple[str, str]]:
    """Default and meaning by setting, as `.env.example` has them."""
    settings = {}
    for comment, line in pairwise(EXAMPLE):
        name, equals, default = line.removeprefix("# ").partition("=")
        if equals and name.isupper():
            settings[name] = (default, comment.removeprefix("# "))
    return settings


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert set(documented()) == {name.upper() for name in Settings.model_fields}


def test_the_example_says_what_each_setting_means() -> None:
    meanings = {name: meaning for name, (_, meaning) in documented().items()}

    assert meanings == {
        name.upper(): field.description for name, field in Settings.model_fields.items()
    }


def test_the_example_gives_the_default_of_each_setting() -> None:
    defaults = {
        name.upper(): str(field.default)
        for name, field in Settings.model_fields.items()
        if field.default not in (None, PydanticUndefined)
    }

    assert {name: documented()[name][0] for name in defaults} == defaults


def test_the_public_address_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")

    assert Settings(_env_file=None).public_url == "http://localhost:9001"


def test_a_public_address_that_is_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://aide.example.org")

    assert Settings(_env_file=None).public_url == "https://aide.example.org"
