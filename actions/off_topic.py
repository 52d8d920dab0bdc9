"""What is not ours is said to be so; what only looks like it is taken up as a matter of ours."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.elsewhere import say_not_ours
from actions.matter import taken_as_matter
from actions.team import say_added, ticket_with_the_team
from actions.turn import Turn


class OffTopic(Action):
    def name(self) -> str:
        return "action_off_topic"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        taken = await taken_as_matter(dispatcher, tracker, domain)
        if taken is not None:
            return taken
        turn = Turn.of(tracker)
        ticket = None if turn.form else await ticket_with_the_team(turn.conversation_id)
        if ticket:
            say_added(dispatcher, tracker, ticket.reference)
        else:
            say_not_ours(dispatcher, tracker, turn.text)
        return []
