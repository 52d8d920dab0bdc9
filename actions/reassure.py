"""The customer is lost: the way in general, or the steps one by one when these are the trouble."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.team import ticket_with_the_team
from actions.turn import Turn, times_asked

WITH_STEPS = frozenset({"resolution_form", "answer_form"})
EXPLANATION = "utter_express_confusion"


class Reassure(Action):
    def name(self) -> str:
        return "action_reassure"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.form in WITH_STEPS and not times_asked(tracker, "more"):
            dispatcher.utter_message(response="utter_lost_in_steps")
        elif turn.form or not await ticket_with_the_team(turn.conversation_id):
            _explain(dispatcher, tracker, is_in_form=bool(turn.form))
        return []


def _explain(dispatcher: CollectingDispatcher, tracker: Tracker, *, is_in_form: bool) -> None:
    """Once; who is still lost then is shown what there is to choose from, or the open question."""
    said = [(event.get("metadata") or {}).get("utter_action") for event in tracker.events]
    if EXPLANATION not in said:
        dispatcher.utter_message(response=EXPLANATION)
    elif not is_in_form:
        dispatcher.utter_message(response="utter_ask_problem_last")
