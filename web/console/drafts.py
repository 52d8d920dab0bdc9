"""Articles in the making: any agent writes, a supervisor publishes or throws away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from tickets.drafting import MAX_ANSWER_CHARS, MAX_TITLE_CHARS, DraftText
from tickets.vocabulary import DraftState, Role, Theme, Visibility
from web.console.access import AsAgent, AsSupervisor
from web.console.editing import FromEditing
from web.console.events import of_ticket
from web.console.parts import FromConsole

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
    draft_id: int, text: FromForm, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    editing.drafts.save(draft_id, text, signed.agent.id)
    return console.views.toast("articles.saved", signed.language)


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
) -> Response:
    """Save, check as the files are checked, publish."""
    draft = editing.drafts.save(draft_id, text, signed.agent.id)
    if faults := editing.library.faults(draft):
        response = console.views.partial("_faults.html", signed, status=422, faults=faults)
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
