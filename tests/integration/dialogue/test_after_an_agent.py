"""An agent says that it is solved: the bot takes the customer's verdict, and the rating."""

from __future__ import annotations

import pytest

from tests.integration.dialogue.conftest import Customer
from tickets.agents import Agents
from tickets.conversations import Conversations
from tickets.desk import Desk
from tickets.vocabulary import Author, ResolutionKind, Role, TicketState

pytestmark = pytest.mark.slow
QUESTION = {
    "quick_replies": [
        {"content_type": "text", "title": "Oui", "payload": "/confirm_solved"},
        {"content_type": "text", "title": "Non", "payload": "/report_unsolved"},
    ]
}


@pytest.fixture
def helped(customer: Customer) -> Customer:
    """A customer whose ticket an agent took, worked on and resolved."""
    database = customer.bot.database
    customer.opens_ticket("Ma facture est trop élevée ce mois-ci")
    customer.says("/ask_human")
    agent, _ = Agents(database).create(f"sofia-{customer.conversation_id[:8]}", "Sofia", Role.agent)
    desk = Desk(database)
    desk.take(customer.ticket.reference, agent.id)
    desk.say(customer.ticket.reference, agent.id, "La facture est corrigée")
    desk.resolve(customer.ticket.reference, agent.id, ResolutionKind.fixed, "Avoir émis")
    conversations = Conversations(database)
    conversations.begin_new_dialogue(customer.conversation_id)
    conversations.append(
        customer.conversation_id, Author.system, "Est-ce réglé ?", payload=QUESTION
    )
    return customer


@pytest.mark.parametrize("yes", ["/confirm_solved", "oui", "oui c'est réglé merci"])
def test_a_yes_leads_to_the_rating_which_closes_the_ticket(helped: Customer, yes: str) -> None:
    assert "note" in helped.says(yes)
    helped.says_all("4", "/decline")

    assert helped.ticket.state is TicketState.closed
    assert helped.ticket.rating == 4


@pytest.mark.parametrize("no", ["/report_unsolved", "non", "toujours pas"])
def test_still_not_brings_the_ticket_back_to_the_agents(helped: Customer, no: str) -> None:
    helped.says(no)

    assert helped.ticket.state is TicketState.escalated
    assert "rouvre" in helped.heard[0]


def test_what_is_written_to_the_agent_is_not_answered_afterwards(helped: Customer) -> None:
    answer = helped.says("bonjour")

    assert "facture" not in answer
    assert helped.ticket.state is TicketState.resolved
