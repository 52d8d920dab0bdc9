"""What the database can tell at once of the tickets and mentions of a part.

Each condition lets all of the part through and not much else; the formulas decide afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, and_, exists, func, literal, or_, true

from tickets.kpis import definitions as kpi
from tickets.kpis.definitions import ALL, MET, MISSED, Kpi
from tickets.kpis.views import View
from tickets.schema import AttemptRow, ConversationRow, EventRow, TicketRow
from tickets.vocabulary import ClosingKind, EscalationReason, TicketState
from tickets.x_schema import ChatLinkRow, ChatOpeningRow, MentionRow, PostReplyRow
from tickets.x_vocabulary import ReplyState

Condition = ColumnElement[bool]
ANY = ""

_WAS_ESCALATED = TicketRow.escalated_at.is_not(None)
_IS_SOLVED = or_(
    TicketRow.state == TicketState.resolved, TicketRow.closing == ClosingKind.confirmed
)
_MAY_BE_LATE = or_(
    and_(TicketRow.closing.is_(None), TicketRow.state != TicketState.resolved),
    exists().where(
        EventRow.ticket_id == TicketRow.id,
        EventRow.to_state == TicketState.resolved,
        EventRow.happened_at > TicketRow.resolution_due_at,
    ),
    and_(
        _WAS_ESCALATED,
        or_(
            TicketRow.first_agent_message_at.is_(None),
            TicketRow.first_agent_message_at > TicketRow.first_answer_due_at,
        ),
    ),
)
_REPLY = exists().where(
    PostReplyRow.mention_id == MentionRow.id, PostReplyRow.state == ReplyState.sent
)
_CLICK = exists().where(
    ChatLinkRow.mention_id == MentionRow.id, ChatLinkRow.clicked_at.is_not(None)
)
_CHAT = exists().where(
    ChatLinkRow.mention_id == MentionRow.id, ChatOpeningRow.link_id == ChatLinkRow.id
)
_IS_CORRECTED = or_(
    MentionRow.corrected_complaint.is_not(None),
    MentionRow.corrected_theme.is_not(None),
    MentionRow.corrected_tone.is_not(None),
)
_COMPLAINS = func.coalesce(MentionRow.corrected_complaint, MentionRow.complaint).is_(True)
_ASKS = or_(MentionRow.respond.is_(True), _REPLY)
_SORTS: dict[str, Condition] = {"complaints": _COMPLAINS, "requests": ~_COMPLAINS}
_OF_TICKETS: dict[tuple[str, str], Condition] = {
    (kpi.AUTOMATIC_RESOLUTION.key, ALL.key): true(),
    (kpi.AUTOMATIC_RESOLUTION.key, MISSED): true(),
    (kpi.AUTOMATIC_RESOLUTION.key, ANY): or_(_IS_SOLVED, _WAS_ESCALATED),
    (kpi.ESCALATION.key, MISSED): _WAS_ESCALATED,
    (kpi.AGENT_RESPONSE.key, ANY): _WAS_ESCALATED,
    (kpi.BOT_RESOLUTION.key, ANY): and_(_IS_SOLVED, ~_WAS_ESCALATED),
    (kpi.AGENT_RESOLUTION.key, ANY): and_(_IS_SOLVED, _WAS_ESCALATED),
    (kpi.SATISFACTION.key, MET): TicketRow.rating == 5,
    (kpi.SATISFACTION.key, MISSED): TicketRow.rating < 5,
    (kpi.SATISFACTION.key, ANY): TicketRow.rating.is_not(None),
}
_OF_MENTIONS: dict[tuple[str, str], Condition] = {
    (kpi.PUBLIC_RESPONSE.key, ANY): _REPLY,
    (kpi.CLASSIFICATION_CORRECTED.key, MISSED): _IS_CORRECTED,
    (kpi.CLASSIFICATION_CORRECTED.key, ANY): MentionRow.judged_at.is_not(None),
    (kpi.COMPLAINT_PRECISION.key, MISSED): MentionRow.corrected_complaint.is_(False),
    (kpi.COMPLAINT_PRECISION.key, ANY): MentionRow.complaint.is_(True),
    (kpi.FUNNEL.key, "complaints"): _COMPLAINS,
    (kpi.FUNNEL.key, "requests"): and_(~_COMPLAINS, _ASKS),
    (kpi.FUNNEL.key, "others"): ~_COMPLAINS,
    (kpi.FUNNEL.key, "worth_answer"): or_(_COMPLAINS, _ASKS),
    (kpi.FUNNEL.key, "replies"): or_(_REPLY, _CLICK),
    (kpi.FUNNEL.key, "clicks"): _CLICK,
    (kpi.FUNNEL.key, "chats"): _CHAT,
    (kpi.FUNNEL.key, "tickets"): _CHAT,
    (kpi.FUNNEL.key, "resolved"): _CHAT,
}


def of_tickets(
    view: View, asked: Kpi, part: str, now: datetime, *, reckons_times: bool
) -> Condition:
    """For the tickets of a view that may be in the part; SQLite reckons no times."""
    chosen = {
        TicketRow.theme: view.theme,
        TicketRow.priority: view.priority,
        ConversationRow.channel: view.channel,
    }
    of_view = [column == word for column, word in chosen.items() if word is not None]
    is_slow = _is_slow(asked, part) if reckons_times else true()
    return and_(true(), *of_view, _of_ticket_part(asked, part, now), is_slow)


def of_mentions(view: View, asked: Kpi, part: str, *, reckons_times: bool) -> Condition:
    """For the mentions of a view that may be in the part; SQLite reckons no times."""
    theme = func.coalesce(MentionRow.corrected_theme, MentionRow.theme)
    of_view = true() if view.theme is None else theme.in_([view.theme])
    is_slow = _is_slow(asked, part) if reckons_times else true()
    return and_(of_view, _of_mention_part(asked, part), is_slow)


def _is_slow(asked: Kpi, part: str) -> Condition:
    """Whether what is timed took as long as makes it too slow, which is rare."""
    if part != MISSED or asked.target is None:
        return true()
    # Seconds are counted whole.
    longer = literal(timedelta(seconds=asked.target.value - 1), Interval())
    if asked in (kpi.BOT_RESOLUTION, kpi.AGENT_RESOLUTION):
        is_late = EventRow.happened_at > TicketRow.opened_at + longer
        is_resolution = EventRow.to_state == TicketState.resolved
        return exists().where(EventRow.ticket_id == TicketRow.id, is_resolution, is_late)
    if asked is kpi.PUBLIC_RESPONSE:
        is_late = PostReplyRow.sent_at > MentionRow.created_at + longer
        return exists().where(PostReplyRow.mention_id == MentionRow.id, is_late)
    return true()


def _of_ticket_part(asked: Kpi, part: str, now: datetime) -> Condition:
    if asked is kpi.ARTICLES:
        return exists().where(AttemptRow.ticket_id == TicketRow.id, AttemptRow.article_id == part)
    if asked is kpi.DEADLINES_KEPT:
        # A deadline passes with its second.
        is_due = TicketRow.resolution_due_at < now + timedelta(seconds=1)
        return and_(is_due, {MET: _IS_SOLVED, MISSED: _MAY_BE_LATE}.get(part, true()))
    if asked is kpi.ESCALATION and part in set(EscalationReason):
        return TicketRow.escalation_reason == part
    return _looked_up(_OF_TICKETS, asked, part)


def _of_mention_part(asked: Kpi, part: str) -> Condition:
    stage, _, sort = part.partition(".")
    return and_(_looked_up(_OF_MENTIONS, asked, stage), _SORTS.get(sort, true()))


def _looked_up(conditions: dict[tuple[str, str], Condition], asked: Kpi, part: str) -> Condition:
    return conditions.get((asked.key, part), conditions.get((asked.key, ANY), true()))
