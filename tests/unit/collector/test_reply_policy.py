"""May we reply, and may it leave now: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from collector.policy import Facts, Hold, Verdict, asks_to_stop, hold, may_read, verdict
from tickets.collector_settings import CollectorSettings
from tickets.replies import Traffic
from tickets.x_vocabulary import CollectorMode

A_COMPLAINT = Facts(
    text="@FreeAide ma box est en panne",
    names_us=True,
    is_worth_answering=True,
    reply_settings="everyone",
    age=timedelta(minutes=3),
    has_opted_out=False,
    is_answered=False,
    author_replies_today=0,
)
MAX_AGE = timedelta(hours=12)
AUTOMATIC = CollectorSettings(mode=CollectorMode.automatic)
QUIET_DAY = Traffic(last_hour=0, last_day=0, spent_today_micros=0)
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def held(
    settings: CollectorSettings = AUTOMATIC,
    traffic: Traffic = QUIET_DAY,
    *,
    has_link: bool = True,
    is_approved_by_person: bool = False,
    now: datetime = NOON,
) -> Hold | None:
    return hold(
        settings,
        traffic,
        has_link=has_link,
        is_approved_by_person=is_approved_by_person,
        now=now,
        zone=PARIS,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.reply),
        ({"reply_settings": "mentionedUsers"}, Verdict.reply),
        ({"text": "@FreeAide ne me répondez plus"}, Verdict.opts_out),
        ({"has_opted_out": True}, Verdict.opted_out),
        ({"names_us": False}, Verdict.not_addressed),
        ({"is_worth_answering": False}, Verdict.nothing_to_answer),
        ({"reply_settings": "following"}, Verdict.replies_closed),
        ({"reply_settings": "a new kind"}, Verdict.replies_closed),
        ({"is_answered": True}, Verdict.already_answered),
        ({"author_replies_today": 1}, Verdict.author_cap),
        ({"age": timedelta(hours=12)}, Verdict.too_old),
    ],
)
def test_a_mention_is_answered_only_when_no_rule_speaks_against_it(
    changes: dict[str, object], expected: Verdict
) -> None:
    facts = replace(A_COMPLAINT, **changes)  # type: ignore[arg-type]

    assert verdict(facts, AUTOMATIC, MAX_AGE) is expected


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("@FreeAide STOP", True),
        ("@FreeAide stop !!", True),
        ("@FreeAide arrêtez de me répondre avec votre bot", True),
        ("@FreeAide ne m’écrivez plus svp", True),
        ("@FreeAide plus de réponses automatiques, merci", True),
        ("@FreeAide stop replying to me", True),
        ("@FreeAide don't reply to me", True),
        ("@FreeAide stop aux coupures, ma box est en panne", False),
        ("@FreeAide vous ne répondez plus au téléphone", False),
        ("@FreeAide je ne veux plus de cette box", False),
        ("@FreeAide ça s'arrête sans prévenir", False),
    ],
)
def test_who_asks_to_be_left_alone_is_understood(text: str, stops: bool) -> None:
    assert asks_to_stop(text) is stops


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({"is_stopped": True}, Hold.stopped),
        ({"mode": CollectorMode.dry_run}, Hold.dry_run),
        ({"mode": CollectorMode.approval}, Hold.awaits_approval),
        ({"quiet_from": "11:00", "quiet_to": "13:00"}, Hold.quiet_hours),
        ({"quiet_from": "13:00", "quiet_to": "11:00"}, None),
        ({"quiet_from": "12:30", "quiet_to": "12:30"}, None),
        ({"per_hour": 0}, Hold.hourly_cap),
        ({"per_day": 0}, Hold.daily_cap),
        ({"dollars_per_day": 0}, Hold.spend_cap),
    ],
)
def test_a_reply_waits_for_the_first_setting_that_holds_it(
    settings: dict[str, object], expected: Hold | None
) -> None:
    assert held(replace(AUTOMATIC, **settings)) is expected  # type: ignore[arg-type]


def test_an_agents_approval_lets_it_go_in_approval_mode_but_not_past_the_kill_switch() -> None:
    approval = CollectorSettings(mode=CollectorMode.approval)
    stopped = replace(approval, is_stopped=True)

    assert held(approval, is_approved_by_person=True) is None
    assert held(stopped, is_approved_by_person=True) is Hold.stopped


def test_quiet_hours_are_those_of_the_place_and_run_over_midnight() -> None:
    late = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # 22:30 in Paris
    early = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 8:30 in Paris

    assert (held(now=late), held(now=early)) == (Hold.quiet_hours, None)


def test_the_cap_in_dollars_counts_what_the_reply_itself_will_cost() -> None:
    nearly = replace(QUIET_DAY, spent_today_micros=19_900_000)

    assert held(traffic=nearly) is Hold.spend_cap
    assert held(traffic=nearly, has_link=False) is None


def test_reading_stops_when_the_day_is_spent() -> None:
    spent = replace(QUIET_DAY, spent_today_micros=20_000_000)

    assert may_read(AUTOMATIC, QUIET_DAY)
    assert not may_read(AUTOMATIC, spent)
