"""Takes up the thread: the form that is due next, or the open question, or an invitation to speak.

Sets the slot `next_step`, on which data/rules/thread.yml branches.
"""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.moods import compassion_of_turn, hear_mood
from actions.team import say_added, say_where_it_stands, ticket_with_the_team
from actions.turn import Turn, said_since_customer
from actions.verdict import verdict_on_resolution
from tickets.views import TicketView

NOTHING_OPEN = "listen"
ALWAYS_INVITED = frozenset({"greet", "express_confusion", "ask_capabilities", "inform_name"})
INVITED = frozenset({"affirm", "keep_going"})
# Who is back after a goodbye goes on with the problem that was told before it.
RETURNING = frozenset({"greet", "keep_going", "inform_name", "inform_contact"})
# Who says these while people have the ticket wants to know whether anybody is there.
WONDERING = frozenset({"greet", "express_confusion", "bot_challenge", "insult", "wait"})
ASSENTING = frozenset({"affirm", "deny", "decline", "keep_going"})


class ContinueDialogue(Action):
    def name(self) -> str:
        return "action_continue"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = Turn.of(tracker)
        await hear_mood(turn)
        due = tracker.get_slot("continue_with") or turn.form or _left_unfinished(tracker, turn)
        verdict = None if due else await verdict_on_resolution(turn)
        if verdict is not None:
            events = await verdict.run(dispatcher, tracker, domain)
            due = next((e["value"] for e in events if e.get("name") == "continue_with"), None)
        elif due is None:
            await self._speak(dispatcher, tracker, turn)
        return [
            *compassion_of_turn(tracker),
            SlotSet("continue_with", None),
            SlotSet("next_step", due or NOTHING_OPEN),
        ]

    async def _speak(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> None:
        said = said_since_customer(tracker)
        if any(response.startswith("utter_ask_") for response in said):
            return
        if ticket := await ticket_with_the_team(turn.conversation_id):
            _answer_who_waits(dispatcher, tracker, ticket, is_answered=bool(said))
        elif turn.intent in ALWAYS_INVITED or (turn.intent in INVITED and not said):
            dispatcher.utter_message(response="utter_what_next")
        elif not said:
            dispatcher.utter_message(response="utter_listening")


def _left_unfinished(tracker: Tracker, turn: Turn) -> str | None:
    is_back = turn.intent in RETURNING and tracker.get_slot("problem")
    return "ticket_form" if is_back else None


def _answer_who_waits(
    dispatcher: CollectingDispatcher, tracker: Tracker, ticket: TicketView, *, is_answered: bool
) -> None:
    """A customer who waits for a person is told where the ticket stands, or that words are kept."""
    turn = Turn.of(tracker)
    if turn.intent in WONDERING:
        say_where_it_stands(dispatcher, ticket, turn.language)
    elif turn.intent in ASSENTING and not is_answered:
        dispatcher.utter_message(response="utter_listening")
    elif not is_answered:
        say_added(dispatcher, tracker, ticket.reference)
