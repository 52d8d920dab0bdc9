"""Who speaks for the operator, as customers read it: a name and, when one is set, a title.

Synchronous, called in a thread. It shows nothing else of an agent: no login, no role, no team.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tickets.agents import Agents
from tickets.desk_views import AgentView
from tickets.views import MessageView
from web.wire import public_form

TITLE = "title"  # among an agent's preferences
Card = dict[str, str]


def card_of(agent: AgentView) -> Card:
    card = {"name": agent.display_name}
    title = agent.preferences.get(TITLE)
    return {**card, "title": title} if isinstance(title, str) and title else card


class Voices:
    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def card(self, agent_id: int) -> Card:
        return card_of(self._agents.get(agent_id))

    def shown(self, messages: Sequence[MessageView]) -> list[dict[str, Any]]:
        """The messages for a browser, each agent's with the agent's card."""
        speakers = {message.agent_id for message in messages if message.agent_id is not None}
        cards = {agent_id: self.card(agent_id) for agent_id in speakers}
        return [public_form(message, cards.get(message.agent_id or 0)) for message in messages]
