"""How quickly the dashboard answers on a large database, and what keeping it up to date costs.

`python -m benchmarks.dashboard --database URL` measures a database that `benchmarks.population`
made: every view, one page load at a time; the same figures by the plain formulas; then what it
costs to take in posts and tickets with and without the counting, in turns. The clock is the user's;
processor time (`cpu ms`, the mean, ours and the database's) is what holds while others use the
machine. What it writes stays in that database.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from random import Random

from benchmarks.ingest import measure_ingest
from benchmarks.processors import Processors
from tickets.database import Database
from tickets.kpis.definitions import KPIS, MEASURED, Source
from tickets.kpis.figures import Figures
from tickets.kpis.formulas import measure_mentions, measure_tickets
from tickets.kpis.loading import load_mentions, load_tickets
from tickets.kpis.rollup import Rollup
from tickets.kpis.views import View
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import Channel, Priority, Theme

HOURS = OpeningHours.parse("mon-sat 08:00-20:00")
WINDOWS = ("24h", "7d", "28d", "90d", "365d")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"theme": Theme.tv},
    {"channel": Channel.x},
    {"priority": Priority.P1},
    {"theme": Theme.facturation, "channel": Channel.web, "priority": Priority.P3},
)
TARGET_MS = 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--windows", nargs="*", default=WINDOWS, metavar="WINDOW")
    parser.add_argument("--as-it-is", action="store_true", help="without counting first")
    parser.add_argument("--loads", type=int, default=20, help="page loads of each window")
    parser.add_argument("--plain-days", type=int, default=1, help="window of the plain formulas")
    parser.add_argument("--ingest-seconds", type=float, default=60, help="0 leaves ingest out")
    options = parser.parse_args()
    database = Database(options.database)
    if not options.as_it_is:
        _refresh(database)
    figures = Figures(database, HOURS)
    _show_views(database, figures, options.windows, options.loads)
    _show_plain(database, figures, options.plain_days)
    if options.ingest_seconds:
        for line in measure_ingest(options.database, HOURS, options.ingest_seconds):
            print(line, flush=True)
    database.close()


def _refresh(database: Database) -> None:
    began = time.monotonic()
    counted = Rollup(database, HOURS).refresh(longest_seconds=7200)
    seconds = time.monotonic() - began
    if counted:
        print(f"counted {counted:,} hours in {seconds:.0f} s")


def _show_views(database: Database, figures: Figures, windows: Iterable[str], loads: int) -> None:
    print(f"{'view':<32} {'window':>6} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms':>8}")
    for window in windows:
        whole, whole_cpu = [0.0] * loads, 0.0
        for name, ask in _views(figures).items():
            processors = Processors(database)
            took = [_milliseconds(ask, view) for view in _asked(figures, window, loads)]
            cpu = 1000 * processors.seconds() / loads
            if not name.startswith("behind"):
                whole = [sum(pair) for pair in zip(whole, took, strict=True)]
                whole_cpu += cpu
            _show(name, window, took, cpu)
        _show("whole page", window, whole, whole_cpu)


def _views(figures: Figures) -> dict[str, Callable[[View], object]]:
    return {
        "measure": figures.measure,
        "volume": figures.volume,
        "funnel": figures.funnel,
        "escalation_reasons": figures.escalation_reasons,
        "attempts_to_resolution": figures.attempts_to_resolution,
        "articles": figures.articles,
        "workload": figures.workload,
        "spend": figures.spend,
        "unanswered": figures.unanswered,
        **{f"behind {key}": _behind(figures, key) for key in sorted(KPIS) if KPIS[key].parts},
    }


def _behind(figures: Figures, key: str) -> Callable[[View], object]:
    parts = KPIS[key].parts
    turn = Random(1)  # noqa: S311 - which page is opened is no secret

    def ask(view: View) -> object:
        page = turn.choice((1, 1, 2, 40))
        return figures.tickets_behind(view, KPIS[key], turn.choice(parts).key, page)

    return ask


def _asked(figures: Figures, window: str, loads: int) -> Iterator[View]:
    for load in range(loads):
        asked = {"window": window, **FILTERS[load % len(FILTERS)]}
        yield View.parse(asked, figures.now, figures.zone)


def _milliseconds(ask: Callable[[View], object], view: View) -> float:
    began = time.perf_counter()
    ask(view)
    return 1000 * (time.perf_counter() - began)


def _show(name: str, window: str, took: Iterable[float], cpu: float) -> None:
    ordered = sorted(took)
    p95 = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    mark = "" if p95 <= TARGET_MS else "  over"
    median = statistics.median(ordered)
    print(f"{name:<32} {window:>6} {median:>8.0f} {p95:>8.0f} {cpu:>8.0f}{mark}", flush=True)


def _show_plain(database: Database, figures: Figures, days: int) -> None:
    """The plain formulas on as many days, beside what was counted beforehand."""
    view = View.parse({"window": f"{days}d"}, figures.now, figures.zone)
    began = time.perf_counter()
    with database.reading() as session:
        span = (view.window.starts_at, view.window.ends_at)
        tickets, mentions = load_tickets(session, *span), load_mentions(session, *span)
    plain = [
        measure_tickets(kpi, tickets, figures.now, HOURS)
        if kpi.source is Source.tickets
        else measure_mentions(kpi, mentions)
        for kpi in MEASURED
        if kpi.source is not Source.spend
    ]
    seconds = time.perf_counter() - began
    counted = [figure for figure in figures.measure(view) if figure.kpi.source is not Source.spend]
    agree = [one.value for one in plain] == [figure.value for figure in counted]
    verdict = "the same figures" if agree else "OTHER FIGURES"
    print(f"plain formulas, {days} day(s): {seconds:.1f} s, {verdict}", flush=True)


if __name__ == "__main__":
    main()
