"""A tone that gets graver while a ticket is under way raises its priority.

A calmer one changes nothing: who was angry has cause to be. An agent's judgement stays.
"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tickets.corrections import move_deadlines
from tickets.desk_schema import CorrectionRow
from tickets.priority import is_graver_tone, with_tone
from tickets.schema import TicketRow
from tickets.vocabulary import CorrectionField, Priority, Tone

_JUDGED_BY_AGENTS = (CorrectionField.tone, CorrectionField.priority)


def heed(session: Session, ticket: TicketRow, tone: Tone) -> bool:
    """Take over a graver tone; False when the ticket stays as it is."""
    if not is_graver_tone(tone, ticket.tone) or _is_judged_by_an_agent(session, ticket):
        return False
    ticket.tone = tone
    assessment = with_tone(ticket.factors, tone)
    ticket.score = assessment.score
    ticket.factors = [list(factor) for factor in assessment.factors]
    _raise_priority(ticket, assessment.priority)
    return True


def _raise_priority(ticket: TicketRow, priority: Priority) -> None:
    if priority < ticket.priority:  # P0 is the gravest
        move_deadlines(ticket, priority)
        ticket.priority = priority


def _is_judged_by_an_agent(session: Session, ticket: TicketRow) -> bool:
    correction = exists().where(
        CorrectionRow.ticket_id == ticket.id, CorrectionRow.field.in_(_JUDGED_BY_AGENTS)
    )
    return bool(session.scalar(select(correction)))
