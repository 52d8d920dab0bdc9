"""What is plainly no matter of ours, another operator's customer's included: said so, kindly."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.problems import is_vague
from knowledge_base.normalise import fold
from knowledge_base.search import Found

REFUSAL = "utter_off_topic"
REFUSAL_AGAIN = "utter_off_topic_again"
OTHER_OPERATOR = "utter_other_operator"
OTHERS = re.compile(
    r"\b(livebox|sosh|sfr|red by sfr|bouygues|bbox|b ?& ?you|prixtel|coriolis|nrj mobile|"
    r"la poste mobile|lebara|lycamobile|syma|starlink|vodafone|t-mobile|verizon|proximus|"
    r"swisscom)\b"
)
ORANGE = re.compile(r"\borange\b")
COLOURED = re.compile(r"\b(voyants?|clignot\w*|lumiere|leds?|couleur|allumee?|light|blink\w*)\b")
# Who names us too is asking about a move or a dispute.
OURS_TOO = re.compile(r"\bfree")


def is_elsewhere(found: Found, text: str) -> bool:
    """Never what can be answered, nor what says too little to tell."""
    if found.answered or is_vague(text):
        return False
    return found.is_elsewhere or names_other_operator(text)


def names_other_operator(text: str) -> bool:
    """Whether the text is about another operator's service, and not about leaving or joining us."""
    folded = fold(text)
    is_orange = ORANGE.search(folded) and not COLOURED.search(folded)
    return bool(OTHERS.search(folded) or is_orange) and not OURS_TOO.search(folded)


def say_not_ours(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> None:
    """Who insists is offered a person."""
    first = OTHER_OPERATOR if names_other_operator(text) else REFUSAL
    dispatcher.utter_message(response=REFUSAL_AGAIN if was_refused(tracker) else first)


def was_refused(tracker: Tracker) -> bool:
    """Whether this dialogue's customer was already told so."""
    said = [(event.get("metadata") or {}).get("utter_action") for event in tracker.events]
    return REFUSAL in said or OTHER_OPERATOR in said
