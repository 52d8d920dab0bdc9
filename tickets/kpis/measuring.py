"""Figures out of cells: the same formulas as `formulas`, on what was counted beforehand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tickets.kpis import definitions as kpi
from tickets.kpis.cells import Cell
from tickets.kpis.definitions import ALL, MET, MISSED, Direction, Kpi, Unit
from tickets.kpis.formulas import Measured
from tickets.kpis.histories import STAGES
from tickets.kpis.tallies import Kind, Lasting
from tickets.spending import MICROS_PER_DOLLAR
from tickets.vocabulary import AttemptOutcome


@dataclass(frozen=True)
class Reading:
    """What of the cells a KPI needs; a ratio's names are those of its two counts, and of that of
    what a person reviewed."""

    kind: Kind
    lasting: tuple[Lasting, ...] = ()
    some: str = ""
    every: str = ""
    reviewed: str = ""


_DUES = (Lasting.due_and_kept, Lasting.due_and_missed)
READINGS: dict[str, Reading] = {
    kpi.AUTOMATIC_RESOLUTION.key: Reading(Kind.tickets, some="automatic", every="opened"),
    kpi.ESCALATION.key: Reading(Kind.tickets, some="escalated", every="opened"),
    kpi.PUBLIC_RESPONSE.key: Reading(
        Kind.mentions, (Lasting.public_response,), "complaints_replied", "complaints"
    ),
    kpi.AGENT_RESPONSE.key: Reading(Kind.tickets, (Lasting.agent_response,), every="waited"),
    kpi.BOT_RESOLUTION.key: Reading(Kind.tickets, (Lasting.bot_resolution,)),
    kpi.AGENT_RESOLUTION.key: Reading(Kind.tickets, (Lasting.agent_resolution,)),
    kpi.SATISFACTION.key: Reading(Kind.tickets, some="rated", every="resolved_once"),
    kpi.DEADLINES_KEPT.key: Reading(Kind.tickets, _DUES, "kept", "due"),
    kpi.CLASSIFICATION_CORRECTED.key: Reading(
        Kind.mentions, some="corrected", every="classified", reviewed="reviewed"
    ),
    kpi.COMPLAINT_PRECISION.key: Reading(
        Kind.mentions,
        some="uncontested",
        every="judged_complaints",
        reviewed="reviewed_complaints",
    ),
    kpi.SPEND.key: Reading(Kind.spend),
    kpi.VOLUME.key: Reading(Kind.tickets, some="opened", every="opened"),
    kpi.FUNNEL.key: Reading(Kind.mentions, some="mentions", every="mentions"),
    kpi.ARTICLES.key: Reading(Kind.articles),
}


def readings(asked: Sequence[Kpi]) -> tuple[set[Kind], set[Lasting]]:
    """What of the cells these KPIs need, all together."""
    needed = [READINGS[each.key] for each in asked]
    return {each.kind for each in needed}, {one for each in needed for one in each.lasting}


def measure(asked: Kpi, cell: Cell, now: datetime) -> Measured:
    """A KPI's figure over a cell; None where it holds nothing to measure."""
    if asked.unit is Unit.seconds:
        return _seconds(asked, cell)
    if asked is kpi.SATISFACTION:
        return _satisfaction(cell)
    if asked is kpi.SPEND:
        return _spend(cell)
    some, every = _counted(asked, cell, now)
    reviewed = cell.counts[READINGS[asked.key].reviewed]
    # That nobody contested what nobody looked at says nothing.
    is_known = asked is not kpi.COMPLAINT_PRECISION or reviewed > 0
    value = _ratio(some, every) if is_known else None
    companion = _ratio(reviewed, every) if READINGS[asked.key].reviewed else None
    return Measured(value, every, companion=companion)


def count_part(asked: Kpi, part: str, cell: Cell, now: datetime) -> int:
    """How many tickets or mentions of a cell are in a part or detail of a figure."""
    if part not in {ALL.key, MET, MISSED}:
        if asked is kpi.ARTICLES:
            return cell.counts[f"{AttemptOutcome.refused}.{part}"]
        return cell.counts[_DETAILS.get(asked.key, {}).get(part, part)]
    met, every = _met(asked, cell, now)
    return {ALL.key: every, MET: met, MISSED: every - met}[part]


_DETAILS = {
    kpi.ESCALATION.key: {part.key: f"reason.{part.key}" for part in kpi.ESCALATION.details},
    kpi.FUNNEL.key: {
        part: f"with_{part}"
        for stage in STAGES
        for part in (stage, f"{stage}.complaints", f"{stage}.requests")
    },
}


def _met(asked: Kpi, cell: Cell, now: datetime) -> tuple[int, int]:
    """How many are as they should be, of how many."""
    if asked.unit is Unit.seconds and asked.target:
        sample = cell.sample(READINGS[asked.key].lasting[0])
        return sample.below(asked.target.value), len(sample)
    if asked is kpi.SATISFACTION:
        return cell.counts["rated_5"], cell.counts["rated"]
    some, every = _counted(asked, cell, now)
    is_good = asked.target is None or asked.target.direction is Direction.above
    return some if is_good else every - some, every


def _counted(asked: Kpi, cell: Cell, now: datetime) -> tuple[int, int]:
    reading = READINGS[asked.key]
    some, every = cell.counts[reading.some], cell.counts[reading.every]
    if asked is kpi.DEADLINES_KEPT:
        kept, missed = (cell.sample(lasting).up_to(now.timestamp()) for lasting in _DUES)
        return some + kept, every + kept + missed
    return some, every


def _seconds(asked: Kpi, cell: Cell) -> Measured:
    reading = READINGS[asked.key]
    sample = cell.sample(reading.lasting[0])
    median, p95 = sample.ranks(0.5, 0.95)
    some = cell.counts[reading.some] if reading.some else len(sample)
    return Measured(median, len(sample), p95, _ratio(some, cell.counts[reading.every]))


def _satisfaction(cell: Cell) -> Measured:
    counts = cell.counts
    answered = _ratio(counts["rated"], counts["resolved_once"])
    return Measured(_ratio(counts["stars"], counts["rated"]), counts["rated"], companion=answered)


def _spend(cell: Cell) -> Measured:
    if "micros" not in cell.counts:
        return Measured(None, 0)
    return Measured(cell.counts["micros"] / MICROS_PER_DOLLAR, cell.counts["units"])


def _ratio(some: int, every: int) -> float | None:
    return some / every if every else None
