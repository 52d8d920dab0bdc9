"""A ticket's status for whoever knows its reference and its customer's name.

It never tells which part of a wrong pair was wrong, and it counts wrong pairs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tickets.errors import TooManyGuesses, UnknownConversation
from tickets.names import is_same_customer
from tickets.references import parse_reference
from tickets.schema import ConversationRow, StatusGuessRow, TicketRow
from tickets.views import StatusView

GUESS_WINDOW = timedelta(hours=1)
WRONG_PAIRS_PER_CONVERSATION = 5
# Whoever comes with many conversations: names cannot be tried out on a reference that is known …
WRONG_PAIRS_PER_REFERENCE = 10
# … nor references at random: among some 10^12, a thousand an hour find one of a million tickets in
# about a thousand hours, and its name is then still to be guessed. It has to be more than a prank
# takes, for it stops everybody.
WRONG_PAIRS_OVER_ALL = 1000

_NOBODY = "Jean Personne"


def look_up(
    session: Session, conversation_id: str | None, reference_text: str, name: str, at: datetime
) -> StatusView | None:
    """The status, or None and one more wrong pair on the count."""
    # 1. Hold the conversation: two guesses at once must not both read the same count.
    _hold(session, conversation_id)
    # 2. The limits come before the look, so that a right pair does not pass beyond them either,
    # and a reference that exists is not told from one that does not.
    reference = parse_reference(reference_text)
    _require_guesses_left(session, conversation_id, reference, at)
    row = session.scalar(select(TicketRow).where(TicketRow.reference == (reference or "")))
    # 3. A missing ticket is compared as well, so that it takes as long as a wrong name.
    is_right_name = is_same_customer((row and row.customer_name) or _NOBODY, name)
    if row is not None and row.customer_name and is_right_name:
        return StatusView.of(row)
    session.add(StatusGuessRow(conversation_id=conversation_id, reference=reference, guessed_at=at))
    return None


def forget_old_guesses(session: Session, at: datetime) -> None:
    """Remove what no limit counts any more."""
    session.execute(delete(StatusGuessRow).where(StatusGuessRow.guessed_at <= at - GUESS_WINDOW))


def _hold(session: Session, conversation_id: str | None) -> None:
    if conversation_id is None:
        return
    if session.get(ConversationRow, conversation_id, with_for_update=True) is None:
        raise UnknownConversation


def _require_guesses_left(
    session: Session, conversation_id: str | None, reference: str | None, at: datetime
) -> None:
    recent = (
        select(func.count())
        .select_from(StatusGuessRow)
        .where(StatusGuessRow.guessed_at > at - GUESS_WINDOW)
    )
    limits = [(recent, WRONG_PAIRS_OVER_ALL)]
    if conversation_id:
        own = recent.where(StatusGuessRow.conversation_id == conversation_id)
        limits.append((own, WRONG_PAIRS_PER_CONVERSATION))
    if reference:
        named = recent.where(StatusGuessRow.reference == reference)
        limits.append((named, WRONG_PAIRS_PER_REFERENCE))
    if any((session.scalar(count) or 0) >= most for count, most in limits):
        raise TooManyGuesses
