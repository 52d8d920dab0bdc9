"""Two problems in one message are told apart only when each stands on its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from actions.matters import Matters, two_matters

THEMES = {"box": "internet_fixe", "prélevé": "facturation", "wifi": "internet_fixe"}


def search(text: str) -> Any:
    theme = next((theme for word, theme in THEMES.items() if word in text), None)
    hits = [SimpleNamespace(article=SimpleNamespace(theme=theme))] if theme else []
    return SimpleNamespace(answered=bool(hits), hits=hits)


@pytest.mark.parametrize(
    "join", [" et en plus ", ", et aussi ", ". Par ailleurs, ", " and also ", "\nd’autre part "]
)
def test_two_problems_of_different_themes_are_told_apart(join: str) -> None:
    found = two_matters(f"ma box est morte{join}on m'a prélevé deux fois", search)

    assert found == Matters("ma box est morte", "on m'a prélevé deux fois")


@pytest.mark.parametrize(
    "text",
    [
        "ma box est morte et en plus le wifi ne marche pas",
        "ma box est morte et en plus je travaille chez moi",
        "ma box est morte, on m'a aussi prélevé deux fois",
        "ma box est morte et en plus prélevé",
    ],
)
def test_what_goes_on_with_the_same_problem_is_one(text: str) -> None:
    assert two_matters(text, search) is None
