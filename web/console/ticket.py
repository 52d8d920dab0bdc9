"""The page of one ticket: its conversation, its facts, what may help. It only shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from tickets.canned import fill
from tickets.vocabulary import Priority, ResolutionKind, Theme, Tone
from web.catalogue import choose_language
from web.console.access import AsAgent, SignedIn
from web.console.case import Case, read_case
from web.console.casework import FromCasework
from web.console.parts import FromConsole
from web.console.pauses import Pause

router = APIRouter(prefix="/console/tickets/{reference}", include_in_schema=False)
MAX_QUESTION_CHARS = 500
SHORTCUTS = [
    ("r", "keys.reply"),
    ("n", "keys.note"),
    ("/", "keys.canned"),
    ("t", "keys.take_over"),
    ("b", "keys.hand_back"),
    ("x", "keys.transfer"),
    ("w", "keys.wait"),
    ("z", "keys.snooze"),
    ("e", "keys.resolve"),
    ("a", "keys.article"),
    ("u", "keys.back"),
]
CHOICES = {"theme": list(Theme), "priority": list(Priority), "tone": list(Tone)}


@router.get("")
def show_ticket(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    whole: bool = False,
) -> Response:
    case = read_case(console, casework, signed.agent, reference, is_whole=whole)
    console.audit.record(
        "ticket_read",
        agent_id=signed.agent.id,
        subject_kind="ticket",
        subject=case.ticket.reference,
    )
    return console.views.page(
        "ticket.html",
        signed,
        case=case,
        choices=CHOICES,
        kinds=list(ResolutionKind),
        pauses=list(Pause),
        shortcuts=SHORTCUTS,
    )


@router.get("/timeline")
def show_timeline(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """What came after a message, with every note and move: the page leaves out what it has."""
    case = read_case(console, casework, signed.agent, reference, after_seq=after)
    return console.views.partial("_timeline.html", signed, case=case)


@router.get("/head")
def show_head(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    case = read_case(console, casework, signed.agent, reference)
    return console.views.partial("_ticket_head.html", signed, case=case)


@router.get("/facts")
def show_facts(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    case = read_case(console, casework, signed.agent, reference)
    return console.views.partial("_facts.html", signed, case=case, choices=CHOICES)


@router.get("/articles")
def show_articles(
    reference: str,
    console: FromConsole,
    casework: FromCasework,
    signed: AsAgent,
    q: Annotated[str, Query(max_length=MAX_QUESTION_CHARS)] = "",
) -> Response:
    """Articles for the problem, or for what the agent looks for."""
    ticket = casework.dossiers.read(reference).ticket
    conversation = casework.conversations.get(ticket.conversation_id)
    wanted = q.strip() or ticket.problem
    language = choose_language(conversation.language)
    found = casework.suggestions.find(wanted, ticket.proposed_article_ids, language)
    return console.views.partial("_articles.html", signed, articles=found, wanted=q.strip())


@router.get("/canned")
def show_canned(
    reference: str, console: FromConsole, casework: FromCasework, signed: AsAgent
) -> Response:
    """Canned replies in the customer's language, filled in for this ticket."""
    case = read_case(console, casework, signed.agent, reference)
    values = _placeholders(case, signed, casework.operator_name)
    replies = [
        (reply, fill(reply.text, values))
        for reply in console.canned.list(case.conversation.language)
    ]
    return console.views.partial("_canned.html", signed, replies=replies)


def _placeholders(case: Case, signed: SignedIn, operator_name: str) -> dict[str, str | None]:
    return {
        "customer_name": case.ticket.customer_name,
        "reference": case.ticket.reference,
        "agent_name": signed.agent.display_name,
        "operator_name": operator_name,
    }
