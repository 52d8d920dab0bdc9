"""Whatever the assistant says, it says in English too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language import told_language

DOMAIN = yaml.safe_load((Path(__file__).parents[3] / "domain.yml").read_text(encoding="utf-8"))
IN_BOTH = {"utter_speak_english"}
Variation = dict[str, Any]


def is_in_english(variation: Variation) -> bool:
    conditions = variation.get("condition", [])
    return any(one["name"] == "language" and one["value"] == "en" for one in conditions)


@pytest.mark.parametrize("response", sorted(set(DOMAIN["responses"]) - IN_BOTH))
def test_a_response_has_as_many_buttons_in_english_as_in_french(response: str) -> None:
    variations = DOMAIN["responses"][response]
    english = [one for one in variations if is_in_english(one)]
    french = [one for one in variations if not is_in_english(one)]

    assert english, f"domain.yml: {response} lacks a variation with `condition: *in_english`"
    assert sorted(map(_intents, english)) == sorted(map(_intents, french))


def test_no_english_wording_is_french() -> None:
    told = {
        text
        for variations in DOMAIN["responses"].values()
        for variation in filter(is_in_english, variations)
        for text in _texts(variation)
        if told_language(text) == "fr"
    }

    assert told == set()


def _intents(variation: Variation) -> list[str]:
    payloads = [button["payload"] for button in variation.get("buttons", [])]
    return [payload if payload.startswith("/") else "words" for payload in payloads]


def _texts(variation: Variation) -> list[str]:
    buttons = variation.get("buttons", [])
    return [variation["text"], *(button["title"] for button in buttons)]
