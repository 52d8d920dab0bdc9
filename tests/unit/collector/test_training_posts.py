"""The posts to learn from: many, of every sort, and none twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from collector.opinions import LABELS, NO, YES, Output
from collector.training import POSTS, Remembering, TrainingDataError, read_posts
from tests.fakes.post_judges import HashedEncoder
from tickets.vocabulary import Theme, Tone


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    found = []
    for path in sorted(POSTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def test_there_are_enough_of_every_sort(rows: list[dict[str, str]]) -> None:
    complaints = [row for row in rows if row["complaint"] == YES]
    themes = Counter(row["theme"] for row in complaints)
    tones = Counter(row["tone"] for row in complaints)

    assert len(rows) >= 3400
    assert len(rows) - len(complaints) >= 1100
    assert all(themes[theme] >= 60 for theme in Theme)
    assert all(tones[tone] >= 150 for tone in Tone)


def test_none_is_there_twice(rows: list[dict[str, str]]) -> None:
    texts = Counter(row["text"].strip().lower() for row in rows)

    assert [text for text, count in texts.items() if count > 1] == []


def test_chatter_teaches_no_theme() -> None:
    data = read_posts(POSTS)
    chatter = [
        row
        for row, (complaint, respond) in enumerate(
            zip(data.truths[Output.complaint], data.truths[Output.respond], strict=True)
        )
        if complaint == respond == NO
    ]

    assert chatter
    assert {data.truths[Output.theme][row] for row in chatter} == {""}


def test_a_wrong_label_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text(
        "text,complaint,theme,tone,respond\nbonjour,1,meteo,calm,1\n", encoding="utf-8"
    )

    with pytest.raises(TrainingDataError, match=r"some\.csv, record 2: theme is 'meteo'") as caught:
        read_posts(tmp_path)

    assert LABELS[Output.theme][0] in str(caught.value)


def test_a_text_is_encoded_once() -> None:
    encoder = HashedEncoder()
    remembering = Remembering(encoder)

    remembering.encode(["a", "b"])
    rows = remembering.encode(["b", "c", "b"])

    assert encoder.asked == ["a", "b", "c"]
    assert (rows[0] == rows[2]).all()


def test_who_complains_of_nothing_teaches_no_calm() -> None:
    truths = read_posts(POSTS).truths
    tones = {
        tone
        for tone, complaint in zip(truths[Output.tone], truths[Output.complaint], strict=True)
        if complaint == NO
    }

    assert "" in tones
    assert Tone.calm not in tones
