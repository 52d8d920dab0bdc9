"""An agent's correction of what the machine judged: applied, and kept as feedback."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tickets.desk_schema import CorrectionRow
from tickets.errors import InvalidValue
from tickets.people_schema import AgentRow
from tickets.priority import DEADLINES
from tickets.schema import TicketRow
from tickets.vocabulary import CorrectionField, Priority, Theme, Tone

_KINDS: dict[CorrectionField, type[StrEnum]] = {
    CorrectionField.theme: Theme,
    CorrectionField.priority: Priority,
    CorrectionField.tone: Tone,
}


def apply_correction(
    session: Session,
    ticket: TicketRow,
    agent: AgentRow,
    field: CorrectionField,
    value: str,
    at: datetime,
) -> bool:
    """Set the field of a held ticket; False when it had this value already.

    Another priority has other deadlines, counted from the same moment as the old ones.
    """
    before, after = getattr(ticket, field), _parsed(field, value)
    if before == after:
        return False
    if isinstance(after, Priority):
        move_deadlines(ticket, after)
    setattr(ticket, field, after)
    session.add(
        CorrectionRow(
            ticket_id=ticket.id,
            agent_id=agent.id,
            field=field,
            from_value=before.value,
            to_value=after.value,
            at=at,
        )
    )
    return True


def _parsed(field: CorrectionField, value: str) -> StrEnum:
    kind = _KINDS[field]
    try:
        return kind(value)
    except ValueError as error:
        raise InvalidValue(field, f"should be one of {', '.join(kind)}") from error


def move_deadlines(ticket: TicketRow, priority: Priority) -> None:
    """The deadlines of another priority, counted from the same moment; set the priority after."""
    old, new = DEADLINES[ticket.priority], DEADLINES[priority]
    ticket.first_answer_due_at += new.first_answer - old.first_answer
    ticket.resolution_due_at += new.resolution - old.resolution
