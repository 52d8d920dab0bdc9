"""From post to solved ticket, the counts of all stages agree."""

from __future__ import annotations

from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product
from tickets.chat_links import ChatLinks
from tickets.conversations import Conversations
from tickets.funnel import count_funnel
from tickets.kpis.results import Funnel
from tickets.service import TicketService
from tickets.vocabulary import Author, Channel


def press(product: Product, token: str) -> str:
    conversation, _ = Conversations(product.database).start(Channel.x)
    assert ChatLinks(product.database).open(token, conversation.id, has_consent=False)
    return conversation.id


def test_each_stage_counts_what_came_through_it(product: Product, x: XServer) -> None:
    for name in ("alice", "bob", "charlie"):
        x.world.say(f"@{HANDLE} ma box est en panne", name)
    x.world.say(f"@{HANDLE} joli logo", "diane")
    product.round()
    first, second, _ = (reply.text.rpartition("/c/")[2] for reply in x.world.replies)

    press(product, first)
    spoken = press(product, first)
    press(product, second)
    Conversations(product.database).append(spoken, Author.customer, "oui")
    tickets = TicketService(product.database)
    ticket = tickets.open(spoken, problem="ma box est en panne", is_public=True)
    tickets.propose(ticket.reference, "box-reboot", "Redémarrer la box")
    tickets.resolve_by_bot(ticket.reference)

    assert count_funnel(product.database) == Funnel(
        mentions=4, complaints=3, replies=3, clicks=2, chats=1, tickets=1, resolved=1
    )
