"""A folder of articles on top of the files': added, overriding, retired."""

from __future__ import annotations

import datetime
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_base.building import Sources
from knowledge_base.extra import RETIRED, write_extra
from knowledge_base.written import Written

ADDED = Written(
    id="tv-qui-saute",
    title="La TV saccade",
    theme="tv",
    source="assistant",
    visibility="customer",
    updated_on=datetime.date(2026, 11, 20),
    questions=tuple(f"la télé saute, {number} fois" for number in range(6)),
    answer="1. Débranchez le Player.",
)
OVERRIDE = replace(ADDED, id="abonnement-chaines", title="Chaînes, autrement")
MODEL = "a-model"


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    return tmp_path / "articles"


def titles(extra: Path) -> dict[str, str]:
    return {article.id: article.title for article in Sources(extra=extra).load()}


def test_an_article_is_added_and_another_takes_the_place_of_its_file(extra: Path) -> None:
    files = titles(extra)

    write_extra(extra, [ADDED, OVERRIDE], [])

    assert titles(extra) == {
        **files,
        "tv-qui-saute": "La TV saccade",
        "abonnement-chaines": "Chaînes, autrement",
    }


def test_a_retired_id_is_left_out_wherever_it_comes_from(extra: Path) -> None:
    write_extra(extra, [ADDED, OVERRIDE], ["abonnement-chaines", "tv-qui-saute", "nobody"])

    assert {"tv-qui-saute", "abonnement-chaines"}.isdisjoint(titles(extra))


def test_the_folder_holds_what_was_written_last_and_nothing_else(extra: Path) -> None:
    write_extra(extra, [ADDED, OVERRIDE], ["abonnement-chaines"])

    write_extra(extra, [ADDED], [])

    assert sorted(path.name for path in extra.iterdir()) == [RETIRED, "tv-qui-saute.md"]
    assert (extra / RETIRED).read_text() == ""


def test_a_faulty_article_is_left_out_with_a_warning(
    extra: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_extra(extra, [ADDED, replace(OVERRIDE, questions=("une",))], [])

    with caplog.at_level(logging.WARNING):
        found = titles(extra)

    assert found["tv-qui-saute"] == "La TV saccade"
    assert found["abonnement-chaines"] != OVERRIDE.title
    assert "abonnement-chaines.md" in caplog.text


def test_the_version_says_what_was_on_top_and_fits_with_or_without_it(extra: Path) -> None:
    plain, sources = Sources(), Sources(extra=extra)
    assert sources.version(MODEL) == plain.version(MODEL)
    write_extra(extra, [], [])
    assert sources.version(MODEL) == plain.version(MODEL)

    write_extra(extra, [ADDED], [])

    with_one = sources.version(MODEL)
    assert with_one != plain.version(MODEL)
    assert plain.made(with_one, MODEL)
    assert not plain.made(with_one, "another-model")
    write_extra(extra, [ADDED], ["abonnement-chaines"])
    assert sources.version(MODEL) != with_one
