"""The warehouse export: complete, without personal data, incremental, and equal to the figures."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.tickets.conftest import SteppedClock
from tests.integration.tickets.random_history import RandomHistory
from tickets.__main__ import main
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.kpis.definitions import AGENT_RESPONSE, AUTOMATIC_RESOLUTION
from tickets.kpis.figures import Figures
from tickets.kpis.views import View, Window
from tickets.opening_hours import OpeningHours
from tickets.views import TicketView
from tickets.vocabulary import Author
from tickets.warehouse import parquet
from tickets.warehouse.export import Warehouse

Open = Callable[..., TicketView]
HOURS = OpeningHours.parse("mon-sat 08:00-19:00")
QUESTIONS = re.findall(r"```sql\n(.*?)```", Path("docs/warehouse.md").read_text("utf-8"), re.S)
ON_SQLITE = pytest.mark.parametrize("product", ["sqlite"], indirect=True)
FACTS = ("fact_tickets", "fact_attempts", "fact_mentions", "fact_spend", "fact_messages")


@pytest.fixture
def history(database: Database, clock: SteppedClock) -> RandomHistory:
    return RandomHistory(database, clock, seed=7)


def export(database: Database, clock: SteppedClock, folder: Path) -> dict[str, Any]:
    """Export there; each table's rows, in order."""
    Warehouse(database, HOURS, folder, clock).export()
    return {name: rows(folder, f"FROM '{name}/*.parquet' ORDER BY ALL") for name in FACTS}


def rows(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with in_folder(folder), duckdb.connect() as connection:
        return connection.execute(question).fetchall()


@contextlib.contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_what_is_added_later_and_changed_late_makes_the_same_files_as_a_fresh_export(
    history: RandomHistory, database: Database, clock: SteppedClock, tmp_path: Path
) -> None:
    for _ in range(3):
        history.run(40)
        clock.advance(hours=3)
        added_to = export(database, clock, tmp_path / "kept")

    fresh = export(database, clock, tmp_path / "fresh")

    assert all(fresh.values())
    assert added_to == fresh


@ON_SQLITE
def test_an_export_with_nothing_new_writes_only_the_last_hours_again(
    history: RandomHistory, database: Database, clock: SteppedClock, tmp_path: Path
) -> None:
    history.run(60)
    clock.advance(hours=3)
    export(database, clock, tmp_path)

    again = Warehouse(database, HOURS, tmp_path, clock).export()

    assert again.messages == 0
    assert again.days <= len(list(tmp_path.glob("fact_*/*.parquet")))


@ON_SQLITE
def test_an_export_that_is_cut_short_leaves_whole_files_and_is_made_good(
    history: RandomHistory,
    database: Database,
    clock: SteppedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history.run(60)
    clock.advance(hours=3)
    cut_after(monkeypatch, 4)

    with pytest.raises(KeyboardInterrupt):
        export(database, clock, tmp_path / "cut")
    assert not list((tmp_path / "cut").rglob("*.part"))
    for file in (tmp_path / "cut").rglob("*.parquet"):
        assert rows(tmp_path, f"FROM '{file}'")

    monkeypatch.undo()
    assert export(database, clock, tmp_path / "cut") == export(database, clock, tmp_path / "whole")


def cut_after(monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    """As if Ctrl-C came in the middle of a later file."""
    convert, done = parquet._convert, iter(range(writes))

    def _convert(*arguments: Any) -> None:
        if next(done, None) is None:
            raise KeyboardInterrupt
        convert(*arguments)

    monkeypatch.setattr(parquet, "_convert", _convert)


@ON_SQLITE
def test_other_opening_hours_make_everything_anew(
    history: RandomHistory, database: Database, clock: SteppedClock, tmp_path: Path
) -> None:
    history.run(80)
    export(database, clock, tmp_path)
    never = OpeningHours.parse("sun 00:00-00:01")

    Warehouse(database, never, tmp_path, clock).export()

    waiting = "SELECT count(*) FROM 'fact_tickets/*.parquet' WHERE escalated_in_opening_hours"
    assert rows(tmp_path, waiting) == [(0,)]


@ON_SQLITE
def test_the_questions_of_the_handbook_get_the_dashboards_answers(
    history: RandomHistory, database: Database, clock: SteppedClock, tmp_path: Path
) -> None:
    history.run(200)
    export(database, clock, tmp_path)
    by_theme, by_article, by_weekday = (rows(tmp_path, question) for question in QUESTIONS)
    figures = Figures(database, HOURS, clock)
    whole = View(Window.last_days(60, clock(), HOURS.zone))
    measured = {figure.kpi.key: figure for figure in figures.measure(whole)}

    opened = sum(row[2] for row in by_theme)
    resolved = sum(row[2] * row[3] for row in by_theme)
    automatic = measured[AUTOMATIC_RESOLUTION.key]
    assert opened == automatic.sample
    assert resolved / opened == pytest.approx(automatic.value)
    assert {row[0]: (row[2], row[3]) for row in by_article} == {
        one.article_id: (one.refused, one.solved) for one in figures.articles(whole)
    }
    assert sum(row[1] for row in by_weekday) == measured[AGENT_RESPONSE.key].sample


@ON_SQLITE
def test_nothing_that_names_or_quotes_anybody_leaves(
    database_url: str,
    conversations: Conversations,
    conversation_id: str,
    open_ticket: Open,
    clock: SteppedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    clock.advance(days=-300)
    conversations.append(conversation_id, Author.customer, "Je suis Alice Martin, 0612345678")
    ticket = open_ticket("Plus d'internet, je suis malvoyante")

    assert main(["warehouse", "export", str(tmp_path)]) == 0

    assert "1 messages more" in capsys.readouterr().out
    files = list(tmp_path.rglob("*.parquet"))
    text = str([rows(tmp_path, f"FROM '{file}'") for file in files])
    assert {file.parent.name for file in files} >= {"fact_tickets", "fact_messages"}
    secret = ("Alice", "Martin", "0612345678", "example.org", "malvoyante", conversation_id)
    for word in (*secret, ticket.reference):
        assert word not in text
