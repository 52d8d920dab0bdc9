"""Figures counted beforehand: for one hour or day, what each theme, channel and priority comes to.

Pure. Tallies add up: the tally of a day is that of its hours, so no figure is stored that could
not be merged, such as a mean or a median.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any, NamedTuple, Self

from tickets.kpis.formulas import (
    agent_response_seconds,
    automatic_resolution,
    due,
    first_escalation,
    is_contested,
    public_response_seconds,
    resolution_seconds,
    resolved_by,
    taken_by,
    waits_in_opening_hours,
    was_resolved,
)
from tickets.kpis.histories import STAGES, Expense, MentionHistory, TicketHistory
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import AttemptOutcome, Author, Channel

ANY = ""
Plain = dict[str, list[Any]]


class Kind(StrEnum):
    """What is counted, each kind read by other views."""

    tickets = "tickets"
    articles = "articles"
    agents = "agents"
    mentions = "mentions"
    spend = "spend"


class Lasting(StrEnum):
    """What is timed, in seconds; of dues to come the moment is kept, in seconds since 1970."""

    public_response = "public_response"
    agent_response = "agent_response"
    bot_resolution = "bot_resolution"
    agent_resolution = "agent_resolution"
    due_and_kept = "due_and_kept"
    due_and_missed = "due_and_missed"


class Leaf(NamedTuple):
    """One theme, channel and priority; `ANY` where there is none, or where none is asked for."""

    theme: str = ANY
    channel: str = ANY
    priority: str = ANY

    def views(self) -> Iterator[Leaf]:
        """Every view that it counts in: its own words, or any, for each of the three."""
        for words in product(*({word, ANY} for word in self)):
            yield Leaf(*words)


@dataclass
class Tally:
    """Counts by name and seconds by occurrence, for each leaf."""

    counts: defaultdict[tuple[Kind, Leaf], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    seconds: defaultdict[tuple[Lasting, Leaf], Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    @classmethod
    def merged(cls, tallies: Iterable[Self]) -> Self:
        """All of them as one."""
        whole = cls()
        for tally in tallies:
            for key, counts in tally.counts.items():
                whole.counts[key].update(counts)
            for lasting, seconds in tally.seconds.items():
                whole.seconds[lasting].update(seconds)
        return whole

    def by_view(self) -> Self:
        """The same for every view in place of every leaf."""
        whole = type(self)()
        for (kind, leaf), counts in self.counts.items():
            for view in leaf.views():
                whole.counts[kind, view].update(counts)
        for (lasting, leaf), seconds in self.seconds.items():
            for view in leaf.views():
                whole.seconds[lasting, view].update(seconds)
        return whole

    def plain(self) -> Plain:
        """Ready for JSON; `of_plain` reads it."""
        return {
            "counts": [[kind, *leaf, counts] for (kind, leaf), counts in self.counts.items()],
            "seconds": [
                [lasting, *leaf, sorted(seconds.items())]
                for (lasting, leaf), seconds in self.seconds.items()
            ],
        }

    @classmethod
    def of_plain(cls, plain: Plain) -> Self:
        """What `plain` wrote."""
        tally = cls()
        for kind, leaf, counts in plain_counts(plain):
            tally.counts[Kind(kind), leaf] = Counter(counts)
        for lasting, leaf, pairs in plain_seconds(plain):
            tally.seconds[Lasting(lasting), leaf] = Counter(dict(pairs))
        return tally


def plain_counts(plain: Plain) -> Iterator[tuple[str, Leaf, dict[str, int]]]:
    """The counts of a plain tally, one leaf at a time; the kind is a plain word."""
    for kind, *words, counts in plain["counts"]:
        yield kind, Leaf(*words), counts


def plain_seconds(plain: Plain) -> Iterator[tuple[str, Leaf, list[tuple[int, int]]]]:
    """The seconds of a plain tally and how often they occur, likewise."""
    for lasting, *words, pairs in plain["seconds"]:
        yield lasting, Leaf(*words), pairs


def tally_tickets(tickets: Iterable[TicketHistory], now: datetime, hours: OpeningHours) -> Tally:
    """Count tickets; deadlines that have not passed by `now` are kept with their moment."""
    tally = Tally()
    for ticket in tickets:
        leaf = Leaf(ticket.theme, ticket.channel, ticket.priority)
        _count_outcome(tally.counts[Kind.tickets, leaf], ticket, hours)
        _count_due(tally, leaf, ticket, now)
        _time(tally, leaf, ticket, hours)
        _count_articles(tally.counts[Kind.articles, leaf], ticket)
        _count_agents(tally.counts[Kind.agents, leaf], ticket)
    return tally


def tally_mentions(mentions: Iterable[MentionHistory]) -> Tally:
    """Count mentions; they have no priority, and X is their channel."""
    tally = Tally()
    for mention in mentions:
        leaf = Leaf(mention.theme or ANY, Channel.x)
        _count_mention(tally.counts[Kind.mentions, leaf], mention)
        seconds = public_response_seconds(mention)
        if seconds is not None:
            tally.seconds[Lasting.public_response, leaf][seconds] += 1
    return tally


def tally_spend(expenses: Iterable[Expense]) -> Tally:
    """Count what was paid for, in units and millionths of a dollar."""
    tally = Tally()
    for expense in expenses:
        counts = tally.counts[Kind.spend, Leaf(channel=Channel.x)]
        counts["units"] += expense.units
        counts["micros"] += expense.micros
        counts[f"units.{expense.kind}"] += expense.units
        counts[f"micros.{expense.kind}"] += expense.micros
    return tally


def _count_outcome(counts: Counter[str], ticket: TicketHistory, hours: OpeningHours) -> None:
    counts["opened"] += 1
    if automatic_resolution(ticket):
        counts["automatic"] += 1
        counts[f"attempts.{len(ticket.proposals)}"] += 1
    if first_escalation(ticket):
        counts["escalated"] += 1
        counts[f"reason.{ticket.escalation_reason}"] += 1
        counts["waited"] += waits_in_opening_hours(ticket, hours)
    counts["resolved_once"] += was_resolved(ticket)
    if ticket.rating is not None:
        counts["rated"] += 1
        counts["rated_5"] += ticket.rating == 5
        counts["stars"] += ticket.rating


def _count_due(tally: Tally, leaf: Leaf, ticket: TicketHistory, now: datetime) -> None:
    deadline = due(ticket)
    if deadline is None:
        return
    if deadline.at <= now:
        tally.counts[Kind.tickets, leaf]["due"] += 1
        tally.counts[Kind.tickets, leaf]["kept"] += deadline.is_kept
        return
    lasting = Lasting.due_and_kept if deadline.is_kept else Lasting.due_and_missed
    tally.seconds[lasting, leaf][int(deadline.at.timestamp())] += 1


def _time(tally: Tally, leaf: Leaf, ticket: TicketHistory, hours: OpeningHours) -> None:
    waited = waits_in_opening_hours(ticket, hours)
    timed = (
        (Lasting.agent_response, agent_response_seconds(ticket) if waited else None),
        (Lasting.bot_resolution, resolution_seconds(ticket, Author.bot)),
        (Lasting.agent_resolution, resolution_seconds(ticket, Author.agent)),
    )
    for lasting, seconds in timed:
        if seconds is not None:
            tally.seconds[lasting, leaf][seconds] += 1


def _count_articles(counts: Counter[str], ticket: TicketHistory) -> None:
    for proposal in ticket.proposals:
        counts[f"{AttemptOutcome.proposed}.{proposal.article_id}"] += 1
        if proposal.outcome is not AttemptOutcome.proposed:
            counts[f"{proposal.outcome}.{proposal.article_id}"] += 1


def _count_agents(counts: Counter[str], ticket: TicketHistory) -> None:
    counts.update(f"taken.{agent_id}" for agent_id in taken_by(ticket))
    counts.update(f"resolved.{agent_id}" for agent_id in resolved_by(ticket))


def _count_mention(counts: Counter[str], mention: MentionHistory) -> None:
    counts["mentions"] += 1
    counts["classified"] += mention.is_classified
    counts["corrected"] += mention.is_classified and mention.is_corrected
    counts["reviewed"] += mention.is_classified and mention.is_reviewed
    counts["judged_complaints"] += mention.was_judged_complaint
    counts["uncontested"] += mention.was_judged_complaint and not is_contested(mention)
    counts["reviewed_complaints"] += mention.was_judged_complaint and mention.is_reviewed
    counts["complaints"] += mention.is_complaint
    counts["requests"] += mention.is_request
    counts["worth_answer"] += mention.is_complaint or mention.is_request
    counts["others"] += not mention.is_complaint and not mention.is_request
    counts["complaints_replied"] += mention.is_complaint and mention.replied_at is not None
    for stage in STAGES:
        counts[stage] += getattr(mention, stage)
        has_come = mention.has_come_to(stage)
        counts[f"with_{stage}"] += has_come
        counts[f"with_{stage}.complaints"] += has_come and mention.is_complaint
        counts[f"with_{stage}.requests"] += has_come and mention.is_request
