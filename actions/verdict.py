"""A bare yes or no to the question that follows an agent's resolution: is it solved?

The web process asks it, in the conversation itself, so the dialogue knows nothing of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rasa_sdk import Action

from actions import composition
from actions.take_solved import TakeSolved
from actions.take_unsolved import TakeUnsolved
from actions.turn import Turn
from tickets.views import MessageView
from tickets.vocabulary import Author

SOLVED_PAYLOAD = "/confirm_solved"
RECENT_MESSAGES = 10
VERDICTS: dict[str, type[Action]] = {"affirm": TakeSolved, "deny": TakeUnsolved}


async def verdict_on_resolution(turn: Turn) -> Action | None:
    """What takes the verdict, when the message is one."""
    verdict = VERDICTS.get(turn.intent)
    if verdict is None or turn.form is not None:
        return None
    read = composition.conversations().messages
    recent = await asyncio.to_thread(read, turn.conversation_id, limit=RECENT_MESSAGES)
    return verdict() if asks_if_solved(recent) else None


def asks_if_solved(recent: Sequence[MessageView]) -> bool:
    """Whether the last thing said to the customer is that question."""
    said = [message for message in recent if message.author is not Author.customer]
    if not said or said[-1].author is not Author.system:
        return False
    choices = (said[-1].payload or {}).get("quick_replies", [])
    return any(choice["payload"] == SOLVED_PAYLOAD for choice in choices)
