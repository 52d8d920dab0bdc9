"""What people are told when an alert fires and when it is over: figures, nobody's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tickets.alerts.rules import Rule
from tickets.kpis.definitions import Direction
from tickets.vocabulary import NotificationKind
from web.catalogue import Catalogue
from web.console.alert_words import RuleWords, spoken_reading
from web.notifications.notices import LANGUAGE, Notice, slack_text

ALERTS = (NotificationKind.alert_firing, NotificationKind.alert_ended)


class AlertNotices:
    """Words alerts in the operator's time zone, from what the outbox kept of them."""

    def __init__(self, catalogue: Catalogue, public_url: str, zone: ZoneInfo) -> None:
        self._catalogue = catalogue
        self._url = f"{public_url.rstrip('/')}/console/alerts"
        self._zone = zone

    def of(self, kind: NotificationKind, payload: Mapping[str, Any]) -> Notice:
        rule = rule_of(payload)
        words = RuleWords.of(rule, LANGUAGE, self._text)
        headline = "firing" if kind is NotificationKind.alert_firing else payload["ending"]
        moments = (("fired", payload["fired_at"]), ("ended", payload["ended_at"]))
        return Notice(
            headline=self._text(f"alert_notice.{headline}", title=words.title),
            problem=words.condition,
            facts=(
                (self._text("alert_notice.value"), self._reading(rule, payload["value"])),
                *(
                    (self._text(f"alert_notice.at_{name}"), self._at(at))
                    for name, at in moments
                    if at
                ),
            ),
            url=self._url,
            opening=self._text("alert_notice.open"),
        )

    def _reading(self, rule: Rule, value: float | None) -> str:
        return spoken_reading(rule, value, LANGUAGE, self._text)

    def _at(self, moment: str) -> str:
        return f"{datetime.fromisoformat(moment).astimezone(self._zone):%d/%m %H:%M}"

    def _text(self, key: str, **values: object) -> str:
        return self._catalogue.text(key, LANGUAGE, **values)


def rule_of(payload: Mapping[str, Any]) -> Rule:
    """The rule as it was when the alert fired or ended."""
    kept = dict(payload["rule"])
    return Rule(**{**kept, "direction": Direction(kept["direction"])})


def alert_body(
    kind: NotificationKind, payload: Mapping[str, Any], notice: Notice, key: str
) -> dict[str, Any]:
    """`text` is what Slack and its kin show; the rest is for programs."""
    (label, value), *_ = notice.facts
    lines = (notice.headline, f"{notice.problem} ({label} : {value})", notice.url)
    text = "\n".join(map(slack_text, lines))
    return {"text": text, "id": key, "kind": kind.value, "alert": {**payload, "url": notice.url}}
