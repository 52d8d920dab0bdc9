"""Articles in the making: any agent writes, a supervisor publishes or throws away."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from tickets.drafting import MAX_ANSWER_CHARS, MAX_TITLE_CHARS, DraftText
from tickets.errors import ChangedMeanwhile
from tickets.vocabulary import DraftState, Role, Theme, Visibility
from web.console.access import AsAgent, AsSupervisor, SignedIn
from web.console.editing import FromEditing
from web.console.events import of_ticket
from web.console.parts import Console, FromConsole

DRAFTS_PATH = "/console/articles/drafts"
MOST_CHARS = {"title": MAX_TITLE_CHARS, "answer": MAX_ANSWER_CHARS}
BLANK = DraftText("", Theme.autre, (), "")
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


def text_of_form(
    title: Text = "",
    theme: Annotated[Theme, Form()] = Theme.autre,
    visibility: Annotated[Visibility, Form()] = Visibility.customer,
    questions: Text = "",
    answer: Text = "",
    title_en: Text = "",
    answer_en: Text = "",
) -> DraftText:
    """What a person wrote; one phrasing a line."""
    phrasings = tuple(line.strip() for line in questions.splitlines() if line.strip())
    return DraftText(title, theme, phrasings, answer, visibility, title_en, answer_en)


FromForm = Annotated[DraftText, Depends(text_of_form)]
SeenAt = Annotated[datetime | None, Form()]  # when the version in the form was saved


@router.post("/console/tickets/{reference}/article")
def draft_from_ticket(
    request: Request, reference: str, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    """The draft out of a solved ticket, or what became of it."""
    draft = editing.drafts.from_ticket(reference, signed.agent.id, editing.library.taken)
    is_published = draft.state is DraftState.published
    path = f"/console/articles/{draft.article_id}" if is_published else f"{DRAFTS_PATH}/{draft.id}"
    return console.views.redirect(request, path)


@router.post(DRAFTS_PATH)
def begin_draft(
    request: Request, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    draft = editing.drafts.create(BLANK, signed.agent.id, taken=editing.library.taken)
    return console.views.redirect(request, f"{DRAFTS_PATH}/{draft.id}")


@router.get(DRAFTS_PATH + "/{draft_id}")
def show_draft(
    request: Request, draft_id: int, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    draft = editing.drafts.get(draft_id)
    if draft.state is not DraftState.draft:
        return console.views.redirect(request, f"/console/articles/{draft.article_id}")
    return console.views.page(
        "draft.html",
        signed,
        draft=draft,
        file=editing.library.files.get(draft.article_id),
        themes=list(Theme),
        visibilities=list(Visibility),
        most_chars=MOST_CHARS,
        writer=console.agents.get(draft.updated_by).display_name,
        leads=signed.may(Role.supervisor),
    )


@router.post(DRAFTS_PATH + "/{draft_id}")
def save_draft(
    draft_id: int,
    text: FromForm,
    console: FromConsole,
    editing: FromEditing,
    signed: AsAgent,
    seen_at: SeenAt = None,
) -> Response:
    try:
        draft = editing.drafts.save(draft_id, text, signed.agent.id, seen_at)
    except ChangedMeanwhile as change:
        return _both_versions(console, signed, draft_id, change)
    response = console.views.partial("_seen.html", signed, seen_at=draft.updated_at)
    return console.views.with_toast(response, "articles.saved", signed.language)


@router.post(DRAFTS_PATH + "/{draft_id}/preview")
def preview_draft(
    text: FromForm, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    """How the bot would say it, facts filled in."""
    shown = editing.library.shown
    return console.views.partial("_preview.html", signed, text=text, shown=shown)


@router.post(DRAFTS_PATH + "/{draft_id}/near")
def show_near(
    draft_id: int, text: FromForm, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    """Articles that its phrasings lead to at present."""
    own_id = editing.drafts.get(draft_id).article_id
    near = editing.suggestions.near(text.questions, but=own_id)
    return console.views.partial("_near.html", signed, near=near, count=len(text.questions))


@router.post(DRAFTS_PATH + "/{draft_id}/publish")
def publish_draft(
    request: Request,
    draft_id: int,
    text: FromForm,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
    seen_at: SeenAt = None,
) -> Response:
    """Save, check as the files are checked, publish."""
    try:
        draft = editing.drafts.save(draft_id, text, signed.agent.id, seen_at)
    except ChangedMeanwhile as change:
        return _both_versions(console, signed, draft_id, change)
    if faults := editing.library.faults(draft):
        response = console.views.partial(
            "_draft_faults.html", signed, status=422, faults=faults, seen_at=draft.updated_at
        )
        return console.views.with_toast(
            response, "articles.refused", signed.language, is_problem=True
        )
    published = editing.drafts.publish(draft_id, signed.agent.id, editing.library.taken)
    if published.reference:
        console.events.publish(of_ticket(published.reference))
    return console.views.redirect(request, f"/console/articles/{published.article_id}")


@router.post(DRAFTS_PATH + "/{draft_id}/discard")
def discard_draft(
    request: Request,
    draft_id: int,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    editing.drafts.discard(draft_id, signed.agent.id)
    return console.views.redirect(request, "/console/articles")


def _both_versions(
    console: Console, signed: SignedIn, draft_id: int, change: ChangedMeanwhile
) -> Response:
    """What was typed stays in the form; saved once more, it replaces the other version."""
    context = {"path": f"{DRAFTS_PATH}/{draft_id}", "change": change, "seen_at": change.at}
    response = console.views.partial("_changed.html", signed, status=409, **context)
    response.headers["hx-retarget"] = "#faults"
    response.headers["hx-reswap"] = "innerHTML"
    return response
