"""What a customer is told while the bot cannot answer, once each, and the ticket opened without it.

What was already said is read from the conversation itself, so a restart repeats nothing. Every
method is synchronous and called in a thread.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from tickets.clock import Clock
from tickets.conversations import Conversations
from tickets.errors import TicketError
from tickets.service import TicketService
from tickets.views import ConversationView, MessageView, Reply
from tickets.vocabulary import Author, EscalationReason, TicketState
from web.catalogue import Catalogue
from web.wire import OPEN_TICKET_PAYLOAD

logger = logging.getLogger(__name__)
RECENT_MESSAGES = 100
WITH_PEOPLE = (TicketState.escalated, TicketState.in_progress)


def is_ticket_request(message: MessageView) -> bool:
    return (message.payload or {}).get("payload") == OPEN_TICKET_PAYLOAD


def notices_of_this_outage(messages: Sequence[MessageView]) -> set[str]:
    """An outage lasts until the bot speaks again, or until a ticket was opened without it."""
    told: set[str] = set()
    for message in messages:
        notice = (message.payload or {}).get("notice")
        if message.author == Author.bot or notice == "ticket_opened":
            told.clear()
        elif notice:
            told.add(str(notice))
    return told


class OutageDesk:
    def __init__(
        self,
        conversations: Conversations,
        tickets: TicketService,
        catalogue: Catalogue,
        *,
        ticket_after_seconds: float,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._tickets = tickets
        self._catalogue = catalogue
        self._ticket_after_seconds = ticket_after_seconds
        self._clock = clock

    def tell(self, conversation: ConversationView, waiting_since: datetime) -> bool:
        """Whether there was anything new to say."""
        recent = self._conversations.messages(conversation.id, limit=RECENT_MESSAGES)
        told = notices_of_this_outage(recent)
        ticket = self._tickets.current(conversation.id)
        with_people = ticket is not None and ticket.state in WITH_PEOPLE
        if "outage" not in told:
            key = "hub.outage_with_ticket" if with_people else "hub.outage"
            reference = ticket.reference if ticket else ""
            self._say(conversation, key, notice="outage", reference=reference)
            return True
        if "ticket_offer" not in told and not with_people and self._is_long(waiting_since):
            self._offer_ticket(conversation)
            return True
        return False

    def open_ticket(self, conversation: ConversationView, waiting: Sequence[MessageView]) -> None:
        """The customer's unanswered words become the problem of a ticket for people."""
        problem = "\n".join(m.text for m in waiting if not is_ticket_request(m))
        if not problem:
            self._decline(conversation, waiting, "hub.ticket_without_words")
            return
        try:
            ticket = self._tickets.open(conversation.id, problem=problem)
            self._tickets.escalate(ticket.reference, EscalationReason.bot_failure)
        except TicketError:
            logger.exception("no ticket for conversation %s without the bot", conversation.id)
            self._decline(conversation, waiting, "hub.ticket_failed")
            return
        self._say(
            conversation,
            "hub.ticket_opened",
            notice="ticket_opened",
            client_id=f"ticket-{ticket.reference}",
            reference=ticket.reference,
        )
        self._conversations.mark_handled(conversation.id, waiting[-1].seq)

    def _decline(
        self, conversation: ConversationView, waiting: Sequence[MessageView], key: str
    ) -> None:
        """Answer the request itself; the words around it go on waiting for the bot."""
        reply = Reply(self._catalogue.text(key, conversation.language))
        for request in filter(is_ticket_request, waiting):
            self._conversations.answer(conversation.id, request.id, [reply])

    def _is_long(self, waiting_since: datetime) -> bool:
        waited = self._clock() - waiting_since
        return waited.total_seconds() >= self._ticket_after_seconds

    def _offer_ticket(self, conversation: ConversationView) -> None:
        title = self._catalogue.text("hub.ticket_offer_button", conversation.language)
        button = {"content_type": "text", "title": title, "payload": OPEN_TICKET_PAYLOAD}
        self._say(conversation, "hub.ticket_offer", notice="ticket_offer", quick_replies=[button])

    def _say(
        self,
        conversation: ConversationView,
        key: str,
        *,
        notice: str | None = None,
        quick_replies: list[dict[str, str]] | None = None,
        client_id: str | None = None,
        **values: object,
    ) -> None:
        payload = {"notice": notice, "quick_replies": quick_replies}
        self._conversations.append(
            conversation.id,
            Author.system,
            self._catalogue.text(key, conversation.language, **values),
            payload={name: value for name, value in payload.items() if value} or None,
            client_id=client_id,
        )
