"""The rules of answering in public. Pure: facts in, a verdict or a hold out.

A verdict is final for the mention; a hold only delays a reply. docs/x.md says which rule of X's
each one keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from knowledge_base.normalise import fold
from tickets.collector_settings import CollectorSettings
from tickets.replies import Traffic
from tickets.spending import MICROS_PER_DOLLAR, PRICE_MICROS
from tickets.x_vocabulary import CollectorMode, SpendKind

OPEN_TO_US = frozenset({"everyone", "mentionedUsers"})
_OPT_OUT = re.compile(
    r"^(stop|stop stop|unsubscribe|desabonnement)$"
    r"|\b(stop (les |aux |a vos )?(bots?|robots?|reponses? auto\w*|messages? auto\w*)"
    r"|(arretez?|arreter|cessez) de (me|m) (repondre|contacter|ecrire|spammer)"
    r"|ne (me|m) (repondez|contactez|ecrivez) plus|plus de reponses? auto\w*"
    r"|stop (replying|answering|contacting|messaging)( to)? me|(do not|dont|don t) reply to me"
    r"|no more (bot|automated|automatic) (replies|answers)|leave me alone bot)\b"
)
_HANDLE = re.compile(r"@\w+")


class Verdict(StrEnum):
    """Whether a mention is answered, else the first reason why not."""

    reply = "reply"
    opts_out = "opts_out"
    opted_out = "opted_out"
    not_addressed = "not_addressed"
    nothing_to_answer = "nothing_to_answer"
    replies_closed = "replies_closed"
    already_answered = "already_answered"
    author_cap = "author_cap"
    too_old = "too_old"


class Hold(StrEnum):
    """Why a reply waits."""

    stopped = "stopped"
    dry_run = "dry_run"
    awaits_approval = "awaits_approval"
    quiet_hours = "quiet_hours"
    hourly_cap = "hourly_cap"
    daily_cap = "daily_cap"
    spend_cap = "spend_cap"


@dataclass(frozen=True)
class Facts:
    """What the rules look at in a mention."""

    text: str
    names_us: bool
    is_worth_answering: bool
    reply_settings: str
    age: timedelta
    has_opted_out: bool
    is_answered: bool
    author_replies_today: int


def asks_to_stop(text: str) -> bool:
    """Whether the author wants no automated reply."""
    words = re.sub(r"[^\w ]+", " ", fold(_HANDLE.sub(" ", text)))
    return _OPT_OUT.search(" ".join(words.split())) is not None


def verdict(facts: Facts, settings: CollectorSettings, max_age: timedelta) -> Verdict:
    """At most one reply an interaction, and only to who mentions the account and asks for it."""
    checks = (
        (asks_to_stop(facts.text), Verdict.opts_out),
        (facts.has_opted_out, Verdict.opted_out),
        (not facts.names_us, Verdict.not_addressed),
        (not facts.is_worth_answering, Verdict.nothing_to_answer),
        (facts.reply_settings not in OPEN_TO_US, Verdict.replies_closed),
        (facts.is_answered, Verdict.already_answered),
        (facts.author_replies_today >= settings.per_author_per_day, Verdict.author_cap),
        (facts.age >= max_age, Verdict.too_old),
    )
    return next((reason for applies, reason in checks if applies), Verdict.reply)


def hold(
    settings: CollectorSettings,
    traffic: Traffic,
    *,
    has_link: bool,
    is_approved_by_person: bool,
    now: datetime,
    zone: ZoneInfo,
) -> Hold | None:
    """Why an approved reply does not leave now; None lets it go."""
    price = PRICE_MICROS[SpendKind.post_with_link if has_link else SpendKind.post]
    spent_then = traffic.spent_today_micros + price
    awaits = settings.mode is CollectorMode.approval and not is_approved_by_person
    checks = (
        (settings.is_stopped, Hold.stopped),
        (settings.mode is CollectorMode.dry_run, Hold.dry_run),
        (awaits, Hold.awaits_approval),
        (settings.is_quiet(now.astimezone(zone).time()), Hold.quiet_hours),
        (traffic.last_hour >= settings.per_hour, Hold.hourly_cap),
        (traffic.last_day >= settings.per_day, Hold.daily_cap),
        (spent_then > settings.dollars_per_day * MICROS_PER_DOLLAR, Hold.spend_cap),
    )
    return next((reason for applies, reason in checks if applies), None)


def may_read(settings: CollectorSettings, traffic: Traffic) -> bool:
    """Whether the day's cap leaves anything for reading mentions."""
    return traffic.spent_today_micros < settings.dollars_per_day * MICROS_PER_DOLLAR
