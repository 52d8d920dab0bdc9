"""Puts the steps of the collector together, over one database; every entry point uses it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4
from zoneinfo import ZoneInfo

from collector.config import CollectorConfig
from collector.intake import Intake
from collector.judge import Judge, Understands
from collector.outbox import Outbox
from collector.purge import Purge
from collector.wordings import read_wordings
from tickets.chat_links import ChatLinks
from tickets.claims import Claims
from tickets.clock import Clock, utc_now
from tickets.collector_marks import CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.database import Database
from tickets.judging import Judging
from tickets.mentions import Mentions
from tickets.replies import Replies
from tickets.spending import Spending
from tickets.templates import ReplyTemplates


@dataclass(frozen=True)
class Parts:
    """What the steps beside judging are made of; `build_judge` makes the one that needs a
    classifier."""

    database: Database
    mentions: Mentions
    replies: Replies
    marks: CollectorMarks
    controls: CollectorControls
    intake: Intake
    outbox: Outbox
    purge: Purge


def build_parts(config: CollectorConfig, database: Database, clock: Clock = utc_now) -> Parts:
    """Reads the wordings in as well."""
    ReplyTemplates(database, clock).take_in(read_wordings())
    mentions, replies = Mentions(database, clock), Replies(database, clock)
    marks, spending = CollectorMarks(database, clock), Spending(database, clock)
    controls = CollectorControls(database, clock)
    return Parts(
        database=database,
        mentions=mentions,
        replies=replies,
        marks=marks,
        controls=controls,
        intake=Intake(mentions, marks, spending, clock),
        outbox=Outbox(
            replies,
            mentions,
            ChatLinks(database, config.link_days, clock),
            controls,
            spending,
            marks,
            link_base=config.public_url,
            zone=ZoneInfo(config.timezone),
            settle_after=config.settle_after,
            clock=clock,
        ),
        purge=Purge(
            mentions,
            replies,
            spending,
            keep_for=config.keep_for,
            reply_within=config.reply_within,
            clock=clock,
        ),
    )


def build_judge(
    config: CollectorConfig,
    database: Database,
    classifier: Understands,
    *,
    holder: str | None = None,
    clock: Clock = utc_now,
) -> Judge:
    """`holder`: what it claims mentions as; a name of its own unless the caller is the only one."""
    return Judge(
        classifier,
        Mentions(database, clock),
        Claims(database, clock, config.claimed_for),
        Judging(database, clock),
        CollectorControls(database, clock),
        holder=holder or uuid4().hex,
        max_age=config.reply_within,
        clock=clock,
    )
