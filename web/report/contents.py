"""What a report says of one view, as texts ready to set on a page or on paper.

Pages and PDF show the same contents; nothing here knows how they look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.kpis.definitions import Source, Unit
from tickets.kpis.figures import Figures
from tickets.kpis.results import ArticleCount, Figure, ReasonCount, Stage, Volume
from tickets.kpis.views import View
from tickets.opening_hours import OpeningHours
from tickets.shelf import Shelf
from tickets.vocabulary import Theme
from web.catalogue import Catalogue, Language
from web.console.kpi_tiles import Tile
from web.console.numbers import spoken_number, spoken_value
from web.library import Library
from web.report.changes import Say, notable_changes

MOST_ARTICLES = 8
MET, MISSED = "met", "missed"


@dataclass(frozen=True)
class Row:
    """One figure; without `value` there is no data. `verdict` is met, missed or empty."""

    name: str
    value: str | None
    more: str
    target: str
    verdict: str
    previous: str
    change: str
    trend: str
    sample: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """One bar: `share` of the longest, `note` beside its count."""

    label: str
    count: str
    share: float
    note: str = ""


@dataclass(frozen=True)
class ArticleRow:
    title: str
    refused: str
    solved: str
    proposed: str
    solved_share: str


@dataclass(frozen=True)
class Report:
    """An empty section means no data, which the page says in words (`report.none`).

    `is_comparable` where some figure has data in both windows.
    """

    language: Language
    title: str
    period: str
    filters: tuple[str, ...]
    made_at: str
    changes: tuple[str, ...]
    is_comparable: bool
    rows: tuple[Row, ...]
    funnel: tuple[Bar, ...]
    tickets: tuple[Bar, ...]
    mentions: tuple[Bar, ...]
    reasons: tuple[Bar, ...]
    articles: tuple[ArticleRow, ...]


class Reports:
    """Writes reports from the figures."""

    def __init__(self, figures: Figures, library: Library, catalogue: Catalogue) -> None:
        self.figures = figures
        self._library = library
        self._catalogue = catalogue

    @classmethod
    def over(
        cls, database: Database, hours: OpeningHours, catalogue: Catalogue, clock: Clock = utc_now
    ) -> Reports:
        """With the figures and articles of a database."""
        return cls(Figures(database, hours, clock), Library(Shelf(database, clock)), catalogue)

    def of(self, view: View, language: Language) -> Report:
        figures, say = self.figures, self._say(language)
        measured = figures.measure(view)
        volumes, volumes_before = figures.volume(view), figures.volume(view.previous)
        made_at = figures.now.astimezone(figures.zone)
        return Report(
            language=language,
            title=say("report.title"),
            period=period_of(view, say),
            filters=tuple(_filters(view, say)),
            made_at=say("report.made_at", at=f"{made_at:%d/%m/%Y %H:%M}"),
            changes=notable_changes(measured, _by_theme(volumes, volumes_before), language, say),
            is_comparable=any(None not in (one.value, one.previous) for one in measured),
            rows=tuple(_row(figure, language, say) for figure in measured),
            funnel=_funnel(figures.stages(view), language, say),
            tickets=_themes(volumes, Source.tickets, language, say),
            mentions=_themes(volumes, Source.mentions, language, say),
            reasons=_reasons(figures.escalation_reasons(view), language, say),
            articles=_articles(figures.articles(view), self._library.titles(), language),
        )

    def labels(self, language: Language) -> dict[str, str]:
        """The words around the contents, by name."""
        return self._catalogue.section("report", language)

    def _say(self, language: Language) -> Say:
        return partial(self._catalogue.text, language=language)


def period_of(view: View, say: Say) -> str:
    """From its first to its last day, or the last 24 hours."""
    window = view.window
    if not window.is_days:
        return say("report.last_24_hours")
    first, last = f"{window.first_day:%d/%m/%Y}", f"{window.last_local_day:%d/%m/%Y}"
    if first == last:
        return say("report.one_day", day=first)
    return say("report.period", first=first, last=last)


def _filters(view: View, say: Say) -> list[str]:
    chosen = []
    if view.theme:
        chosen.append(say(f"word.theme_{view.theme}"))
    if view.channel:
        chosen.append(say(f"kpi.channel_{view.channel}"))
    if view.priority:
        chosen.append(f"{view.priority} {say(f'word.priority_{view.priority}')}")
    return chosen


def _row(figure: Figure, language: Language, say: Say) -> Row:
    tile, unit = Tile.of(figure, language), figure.kpi.unit
    previous = None if figure.previous is None else spoken_value(figure.previous, unit, language)
    p95 = say("kpi.p95", value=tile.p95) if tile.p95 else None
    verdict = {True: MET, False: MISSED, None: ""}[figure.is_on_target]
    return Row(
        name=figure.kpi.name.in_(language),
        value=tile.value,
        more=", ".join(filter(None, (p95, tile.companion))),
        target=tile.target or "",
        verdict=verdict,
        previous=previous or "",
        change=tile.change or "",
        trend=tile.trend or "",
        sample="" if figure.kpi.source is Source.spend else spoken_number(figure.sample, language),
        lines=tile.lines,
    )


def _funnel(stages: Sequence[Stage], language: Language, say: Say) -> tuple[Bar, ...]:
    bars = [(say(f"kpi.stage_{stage.name}"), stage.posts) for stage in stages]
    return _bars(bars, language)


def _themes(
    volumes: Sequence[Volume], source: Source, language: Language, say: Say
) -> tuple[Bar, ...]:
    totals = _totals(volumes, source)
    largest_first = sorted(totals.items(), key=lambda item: -item[1])
    names = [(_theme(theme, say), total) for theme, total in largest_first if total]
    return _bars(names, language, of=sum(totals.values()))


def _reasons(reasons: Sequence[ReasonCount], language: Language, say: Say) -> tuple[Bar, ...]:
    counts = [(say(f"word.reason_{one.reason}"), one.tickets) for one in reasons]
    return _bars(counts, language, of=sum(count for _, count in counts))


def _bars(
    counts: Sequence[tuple[str, int]], language: Language, of: int | None = None
) -> tuple[Bar, ...]:
    """Beside each its share `of` a total, else of the first."""
    longest = max((count for _, count in counts), default=0)
    whole = of if of is not None else (counts[0][1] if counts else 0)
    return tuple(
        Bar(
            label,
            spoken_number(count, language),
            count / longest if longest else 0.0,
            spoken_value(count / whole, Unit.ratio, language) if whole else "",
        )
        for label, count in counts
    )


def _articles(
    counts: Sequence[ArticleCount], titles: Mapping[str, str], language: Language
) -> tuple[ArticleRow, ...]:
    """Those refused in vain most often; one that nobody refused is not among the worst."""
    worst = [one for one in counts if one.refused][:MOST_ARTICLES]
    number = partial(spoken_number, language=language)
    return tuple(
        ArticleRow(
            titles.get(one.article_id, one.article_id),
            number(one.refused),
            number(one.solved),
            number(one.proposed),
            spoken_value(one.solved_share or 0.0, Unit.ratio, language),
        )
        for one in worst
    )


def _totals(volumes: Sequence[Volume], source: Source) -> dict[Theme | None, int]:
    totals: dict[Theme | None, int] = {}
    for volume in volumes:
        totals[volume.theme] = totals.get(volume.theme, 0) + int(getattr(volume, source))
    return totals


def _by_theme(now: Sequence[Volume], before: Sequence[Volume]) -> dict[Theme, tuple[int, int]]:
    """Tickets of each theme, now and before; none where a window has no tickets to compare."""
    totals, totals_before = _totals(now, Source.tickets), _totals(before, Source.tickets)
    if not any(totals.values()) or not any(totals_before.values()):
        return {}
    return {theme: (totals.get(theme, 0), totals_before.get(theme, 0)) for theme in Theme}


def _theme(theme: Theme | None, say: Say) -> str:
    return say(f"word.theme_{theme}") if theme else say("kpi.no_theme")
