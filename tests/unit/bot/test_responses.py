from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
ACTIONS = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "actions").glob("*.py"))
)
NAMED_IN_CODE = re.compile(r'response="(utter_\w+)"|\("(utter_\w+)",\)')
FILLED_IN_CODE = re.compile(r'f"(utter_(?!ask_)\w*){')
SAID_IN_DATA = re.compile(r"action: (utter_\w+)")
ASKED = re.compile(r"utter_ask_(\w+?)(?:_again|_last)?")


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


def said_in_data() -> set[str]:
    files = [*(ROOT / "data/rules").glob("*.yml"), *(ROOT / "data/stories").glob("*.yml")]
    return {
        name for file in files for name in SAID_IN_DATA.findall(file.read_text(encoding="utf-8"))
    }


def is_said_by_an_action(response: str, slots: set[str]) -> bool:
    """By its own name, by what it asks for, or by a name that an action completes."""
    asked = ASKED.fullmatch(response)
    about = asked[1] if asked else ""
    return (
        f'"{response}"' in ACTIONS
        or about in slots
        or (bool(about) and f'"{about}"' in ACTIONS)
        or any(response.startswith(start) for start in FILLED_IN_CODE.findall(ACTIONS))
    )


def test_each_response_is_said_by_a_rule_or_by_an_action(domain: dict[str, Any]) -> None:
    slots = {slot for form in domain["forms"].values() for slot in form["required_slots"]}
    said = said_in_data()

    unsaid = [
        response
        for response in domain["responses"]
        if response not in said and not is_said_by_an_action(response, slots)
    ]

    assert unsaid == []


def test_what_is_said_by_name_has_a_wording(domain: dict[str, Any]) -> None:
    in_code = {name for names in NAMED_IN_CODE.findall(ACTIONS) for name in names if name}

    assert (said_in_data() | in_code) - set(domain["responses"]) == set()
