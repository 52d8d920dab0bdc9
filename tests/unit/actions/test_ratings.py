from __future__ import annotations

import pytest

from actions.ratings import read_rating


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("5", 5),
        ("je mets 3", 3),
        ("4/5", 4),
        ("10/10", 5),
        ("8 sur 10", 4),
        ("0", 1),
        ("cinq étoiles", 5),
        ("⭐⭐⭐", 3),
        ("nul", 1),
    ],
)
def test_a_mark_is_read_on_the_scale_from_1_to_5(text: str, mark: int) -> None:
    assert read_rating(text) == mark


@pytest.mark.parametrize("text", ["non", "12", "7/5", "3/0", "depuis 2024", ""])
def test_what_is_no_mark_is_not_read_as_one(text: str) -> None:
    assert read_rating(text) is None
