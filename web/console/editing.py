"""What the console's pages of articles work with; put together here, kept on the app."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tickets.drafts import Drafts
from tickets.shelf import Shelf
from web.articles import Suggestions
from web.background import repeat
from web.config import WebConfig
from web.console.parts import Console
from web.library import Library
from web.metrics import Metrics
from web.publication import Places, Publisher


@dataclass(frozen=True, slots=True)
class Editing:
    drafts: Drafts
    shelf: Shelf
    library: Library
    publisher: Publisher
    suggestions: Suggestions


def build_editing(config: WebConfig, console: Console, suggestions: Suggestions) -> Editing:
    shelf = Shelf(console.database, console.clock)
    library = Library(shelf)
    places = Places(config.var_dir, config.embedding_model)
    drafts = Drafts(console.database, console.clock)
    return Editing(drafts, shelf, library, Publisher(shelf, library, places), suggestions)


def keep(app: FastAPI, editing: Editing) -> None:
    app.state.editing = editing


def editing_works(
    editing: Editing, every_seconds: float, metrics: Metrics
) -> list[Awaitable[None]]:
    """What goes on in the background while the application runs."""
    return [repeat("publication", editing.publisher.publish, every_seconds, metrics)]


def editing_of(request: Request) -> Editing:
    editing: Editing = request.app.state.editing
    return editing


FromEditing = Annotated[Editing, Depends(editing_of)]
