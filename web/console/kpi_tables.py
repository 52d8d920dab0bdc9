"""The dashboard's figures as plain tables, which CSV and JSON files are made of.

Values stay raw: shares from 0 to 1, seconds, dollars, moments in UTC.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.kpis.figures import Figures
from tickets.kpis.results import Figure
from tickets.kpis.views import View

Cell = str | int | float | bool | datetime | None
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes accents for something else


@dataclass(frozen=True)
class Table:
    """Rows of cells under keys; `kpi.column_KEY` in the catalogue is what a person reads."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def measures(figures: Figures, view: View) -> Table:
    columns = ("key", "unit", "value", "p95", "companion", "sample", "previous")
    return Table((*columns, "target", "on_target"), tuple(map(_measure, figures.measure(view))))


def volume(figures: Figures, view: View) -> Table:
    return _table(("starts_at", "theme", "mentions", "tickets"), figures.volume(view))


def funnel(figures: Figures, view: View) -> Table:
    counted = figures.funnel(view)
    stages = vars(counted).items() if counted else ()
    return Table(("stage", "count"), tuple(stages))


def reasons(figures: Figures, view: View) -> Table:
    return _table(("reason", "tickets"), figures.escalation_reasons(view))


def attempts(figures: Figures, view: View) -> Table:
    return _table(("attempts", "tickets"), figures.attempts_to_resolution(view))


def articles(figures: Figures, view: View) -> Table:
    columns = ("article_id", "proposed", "solved", "refused", "solved_share")
    return _table(columns, figures.articles(view))


def questions(figures: Figures, view: View) -> Table:
    return _table(("text", "theme", "times", "last_asked_at"), figures.unanswered(view))


def workload(figures: Figures, view: View) -> Table:
    return _table(("display_name", "open_now", "taken", "resolved"), figures.workload(view))


def spend(figures: Figures, view: View) -> Table:
    return _table(("kind", "units", "dollars"), figures.spend(view).kinds)


TABLES: dict[str, Callable[[Figures, View], Table]] = {
    "figures": measures,
    "volume": volume,
    "funnel": funnel,
    "reasons": reasons,
    "attempts": attempts,
    "articles": articles,
    "questions": questions,
    "workload": workload,
    "spend": spend,
}


def as_csv(table: Table, header: Iterable[str]) -> str:
    """Commas and dots for every language; no cell is taken for a formula by a spreadsheet."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def as_records(table: Table) -> list[dict[str, Cell]]:
    """One object a row."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _table(columns: tuple[str, ...], results: Iterable[Any]) -> Table:
    rows = (tuple(getattr(result, column) for column in columns) for result in results)
    return Table(columns, tuple(rows))


def _measure(figure: Figure) -> tuple[Cell, ...]:
    kpi = figure.kpi
    measured = (figure.value, figure.p95, figure.companion, figure.sample, figure.previous)
    target = kpi.target.value if kpi.target else None
    return (kpi.key, kpi.unit, *measured, target, figure.is_on_target)


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell
