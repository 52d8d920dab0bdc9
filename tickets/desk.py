"""What agents do with tickets, in the words of the domain. Each method is one transaction.

While a ticket is `in_progress` one agent has it. The agent's voice (`controller`) is a second
thing: `take` gives it, `hand_back` returns it to the bot and leaves the ticket with the agent,
`release`, `transfer` and `resolve` end both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tickets import audit, handing, presence
from tickets.agents import active_agent
from tickets.clock import Clock, utc_now
from tickets.control import (
    Held,
    give_to_bot,
    hold,
    require_free,
    require_in_progress,
    require_voice,
)
from tickets.corrections import apply_correction
from tickets.database import Database
from tickets.desk_schema import TicketNoteRow
from tickets.desk_views import NoteView
from tickets.errors import InvalidValue, WrongState
from tickets.escalation import put_nothing_aside
from tickets.folding import storable
from tickets.messages import require_key, sent_before
from tickets.people_schema import AgentRow
from tickets.rights import (
    require_may_work_on,
    require_owner,
    require_owner_or_supervisor,
    require_role,
)
from tickets.schema import TicketRow
from tickets.transitions import move
from tickets.views import MessageView, Reply, TicketView
from tickets.vocabulary import CorrectionField, ResolutionKind, Role, TicketState

MAX_TEXT_CHARS = 4000
_TAKEABLE = (TicketState.open, TicketState.escalated, TicketState.in_progress)
_WITH_HUMANS = (TicketState.escalated, TicketState.in_progress)


class Desk:
    """The agents' side of tickets; any number of processes may use one database."""

    def __init__(
        self, database: Database, clock: Clock = utc_now, grace_seconds: float = 120
    ) -> None:
        self._database = database
        self._clock = clock
        self._grace = timedelta(seconds=grace_seconds)

    def take(self, reference: str, agent_id: int) -> TicketView:
        """Give the ticket and its conversation to the agent; from now the bot is silent.

        Of several agents at once one wins, and `TakenBy` tells the others who it is.
        """
        with self._database.session() as session:
            agent = active_agent(session, agent_id)
            held = hold(session, reference)
            if held.ticket.state not in _TAKEABLE:
                raise WrongState(held.ticket.state, " or ".join(_TAKEABLE))
            require_free(session, held, agent)
            require_may_work_on(agent, held.ticket)
            handing.take(session, held, agent, self._clock())
            self._record(session, "ticket_taken", agent, held.ticket)
            return TicketView.of(held.ticket)

    def hand_back(self, reference: str, agent_id: int) -> TicketView:
        """The bot speaks again; the agent keeps the ticket, and may take the voice back.

        What the customer wrote to the agent counts as handled.
        """
        with self._database.session() as session:
            agent, held = self._own(session, reference, agent_id)
            give_to_bot(session, held, self._clock())
            held.ticket.presence_lost_at = None
            self._record(session, "ticket_handed_back", agent, held.ticket)
            return TicketView.of(held.ticket)

    def release(self, reference: str, agent_id: int) -> TicketView:
        """Back into the queue, for whoever takes it; the bot speaks again."""
        with self._database.session() as session:
            agent, held = self._led(session, reference, agent_id)
            handing.release(session, held, agent, self._clock())
            self._record(session, "ticket_released", agent, held.ticket)
            return TicketView.of(held.ticket)

    def transfer(
        self,
        reference: str,
        from_agent_id: int,
        *,
        to_agent_id: int | None = None,
        to_team_id: int | None = None,
    ) -> TicketView:
        """Into the queue, kept for one colleague, or for one team; the bot speaks until then."""
        if (to_agent_id is None) == (to_team_id is None):
            raise InvalidValue("to_agent_id", "should be given, or else to_team_id, not both")
        with self._database.session() as session:
            agent, held = self._led(session, reference, from_agent_id)
            now = self._clock()
            if to_team_id is not None:
                handing.keep_for_team(session, held, agent, to_team_id, now)
            elif to_agent_id is not None:
                colleague = active_agent(session, to_agent_id)
                handing.keep_for(session, held, agent, colleague, now)
            detail: audit.Detail = {"to_agent_id": to_agent_id, "to_team_id": to_team_id}
            self._record(session, "ticket_transferred", agent, held.ticket, detail)
            return TicketView.of(held.ticket)

    def assign_many(
        self, references: Iterable[str], to_agent_id: int, by_agent_id: int
    ) -> list[TicketView]:
        """A supervisor keeps tickets for an agent; those nobody works on any more are left out.

        One transaction a ticket: none waits for all.
        """
        assigned = []
        for reference in references:
            with self._database.session() as session:
                by = active_agent(session, by_agent_id)
                require_role(by, Role.supervisor)
                to_agent = active_agent(session, to_agent_id)
                held = hold(session, reference)
                if held.ticket.state not in _WITH_HUMANS:
                    continue
                handing.keep_for(session, held, by, to_agent, self._clock())
                detail: audit.Detail = {"to_agent_id": to_agent_id}
                self._record(session, "ticket_assigned", by, held.ticket, detail)
                assigned.append(TicketView.of(held.ticket))
        return assigned

    def say(
        self, reference: str, agent_id: int, text: str, client_id: str | None = None
    ) -> MessageView:
        """Say something to the customer; the same `client_id` twice is one message.

        What the customer wrote before counts as handled. Needs the voice: `NotInControl`.
        """
        if client_id is not None:
            require_key("client_id", client_id)
        reply = Reply(_required("text", text))
        with self._database.session() as session:
            agent, held = self._own(session, reference, agent_id)
            require_voice(agent, held)
            row = sent_before(session, held.conversation.id, client_id)
            if row is None:
                row = handing.speak(session, held, agent, reply, self._clock())
                row.client_id = client_id
                session.flush()
                self._record(session, "message_sent", agent, held.ticket)
            return MessageView.of(row)

    def resolve(self, reference: str, agent_id: int, kind: ResolutionKind, note: str) -> TicketView:
        """Solved, as the agent sees it; the bot speaks again and asks the customer."""
        note = _required("resolution_note", note)
        with self._database.session() as session:
            agent, held = self._own(session, reference, agent_id)
            now = self._clock()
            give_to_bot(session, held, now)
            held.ticket.resolution_kind = kind
            held.ticket.resolution_note = note
            put_nothing_aside(held.ticket)
            by = handing.agent_actor(agent)
            move(session, held.ticket, TicketState.resolved, by=by, reason=kind.value, at=now)
            self._record(session, "ticket_resolved", agent, held.ticket)
            return TicketView.of(held.ticket)

    def wait_for_customer(
        self, reference: str, agent_id: int, is_waiting: bool = True
    ) -> TicketView:
        """Nothing to do until the customer writes, which ends the wait."""
        with self._database.session() as session:
            agent, held = self._own(session, reference, agent_id)
            held.ticket.waiting_for_customer = is_waiting
            self._record(session, "ticket_waits", agent, held.ticket, {"is_waiting": is_waiting})
            return TicketView.of(held.ticket)

    def snooze(self, reference: str, agent_id: int, until_at: datetime | None) -> TicketView:
        """Out of the queue until then, or until the customer writes; None wakes it."""
        with self._database.session() as session:
            agent, held = self._led(session, reference, agent_id)
            if until_at is not None and until_at <= self._clock():
                raise InvalidValue("until_at", "should be later than now")
            held.ticket.snoozed_until_at = until_at
            self._record(session, "ticket_snoozed", agent, held.ticket)
            return TicketView.of(held.ticket)

    def note(self, reference: str, agent_id: int, text: str) -> NoteView:
        """Tell colleagues something; the customer never reads it."""
        text = _required("note", text)
        with self._database.session() as session:
            agent, held = self._worked_on(session, reference, agent_id)
            row = TicketNoteRow(
                ticket_id=held.ticket.id,
                agent_id=agent.id,
                text=text,
                created_at=self._clock(),
            )
            session.add(row)
            session.flush()
            self._record(session, "note_written", agent, held.ticket)
            return NoteView.of(row)

    def correct(
        self, reference: str, field: CorrectionField, value: str, agent_id: int
    ) -> TicketView:
        """Judge theme, priority or tone otherwise than the machine did."""
        with self._database.session() as session:
            agent, held = self._worked_on(session, reference, agent_id)
            now = self._clock()
            if apply_correction(session, held.ticket, agent, field, value, now):
                detail: audit.Detail = {"field": field.value, "value": value}
                self._record(session, "ticket_corrected", agent, held.ticket, detail)
            return TicketView.of(held.ticket)

    def lose_presence(self, agent_id: int) -> None:
        """The agent's last connection is gone: the grace time begins."""
        with self._database.session() as session:
            presence.lose(session, agent_id, self._clock())

    def regain_presence(self, agent_id: int) -> None:
        """The agent is connected again; tickets already returned stay in the queue."""
        with self._database.session() as session:
            presence.regain(session, agent_id)

    def return_abandoned(self) -> list[TicketView]:
        """Tickets that go back into the queue now, their agents being gone for too long.

        Any process may call it at any time; each ticket is returned by one.
        """
        now = self._clock()
        with self._database.reading() as session:
            references = presence.abandoned(session, now - self._grace, now)
        returned = [self._return(reference, now) for reference in references]
        return [ticket for ticket in returned if ticket is not None]

    def _return(self, reference: str, now: datetime) -> TicketView | None:
        is_due = presence.is_abandoned(now - self._grace, now)
        with self._database.session() as session:
            # 1. Hold. 2. Only then ask again: meanwhile its agent may have come back.
            held = hold(session, reference)
            if session.scalar(select(TicketRow.id).filter_by(id=held.ticket.id).where(is_due)):
                handing.abandon(session, held, now)
                return TicketView.of(held.ticket)
            return None

    def _own(self, session: Session, reference: str, agent_id: int) -> tuple[AgentRow, Held]:
        agent = active_agent(session, agent_id)
        held = hold(session, reference)
        require_owner(agent, held.ticket)
        require_in_progress(held.ticket)
        return agent, held

    def _worked_on(self, session: Session, reference: str, agent_id: int) -> tuple[AgentRow, Held]:
        agent = active_agent(session, agent_id)
        held = hold(session, reference)
        require_may_work_on(agent, held.ticket)
        return agent, held

    def _led(self, session: Session, reference: str, agent_id: int) -> tuple[AgentRow, Held]:
        agent = active_agent(session, agent_id)
        held = hold(session, reference)
        require_owner_or_supervisor(agent, held.ticket)
        if held.ticket.state not in _WITH_HUMANS:
            raise WrongState(held.ticket.state, " or ".join(_WITH_HUMANS))
        return agent, held

    def _record(
        self,
        session: Session,
        action: str,
        agent: AgentRow,
        ticket: TicketRow,
        detail: audit.Detail | None = None,
    ) -> None:
        audit.record(
            session,
            self._clock(),
            action,
            agent_id=agent.id,
            subject_kind="ticket",
            subject=ticket.reference,
            detail=detail,
        )


def _required(field: str, text: str) -> str:
    cleaned = storable(text).strip()
    if not 1 <= len(cleaned) <= MAX_TEXT_CHARS:
        raise InvalidValue(field, f"should hold 1 to {MAX_TEXT_CHARS} characters")
    return cleaned
