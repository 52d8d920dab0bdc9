"""The audit log, for admins to search; nothing here changes it."""

from __future__ import annotations

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from tickets.audit import AuditFilters
from tickets.references import parse_reference
from web.console.access import AsAdmin
from web.console.parts import FromConsole
from web.console.reading import day, number, start_of

PAGE_ENTRIES = 100
ACTIONS = (
    "signed_in",
    "signed_out_everywhere",
    "sign_in_failed",
    "password_changed",
    "password_reset",
    "agent_created",
    "agent_activated",
    "agent_deactivated",
    "role_changed",
    "team_created",
    "team_changed",
    "team_removed",
    "tickets_searched",
    "ticket_read",
    "ticket_taken",
    "ticket_handed_back",
    "ticket_released",
    "ticket_transferred",
    "ticket_assigned",
    "ticket_waits",
    "ticket_snoozed",
    "ticket_resolved",
    "ticket_corrected",
    "message_sent",
    "note_written",
    "canned_written",
    "canned_removed",
    "draft_created",
    "draft_saved",
    "draft_discarded",
    "article_published",
    "article_retired",
    "article_restored",
    "article_reset",
    "target_added",
    "target_removed",
    "alert_added",
    "alert_changed",
    "alert_paused",
    "alert_resumed",
    "alert_removed",
    "recipient_added",
    "recipient_removed",
    "reply_approved",
    "reply_refused",
    "reply_settled",
    "mention_corrected",
    "template_approved",
    "template_withdrawn",
    "collector_changed",
)
KINDS = (
    "agent",
    "alert_rule",
    "article",
    "canned_reply",
    "mention",
    "post_reply",
    "queue",
    "reply_template",
    "report_recipient",
    "target",
    "team",
)
router = APIRouter(include_in_schema=False)


@router.get("/console/audit")
def show_journal(request: Request, console: FromConsole, signed: AsAdmin) -> Response:
    params = request.query_params
    entries = console.audit.search(
        read_filters(params, console.zone), number(params.get("before", "")), PAGE_ENTRIES
    )
    agents = console.agents.list()
    is_full = len(entries) == PAGE_ENTRIES
    return console.views.page(
        "journal.html",
        signed,
        entries=entries,
        names={agent.id: agent.display_name for agent in agents},
        agents=agents,
        actions=ACTIONS,
        kinds=KINDS,
        asked=params,
        older=_older(params, entries[-1].id) if is_full else None,
    )


def read_filters(params: QueryParams, zone: ZoneInfo) -> AuditFilters:
    """What the address asks for; a value that is none is left out."""
    subject = params.get("subject", "").strip()
    return AuditFilters(
        agent_id=number(params.get("agent", "")),
        action=params.get("action") or None,
        subject=parse_reference(subject) or subject or None,
        since_at=start_of(day(params.get("from", "")), zone),
        until_at=start_of(day(params.get("to", "")), zone, days_later=1),
    )


def _older(params: QueryParams, last_id: int) -> str:
    kept = [(name, value) for name, value in params.items() if name != "before" and value]
    return urlencode([*kept, ("before", last_id)])
