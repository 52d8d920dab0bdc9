"""/console/alerts: what fires, and the rules, which supervisors write."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, Response

from tickets.alerts.rules import WINDOWS, Rule
from tickets.alerts.signals import SIGNALS
from tickets.alerts.store import DAYS_SHOWN
from tickets.kpis.definitions import Direction
from web.console.access import AsSupervisor, SignedIn
from web.console.alert_words import RuleWords, rule_as_written, spoken_reading, written_threshold
from web.console.alerting import Alerting, FromAlerting
from web.console.parts import Console, FromConsole

PLACE = "/console/alerts"
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


@router.get(PLACE)
def show_alerts(console: FromConsole, alerting: FromAlerting, signed: AsSupervisor) -> Response:
    return console.views.page("alerts.html", signed, **_context(console, alerting, signed))


@router.get(PLACE + "/live")
def show_live(
    request: Request, console: FromConsole, alerting: FromAlerting, signed: AsSupervisor
) -> Response:
    context = _context(console, alerting, signed)
    return console.views.live("_alerts.html", signed, request, **context)


@router.get(PLACE + "/firing")
def count_firing(alerting: FromAlerting, signed: AsSupervisor) -> Response:
    return JSONResponse({"count": alerting.rules.firing()}, headers={"cache-control": "no-store"})


def rule_of_form(
    signal: Text = "",
    direction: Text = "",
    threshold: Text = "",
    for_minutes: Text = "",
    window: Text = "",
    min_sample: Text = "",
    name: Text = "",
) -> Rule:
    """What a person wrote."""
    return rule_as_written(signal, direction, threshold, for_minutes, window, min_sample, name)


FromForm = Annotated[Rule, Depends(rule_of_form)]


@router.post(PLACE)
def add_rule(
    console: FromConsole, alerting: FromAlerting, signed: AsSupervisor, rule: FromForm
) -> Response:
    alerting.rules.add(rule, by=signed.agent.id)
    return _alerts(console, alerting, signed)


@router.post(PLACE + "/{rule_id}")
def change_rule(
    console: FromConsole,
    alerting: FromAlerting,
    signed: AsSupervisor,
    rule_id: int,
    rule: FromForm,
) -> Response:
    alerting.rules.change(rule_id, rule, by=signed.agent.id)
    return _alerts(console, alerting, signed)


@router.post(PLACE + "/{rule_id}/pause")
def pause_rule(
    console: FromConsole,
    alerting: FromAlerting,
    signed: AsSupervisor,
    rule_id: int,
    is_paused: Annotated[bool, Form()],
) -> Response:
    alerting.rules.pause(rule_id, is_paused, by=signed.agent.id)
    return _alerts(console, alerting, signed)


@router.post(PLACE + "/{rule_id}/remove")
def remove_rule(
    console: FromConsole, alerting: FromAlerting, signed: AsSupervisor, rule_id: int
) -> Response:
    alerting.rules.remove(rule_id, by=signed.agent.id)
    return _alerts(console, alerting, signed)


def _alerts(console: Console, alerting: Alerting, signed: SignedIn) -> Response:
    response = console.views.partial("_alerts.html", signed, **_context(console, alerting, signed))
    return console.views.with_toast(response, "alerts.saved", signed.language)


def _context(console: Console, alerting: Alerting, signed: SignedIn) -> dict[str, Any]:
    language = signed.language
    say = partial(console.views.text, language=language)
    return {
        "rules": alerting.rules.list(),
        "alerts": alerting.rules.alerts(),
        "signals": SIGNALS,
        "windows": WINDOWS,
        "days": DAYS_SHOWN,
        "directions": list(Direction),
        "words": partial(RuleWords.of, language=language, say=say),
        "reading": partial(spoken_reading, language=language, say=say),
        "threshold": written_threshold,
    }
