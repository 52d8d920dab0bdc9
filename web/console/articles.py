"""All articles: shown, searched, worded anew, taken out and put back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from tickets.audit import AuditFilters
from tickets.errors import NotFound
from tickets.vocabulary import DraftState, Role, Theme
from web.console.access import AsAgent, AsSupervisor
from web.console.drafts import DRAFTS_PATH
from web.console.editing import FromEditing
from web.console.journal import ACTIONS
from web.console.parts import Console, FromConsole
from web.library import Origin, draft_text, matching

ARTICLES_PATH = "/console/articles"
MOST_STEPS = 30
router = APIRouter(prefix=ARTICLES_PATH, include_in_schema=False)


@router.get("")
def show_articles(
    console: FromConsole,
    editing: FromEditing,
    signed: AsAgent,
    q: Annotated[str, Query(max_length=100)] = "",
    theme: str = "",
) -> Response:
    chosen = Theme(theme) if theme in set(Theme) else None
    entries = editing.library.entries()
    return console.views.page(
        "articles.html",
        signed,
        entries=matching(entries, q, chosen),
        total=len(entries),
        drafts=editing.drafts.list(DraftState.draft),
        names=_names(console),
        themes=list(Theme),
        asked=q.strip(),
        chosen=chosen,
        publication=editing.publisher.state(),
    )


@router.get("/publication")
def show_publication(console: FromConsole, editing: FromEditing, signed: AsAgent) -> Response:
    """How far it is, for a page that waits for it."""
    state = editing.publisher.state()
    return console.views.partial("_publication.html", signed, publication=state)


@router.get("/{article_id}")
def show_article(
    article_id: str, console: FromConsole, editing: FromEditing, signed: AsAgent
) -> Response:
    entry = editing.library.entry(article_id)
    history = AuditFilters(subject_kind="article", subject=article_id)
    return console.views.page(
        "article.html",
        signed,
        entry=entry,
        faults=editing.library.faults(entry.published) if entry.published else [],
        shown=editing.library.shown,
        draft=editing.drafts.open(article_id),
        references=editing.shelf.tickets_of(article_id),
        steps=console.audit.search(history, limit=MOST_STEPS),
        actions=ACTIONS,
        names=_names(console),
        leads=signed.may(Role.supervisor),
        publication=editing.publisher.state(),
    )


@router.post("/{article_id}/edit")
def edit_article(
    request: Request,
    article_id: str,
    console: FromConsole,
    editing: FromEditing,
    signed: AsAgent,
) -> Response:
    """The draft of a new wording, begun with the present one."""
    draft = editing.drafts.open(article_id)
    if draft is None:
        text = draft_text(editing.library.entry(article_id).written)
        draft = editing.drafts.create(text, signed.agent.id, article_id)
    return console.views.redirect(request, f"{DRAFTS_PATH}/{draft.id}")


@router.post("/{article_id}/retire")
def retire_article(
    request: Request,
    article_id: str,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    editing.shelf.retire(editing.library.entry(article_id).written.id, signed.agent.id)
    return _back(request, console, article_id)


@router.post("/{article_id}/restore")
def restore_article(
    request: Request,
    article_id: str,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    editing.shelf.restore(article_id, signed.agent.id)
    return _back(request, console, article_id)


@router.post("/{article_id}/reset")
def reset_article(
    request: Request,
    article_id: str,
    console: FromConsole,
    editing: FromEditing,
    signed: AsSupervisor,
) -> Response:
    """The file's wording again; an article without a file has none."""
    if editing.library.entry(article_id).origin is not Origin.override:
        raise NotFound("article_id")
    editing.shelf.reset(article_id, signed.agent.id)
    return _back(request, console, article_id)


def _back(request: Request, console: Console, article_id: str) -> Response:
    return console.views.redirect(request, f"{ARTICLES_PATH}/{article_id}")


def _names(console: Console) -> dict[int, str]:
    return {agent.id: agent.display_name for agent in console.agents.list()}
