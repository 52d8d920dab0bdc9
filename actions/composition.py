"""Builds, once for the action server, what the actions work with."""

from __future__ import annotations

from functools import cache

from actions.person_entities import PersonEntities
from knowledge_base.glossary import Glossary
from knowledge_base.related import Related
from knowledge_base.search import Searcher
from settings import Settings, load_settings
from tickets.chat_links import ChatLinks
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.service import TicketService


@cache
def settings() -> Settings:
    return load_settings()


@cache
def database() -> Database:
    return Database(settings().database_url)


@cache
def conversations() -> Conversations:
    return Conversations(database())


@cache
def tickets() -> TicketService:
    return TicketService(database(), max_attempts=settings().max_attempts)


@cache
def chat_links() -> ChatLinks:
    return ChatLinks(database())


@cache
def searcher() -> Searcher:
    return Searcher.open(settings().var_dir / "index", settings().embedding_model)


@cache
def glossary() -> Glossary:
    return Glossary.load()


@cache
def related() -> Related:
    return Related.load()


@cache
def person_entities() -> PersonEntities:
    return PersonEntities()


def warm_up() -> None:
    """Load the models now, so that the first customer does not wait for them."""
    database().ping()
    searcher().search("Bonjour")
    person_entities()("Bonjour")
    glossary()
