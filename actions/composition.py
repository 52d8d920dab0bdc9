"""Builds, once for the action server, what the actions work with."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from actions.figures import WatchedSearcher, WatchedWriter
from actions.person_entities import PersonEntities
from knowledge_base.distinctions import Distinctions
from knowledge_base.glossary import Glossary
from knowledge_base.llm import Endpoint, LlmConfig
from knowledge_base.related import Related
from knowledge_base.search import Searcher
from settings import Settings, load_settings
from tickets.chat_links import ChatLinks
from tickets.collector_marks import CollectorMarks
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.kpis.questions import UnansweredQuestions
from tickets.service import TicketService

# The bot's answer may take two calls, for the query and for the text, and has other things to do.
LLM_SHARE_OF_TURN = 0.25


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
def unanswered_questions() -> UnansweredQuestions:
    return UnansweredQuestions(database())


@cache
def searcher() -> Searcher:
    return WatchedSearcher.open(index_folder(), settings().embedding_model)


def index_folder() -> Path:
    return settings().var_dir / "index"


@cache
def answer_writer() -> WatchedWriter | None:
    """None unless LLM_ANSWERS is on."""
    chosen = settings()
    if not (chosen.llm_answers == "on" and chosen.llm_base_url and chosen.llm_model):
        return None
    longest_seconds = chosen.bot_timeout_seconds * LLM_SHARE_OF_TURN
    config = LlmConfig(
        base_url=chosen.llm_base_url,
        model=chosen.llm_model,
        api_key=chosen.llm_api_key or None,
        timeout_seconds=min(chosen.llm_timeout_seconds, longest_seconds),
        daily_budget_calls=chosen.llm_daily_budget_calls,
    )
    return WatchedWriter(Endpoint(config, partial(CollectorMarks(database()).take_today, "llm")))


@cache
def glossary() -> Glossary:
    return Glossary.load()


@cache
def related() -> Related:
    return Related.load()


@cache
def distinctions() -> Distinctions:
    return Distinctions.load()


@cache
def person_entities() -> PersonEntities:
    return PersonEntities()


def warm_up() -> None:
    """Load the models now, so that the first customer does not wait for them."""
    database().ping()
    Searcher.search(searcher(), "Bonjour")  # past the count: it is no customer's
    person_entities()("Bonjour")
    glossary()
