"""A ticket's history in one line of time: what was said, what was noted, what was done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import merge
from operator import attrgetter

from tickets.desk_views import NoteView
from tickets.dossier import Dossier, EventView
from tickets.views import MessageView
from tickets.vocabulary import Author, EscalationReason, ResolutionKind, TicketState

AGENTS_MOVES = frozenset({"released", "transferred", "abandoned", "reopened"})


class Kind(StrEnum):
    message = "message"
    note = "note"
    move = "move"


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` names the entry for good; `text` is said or noted, `sentence` names a move.

    `word` is the key of what fills the move's sentence, beside the agent's name.
    """

    key: str
    at: datetime
    kind: Kind
    author: Author
    agent_name: str | None = None
    seq: int | None = None
    text: str = ""
    choices: tuple[str, ...] = ()
    is_received: bool = True
    sentence: str = ""
    word: str = ""


def timeline(
    dossier: Dossier, messages: Sequence[MessageView], names: Mapping[int, str]
) -> list[Entry]:
    """Messages in the order of their numbers; notes and moves where their moment falls."""
    beside = sorted(_beside(dossier, names), key=attrgetter("at"))
    return list(merge(_spoken(messages, names), beside, key=attrgetter("at")))


def _spoken(messages: Iterable[MessageView], names: Mapping[int, str]) -> Iterator[Entry]:
    latest: datetime | None = None
    for message in messages:
        # Two processes' clocks may differ a little; the numbers are right.
        latest = max(latest or message.created_at, message.created_at)
        yield _said(message, latest, names)


def _said(message: MessageView, at: datetime, names: Mapping[int, str]) -> Entry:
    choices = (message.payload or {}).get("quick_replies", [])
    return Entry(
        key=f"m{message.seq}",
        at=at,
        kind=Kind.message,
        author=message.author,
        agent_name=names.get(message.agent_id or 0),
        seq=message.seq,
        text=message.text,
        choices=tuple(choice["title"] for choice in choices),
        is_received=message.author is Author.customer or message.delivered_at is not None,
    )


def _beside(dossier: Dossier, names: Mapping[int, str]) -> Iterator[Entry]:
    for note in dossier.notes:
        yield _noted(note, names)
    for number, event in enumerate(dossier.events, start=1):
        yield _moved(number, event, names)


def _noted(note: NoteView, names: Mapping[int, str]) -> Entry:
    name = names.get(note.agent_id)
    return Entry(f"n{note.id}", note.created_at, Kind.note, Author.agent, name, text=note.text)


def _moved(number: int, event: EventView, names: Mapping[int, str]) -> Entry:
    sentence, word = sentence_of(event)
    actor = event.actor_id or ""
    name = names.get(int(actor)) if actor.isdecimal() else None
    return Entry(
        f"e{number}",
        event.happened_at,
        Kind.move,
        event.actor_kind,
        name,
        sentence=sentence,
        word=word,
    )


def sentence_of(event: EventView) -> tuple[str, str]:
    """The key of a move's sentence, and the key of the word that belongs into it."""
    if event.from_state is None:
        return "move.opened", ""
    match event.to_state:
        case TicketState.escalated if event.reason in AGENTS_MOVES:
            return f"move.{event.reason}", ""
        case TicketState.escalated:
            known = event.reason in set(EscalationReason)
            return "move.escalated", f"word.reason_{event.reason}" if known else ""
        case TicketState.resolved:
            by_agent = event.reason in set(ResolutionKind)
            return (
                ("move.resolved", f"word.kind_{event.reason}") if by_agent else ("move.solved", "")
            )
        case TicketState.closed:
            return ("move.rated" if event.reason == "rated" else "move.closed"), ""
        case _:
            return f"move.{event.to_state}", ""
