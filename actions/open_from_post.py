"""The chat was opened from a reply on X: the post is quoted, and asked for no more than a yes."""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import composition
from actions.posts import as_told
from actions.turn import Turn, continue_with


class OpenFromPost(Action):
    def name(self) -> str:
        return "action_open_from_post"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        conversation_id = Turn.of(tracker).conversation_id
        post = await asyncio.to_thread(composition.chat_links().known_problem, conversation_id)
        if post is None or not post.text:  # it disappeared on X meanwhile
            dispatcher.utter_message(response="utter_welcome")
            return []
        problem = as_told(post.text)
        dispatcher.utter_message(response="utter_post_read", problem_shown=problem)
        return [
            SlotSet("problem", problem),
            SlotSet("post_confirmed", None),
            continue_with("post_form"),
        ]
