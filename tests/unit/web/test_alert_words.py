"""Alerts in words, on the page, by mail and by webhook; rules as people write them."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from tickets.alerts.rules import DEFAULTS, Rule
from tickets.errors import InvalidValue
from tickets.kpis.definitions import Direction
from tickets.vocabulary import NotificationKind
from web.catalogue import Catalogue
from web.console.alert_words import (
    RuleWords,
    rule_as_written,
    spoken_reading,
    written_threshold,
)
from web.notifications.alert_notices import AlertNotices, alert_body
from web.notifications.letters import Letters

CATALOGUE = Catalogue.load("Exemple Télécom")
URL = "https://aide.example.org/"
NOTICES = AlertNotices(CATALOGUE, URL, ZoneInfo("Europe/Paris"))
FIRING, ENDED = NotificationKind.alert_firing, NotificationKind.alert_ended
QUEUE = DEFAULTS["queue_age"]
PAYLOAD = {
    "alert_id": 4,
    "rule": asdict(QUEUE),
    "value": 2400.0,
    "fired_at": "2026-11-20T09:05:00+00:00",
    "ended_at": None,
    "ending": None,
}
WRITTEN = {
    "signal": "queue_age",
    "direction": "above",
    "threshold": "30",
    "for_minutes": "5",
    "window": "24h",
    "min_sample": "1",
    "name": "",
}


def test_a_rule_reads_as_a_sentence_in_both_languages() -> None:
    satisfaction = DEFAULTS["satisfaction"]

    french = RuleWords.of(satisfaction, "fr", partial(CATALOGUE.text, language="fr"))
    english = RuleWords.of(QUEUE, "en", partial(CATALOGUE.text, language="en"))

    assert french.condition == "Satisfaction < 3\u202f/\u202f5, sur 7 jours, pendant 1\u202fh"
    assert english.title == "Longest wait in the queue"
    assert english.condition == "Longest wait in the queue > 30\u202fmin, for 5\u202fmin"


def test_no_data_is_said_and_never_0() -> None:
    assert spoken_reading(QUEUE, None, "fr", partial(CATALOGUE.text, language="fr")) == (
        "pas de donnée"
    )


@pytest.mark.parametrize("rule", DEFAULTS.values(), ids=DEFAULTS)
def test_a_rule_written_into_the_form_is_read_again_as_it_was(rule: Rule) -> None:
    form = {**asdict(rule), "threshold": written_threshold(rule)}

    assert rule_as_written(**{name: str(value) for name, value in form.items()}) == rule


def test_percents_and_decimal_commas_are_understood() -> None:
    rule = rule_as_written(**{**WRITTEN, "signal": "escalation", "threshold": " 37,5 "})

    assert rule == Rule("escalation", Direction.above, 0.375, for_minutes=5)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("signal", "weather"),
        ("direction", "sideways"),
        ("threshold", "beaucoup"),
        ("threshold", "nan"),
        ("threshold", "-3"),
        ("for_minutes", "1,5"),
        ("for_minutes", "99999999999999999999"),
        ("window", ""),
        ("min_sample", "0"),
    ],
)
def test_what_makes_no_rule_is_refused_by_its_field(field: str, text: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        rule_as_written(**{**WRITTEN, field: text})

    assert refusal.value.field == field


def test_a_firing_alert_says_what_and_how_much_and_leads_to_the_alerts() -> None:
    notice = NOTICES.of(FIRING, PAYLOAD)
    letter = Letters(CATALOGUE, URL).to_people(notice)

    assert letter.subject == "Alerte : Attente la plus longue dans la file"
    assert notice.facts == (("Valeur", "40\u202fmin"), ("Déclenchée", "20/11 10:05"))
    assert "Ouvrir les alertes : https://aide.example.org/console/alerts" in letter.text
    assert "https://aide.example.org/console/alerts" in letter.html


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("kept", "Fin d'alerte : "),
        ("no_data", "Fin d'alerte, plus de donnée : "),
        ("changed", "Fin d'alerte, règle modifiée ou arrêtée : "),
    ],
)
def test_an_alert_that_is_over_says_why(ending: str, said: str) -> None:
    over = {**PAYLOAD, "value": None, "ending": ending, "ended_at": "2026-11-20T09:30:00+00:00"}

    notice = NOTICES.of(ENDED, over)

    assert notice.headline.startswith(said)
    assert notice.facts[0] == ("Valeur", "pas de donnée")
    assert notice.facts[-1] == ("Terminée", "20/11 10:30")


def test_a_rules_name_gives_chat_servers_no_orders() -> None:
    named = {**PAYLOAD, "rule": {**asdict(QUEUE), "name": "<!channel> vite"}}
    notice = NOTICES.of(FIRING, named)

    body = alert_body(FIRING, named, notice, "k1")

    assert "<" not in body["text"]
    assert body["text"].startswith("Alerte : &lt;!channel&gt; vite\n")
    assert (body["id"], body["kind"]) == ("k1", "alert_firing")
    assert body["alert"]["value"] == 2400.0
    assert "<!channel>" not in Letters(CATALOGUE, URL).to_people(notice).html
