from __future__ import annotations

import pytest

from knowledge_base.stories import opening, telling_part


def weight(sentence: str) -> float:
    return float("box" in sentence)


def test_a_short_story_stays_as_it_is() -> None:
    assert telling_part("Bonjour. Ma box.", weight, limit=40) == "Bonjour. Ma box."


def test_a_long_story_keeps_the_sentences_that_hold_the_problem_in_their_order() -> None:
    story = "Il fait beau. Ma box clignote. Mon chat dort. La box redémarre. Bonne journée à tous."

    told = telling_part(story, weight, limit=36)

    assert told == "Ma box clignote. La box redémarre."


def test_a_story_without_full_stops_is_cut_at_its_commas() -> None:
    story = ", ".join(["il fait beau ici"] * 20 + ["ma box clignote"] + ["et voilà"] * 20)

    told = telling_part(story, weight, limit=20)

    assert told == "ma box clignote,"


def test_a_story_of_one_endless_word_is_cut() -> None:
    assert telling_part("x" * 500, weight, limit=100) == "x" * 100


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("ma box", "ma box"),
        ("ma box clignote", "ma box"),
        ("ma box fume", "ma box"),
        ("x" * 20, "x" * 10),
        ("", ""),
    ],
)
def test_an_opening_ends_with_a_whole_word_unless_there_is_none(text: str, opened: str) -> None:
    assert opening(text, limit=10) == opened
