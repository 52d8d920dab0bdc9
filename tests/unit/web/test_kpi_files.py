"""Tables as files: whatever a customer wrote, a spreadsheet only shows it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from web.console.kpi_tables import Table, as_csv, as_records

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@given(some.text(), some.integers(), some.none() | some.floats(-9, 9))
def test_every_row_comes_back_cell_by_cell(text: str, number: int, share: float | None) -> None:
    table = Table(("text", "times", "share"), ((text, number, share),))

    [header, row] = read(as_csv(table, ("Question", "Fois", "Part")))

    assert header == ["Question", "Fois", "Part"]
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert row[1:] == [str(number), "" if share is None else str(share)]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_words_are_taken_for_a_formula(text: str) -> None:
    [[cell]] = read(as_csv(Table(("text",), ((text,),)), ()))[1:]

    assert cell.startswith("'")


def test_numbers_below_zero_stay_numbers_and_moments_are_in_utc() -> None:
    table = Table(("starts_at", "value"), ((NOON, -2.5),))

    assert read(as_csv(table, ()))[1:] == [["2026-11-20T12:00:00+00:00", "-2.5"]]
    assert as_records(table) == [{"starts_at": NOON, "value": -2.5}]
