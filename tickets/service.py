"""What happens to tickets, in the words of the domain. Each method is one transaction.

It picks no solution, words no sentence, and lets no move pass that `lifecycle` does not draw.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from tickets import escalation, opening, status
from tickets.clock import Clock, utc_now
from tickets.control import has_bots_voice, hold
from tickets.database import Database
from tickets.errors import AlreadyCovered, AttemptRefused, InvalidValue, WrongState
from tickets.folding import storable
from tickets.hearing import heed
from tickets.lifecycle import FINAL
from tickets.opening import Request
from tickets.priority import first_answer_due_at, resolution_due_at
from tickets.references import new_reference
from tickets.schema import AttemptRow, TicketRow
from tickets.searching import search_words
from tickets.transitions import BOT, CUSTOMER, SYSTEM, locked_ticket, move, read_ticket
from tickets.views import RefusalView, StatusView, TicketView, refused_count
from tickets.vocabulary import AttemptOutcome, EscalationReason, Theme, TicketState, Tone

_UNSOLVED = (TicketState.open, TicketState.escalated, TicketState.in_progress)
_WITH_HUMANS = frozenset({TicketState.escalated, TicketState.in_progress})
_ESCALATED_BY = {
    EscalationReason.customer_request: CUSTOMER,
    EscalationReason.bot_failure: SYSTEM,
}


class TicketService:
    """Opens tickets and moves them; any number of processes may use one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock = utc_now,
        max_attempts: int = 3,
        references: Callable[[], str] = new_reference,
    ) -> None:
        self._database = database
        self._clock = clock
        self._max_attempts = max_attempts
        self._references = references

    def open(
        self,
        conversation_id: str,
        *,
        problem: str,
        customer_name: str | None = None,
        contact: str | None = None,
        theme: Theme = Theme.autre,
        tone: Tone = Tone.calm,
        is_public: bool = False,
    ) -> TicketView:
        """Open a ticket, or return the one not yet over that holds the same problem."""
        request = Request(
            conversation_id,
            opening.required_problem(problem),
            opening.clean_name(customer_name),
            opening.clean_contact(contact),
            theme,
            tone,
            is_public,
        )
        with self._database.session() as session:
            row = opening.open_once(session, request, self._clock(), self._references)
            return TicketView.of(row)

    def current(self, conversation_id: str) -> TicketView | None:
        """The conversation's latest ticket that is neither closed nor cancelled."""
        return self._newest(conversation_id, TicketRow.state.not_in(FINAL))

    def latest(self, conversation_id: str) -> TicketView | None:
        """The conversation's latest ticket, closed ones among them, cancelled ones not."""
        return self._newest(conversation_id, TicketRow.state != TicketState.cancelled)

    def get(self, reference: str) -> TicketView:
        """The ticket, or `UnknownTicket`."""
        with self._database.reading() as session:
            return TicketView.of(read_ticket(session, reference))

    def hear(self, conversation_id: str, tone: Tone) -> None:
        """The customer speaks in this tone: a graver one raises the priority of what is open."""
        with self._database.session() as session:
            row = session.scalar(_newest_query(conversation_id, TicketRow.state.in_(_UNSOLVED)))
            if row is not None:
                heed(session, locked_ticket(session, row.reference), tone)

    def propose(self, reference: str, article_id: str, title: str) -> int:
        """Note that the bot proposes this article; the number of the attempt, from 1."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            _require_state(row, TicketState.open)
            self._require_a_new_solution(row, article_id)
            number = len(row.attempts) + 1
            row.attempts.append(
                AttemptRow(
                    number=number, article_id=article_id, title=title, proposed_at=self._clock()
                )
            )
            return number

    def refuse(self, reference: str) -> RefusalView:
        """The proposed solution did not help."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            _require_state(row, TicketState.open)
            attempt = _open_proposal(row)
            if attempt is None:
                raise AttemptRefused("attempt", "nothing is proposed; propose a solution first")
            self._judge(attempt, AttemptOutcome.refused)
            return RefusalView(attempts_left=max(0, self._max_attempts - refused_count(row)))

    def resolve_by_bot(self, reference: str) -> TicketView:
        """The customer said yes, it is solved; a proposal that was open is what solved it."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            _require_state(row, TicketState.open)
            attempt = _open_proposal(row)
            if attempt is not None:
                self._judge(attempt, AttemptOutcome.accepted)
            reason = "solved_without_proposal" if attempt is None else "solution_accepted"
            move(session, row, TicketState.resolved, by=BOT, reason=reason, at=self._clock())
            return TicketView.of(row)

    def refused_before(self, reference: str) -> tuple[str, ...]:
        """Articles that did not help with other tickets of the same conversation."""
        with self._database.reading() as session:
            ticket = read_ticket(session, reference)
            query = (
                select(AttemptRow.article_id)
                .join(TicketRow, TicketRow.id == AttemptRow.ticket_id)
                .where(
                    TicketRow.conversation_id == ticket.conversation_id,
                    TicketRow.id != ticket.id,
                    AttemptRow.outcome == AttemptOutcome.refused,
                )
                .order_by(AttemptRow.id)
            )
            return tuple(dict.fromkeys(session.scalars(query)))

    def rate(self, reference: str, rating: int, comment: str | None = None) -> TicketView:
        """Rate the help from 1 to 5, which closes a resolved ticket.

        On a closed ticket it changes the rating or adds the comment.
        """
        if rating not in range(1, 6):
            raise InvalidValue("rating", "should be a whole number from 1 to 5")
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            _require_state(row, TicketState.resolved, TicketState.closed)
            row.rating = rating
            row.rating_comment = storable(comment or "") or row.rating_comment
            if row.state is TicketState.resolved:
                move(
                    session, row, TicketState.closed, by=CUSTOMER, reason="rated", at=self._clock()
                )
            return TicketView.of(row)

    def cancel(self, reference: str) -> TicketView:
        """The customer wants nothing done any more."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            at = self._clock()
            move(session, row, TicketState.cancelled, by=CUSTOMER, reason="cancelled", at=at)
            return TicketView.of(row)

    def escalate(self, reference: str, reason: EscalationReason) -> TicketView:
        """Hand the ticket to humans; nothing changes when they have it already.

        One that an agent handed back to the bot goes back into the queue.
        """
        with self._database.session() as session:
            held = hold(session, reference)
            row, at = held.ticket, self._clock()
            by = _ESCALATED_BY.get(reason, BOT)
            if row.state is TicketState.in_progress and has_bots_voice(held):
                escalation.escalate(session, row, by=by, reason=reason.value, at=at)
            elif row.state not in _WITH_HUMANS:
                _require_state(row, TicketState.open)
                row.escalation_reason = reason
                escalation.escalate(session, row, by=by, reason=reason.value, at=at)
            return TicketView.of(row)

    def reopen(self, reference: str) -> TicketView:
        """The customer says that it is not solved after all; the deadlines start anew."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            _require_state(row, TicketState.resolved, TicketState.closed)
            _require_no_twin(session, row)
            now = self._clock()
            row.escalation_reason = row.escalation_reason or EscalationReason.customer_request
            row.first_answer_due_at = first_answer_due_at(row.priority, now)
            row.resolution_due_at = resolution_due_at(row.priority, now)
            escalation.escalate(session, row, by=CUSTOMER, reason="reopened", at=now)
            return TicketView.of(row)

    def correct(
        self, reference: str, customer_name: str | None = None, contact: str | None = None
    ) -> TicketView:
        """Replace the name or the contact; None leaves what is there."""
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            row.customer_name = opening.clean_name(customer_name) or row.customer_name
            row.contact = opening.clean_contact(contact) or row.contact
            row.search_words = search_words(row)
            return TicketView.of(row)

    def add_problem(self, reference: str, problem: str) -> TicketView:
        """Another problem that goes with this ticket, which stays the one of the first."""
        told = opening.required_problem(problem)
        with self._database.session() as session:
            row = locked_ticket(session, reference)
            row.problem = f"{row.problem}\n{told}"
            row.search_words = search_words(row)
            return TicketView.of(row)

    def status_for_customer(
        self, conversation_id: str | None, reference_text: str, name: str
    ) -> StatusView | None:
        """The ticket's status, or None whatever part of the pair is wrong.

        Raises `TooManyGuesses` after too many wrong pairs, right or wrong as this one may be. A
        caller without a conversation counts only towards the limit over all.
        """
        with self._database.session() as session:
            return status.look_up(session, conversation_id, reference_text, name, self._clock())

    def escalated(self) -> list[TicketView]:
        """Tickets that wait for an agent, the nearest deadline first, then the gravest."""
        return self.listed(TicketState.escalated)

    def listed(self, state: TicketState | None = None) -> list[TicketView]:
        """Tickets, of one state or all, the nearest deadline first, then the gravest."""
        order = (TicketRow.first_answer_due_at, TicketRow.priority, TicketRow.id)
        query = select(TicketRow).order_by(*order)
        if state is not None:
            query = query.where(TicketRow.state == state)
        with self._database.reading() as session:
            return [TicketView.of(row) for row in session.scalars(query)]

    def _newest(self, conversation_id: str, condition: ColumnElement[bool]) -> TicketView | None:
        with self._database.reading() as session:
            row = session.scalar(_newest_query(conversation_id, condition))
            return TicketView.of(row) if row else None

    def _require_a_new_solution(self, row: TicketRow, article_id: str) -> None:
        if _open_proposal(row) is not None:
            raise AttemptRefused("attempt", "one proposal is not judged yet; refuse it first")
        if article_id in {attempt.article_id for attempt in row.attempts}:
            raise AttemptRefused("article_id", "was proposed before; choose another article")
        if refused_count(row) >= self._max_attempts:
            raise AttemptRefused("attempt", "no attempt is left; escalate the ticket")

    def _judge(self, attempt: AttemptRow, outcome: AttemptOutcome) -> None:
        attempt.outcome = outcome
        attempt.judged_at = self._clock()


def _newest_query(conversation_id: str, condition: ColumnElement[bool]) -> Select[TicketRow]:
    return (
        select(TicketRow)
        .where(TicketRow.conversation_id == conversation_id, condition)
        .order_by(TicketRow.id.desc())
        .limit(1)
    )


def _require_state(row: TicketRow, *expected: TicketState) -> None:
    if row.state not in expected:
        raise WrongState(row.state, " or ".join(expected))


def _open_proposal(row: TicketRow) -> AttemptRow | None:
    return next((a for a in row.attempts if a.outcome is AttemptOutcome.proposed), None)


def _require_no_twin(session: Session, row: TicketRow) -> None:
    twin = opening.ongoing(session, row.conversation_id, row.problem_hash)
    if twin is not None and twin.id != row.id:
        raise AlreadyCovered(twin.reference)
