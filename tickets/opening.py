"""How a ticket comes to be: cleaned words, one ticket a problem, its priority and deadlines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tickets.errors import InvalidValue, UnknownConversation
from tickets.folding import fold, storable, words
from tickets.lifecycle import FINAL
from tickets.priority import assess, first_answer_due_at, is_graver_tone, resolution_due_at
from tickets.schema import ConversationRow, TicketRow
from tickets.searching import search_words
from tickets.transitions import BOT, record_opening
from tickets.vocabulary import Theme, TicketState, Tone
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow

MAX_NAME_CHARS = 200
MAX_CONTACT_CHARS = 254
REPEAT_WINDOW = timedelta(days=30)
_REFERENCE_TRIES = 10


@dataclass(frozen=True)
class Request:
    """A problem as it is asked for, already cleaned."""

    conversation_id: str
    problem: str
    customer_name: str | None
    contact: str | None
    theme: Theme
    tone: Tone
    is_public: bool


def required_problem(text: str) -> str:
    """The problem without its margins; blank is refused."""
    problem = storable(text).strip()
    if not problem:
        raise InvalidValue("problem", "should tell what is wrong, in at least one word")
    return problem


def clean_name(text: str | None) -> str | None:
    """A name with single spaces, or None when there is none."""
    return _limited("customer_name", " ".join((text or "").split()), MAX_NAME_CHARS)


def clean_contact(text: str | None) -> str | None:
    """An address or a number so written that two tickets of one customer can be matched."""
    return _limited("contact", (text or "").strip().lower(), MAX_CONTACT_CHARS)


def open_once(
    session: Session, request: Request, at: datetime, references: Callable[[], str]
) -> TicketRow:
    """The ongoing ticket of the same conversation and problem, else a new one."""
    # 1. Hold the conversation, so that a retried request waits here until the first is committed.
    if session.get(ConversationRow, request.conversation_id, with_for_update=True) is None:
        raise UnknownConversation
    # 2. Only then look: what the first request opened is visible now.
    problem_hash = hash_of(request.problem)
    row = ongoing(session, request.conversation_id, problem_hash)
    if row is None:
        row = _new_ticket(session, request, problem_hash, at)
        row.reference = _unused_reference(session, references)
        row.search_words = search_words(row)
        record_opening(session, row, by=BOT)
    return row


def ongoing(session: Session, conversation_id: str, problem_hash: str) -> TicketRow | None:
    """The ticket of that problem that is neither closed nor cancelled."""
    query = (
        select(TicketRow)
        .filter_by(conversation_id=conversation_id, problem_hash=problem_hash)
        .where(TicketRow.state.not_in(FINAL))
    )
    return session.scalar(query)


def hash_of(problem: str) -> str:
    """The same for two spellings that differ only in case, accents, spaces and punctuation."""
    normal = " ".join(words(problem)) or fold(problem)
    return hashlib.sha256(normal.encode()).hexdigest()


def _new_ticket(session: Session, request: Request, problem_hash: str, at: datetime) -> TicketRow:
    earlier = _earlier_tickets(session, request, at)
    tone = _tone(session, request)
    assessment = assess(request.theme, request.problem, tone, earlier, request.is_public)
    return TicketRow(
        conversation_id=request.conversation_id,
        state=TicketState.open,
        theme=request.theme,
        tone=tone,
        priority=assessment.priority,
        score=assessment.score,
        factors=[list(factor) for factor in assessment.factors],
        is_public=request.is_public,
        problem=request.problem,
        problem_hash=problem_hash,
        customer_name=request.customer_name,
        contact=request.contact,
        opened_at=at,
        state_changed_at=at,
        first_answer_due_at=first_answer_due_at(assessment.priority, at),
        resolution_due_at=resolution_due_at(assessment.priority, at),
    )


def _tone(session: Session, request: Request) -> Tone:
    """That of the chat, or of the post that it was opened from where it is graver: who was angry in
    public and polite to the bot was angry."""
    if not request.is_public:
        return request.tone
    query = (
        select(MentionRow.corrected_tone, MentionRow.tone)
        .join(ChatLinkRow, ChatLinkRow.mention_id == MentionRow.id)
        .join(ChatOpeningRow, ChatOpeningRow.link_id == ChatLinkRow.id)
        .where(ChatOpeningRow.conversation_id == request.conversation_id)
    )
    corrected, judged = session.execute(query).one_or_none() or (None, None)
    of_post = corrected or judged or request.tone
    return of_post if is_graver_tone(of_post, request.tone) else request.tone


def _earlier_tickets(session: Session, request: Request, at: datetime) -> int:
    is_theirs = TicketRow.conversation_id == request.conversation_id
    if request.contact is not None:
        is_theirs = or_(is_theirs, TicketRow.contact == request.contact)
    query = (
        select(func.count())
        .select_from(TicketRow)
        .where(is_theirs, TicketRow.opened_at > at - REPEAT_WINDOW)
    )
    return session.scalar(query) or 0


def _unused_reference(session: Session, references: Callable[[], str]) -> str:
    for _ in range(_REFERENCE_TRIES):
        reference = references()
        if session.scalar(select(TicketRow.id).filter_by(reference=reference)) is None:
            return reference
    raise RuntimeError(f"no unused reference in {_REFERENCE_TRIES} tries: is the source random?")


def _limited(field: str, given: str, max_chars: int) -> str | None:
    text = storable(given)
    if len(text) > max_chars:
        raise InvalidValue(field, f"should hold at most {max_chars} characters")
    return text or None
