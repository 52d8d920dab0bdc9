"""What travels between a browser and the hub: parsing what comes in, shaping what goes out.

Pure: no socket, no database. The event names and fields of Rasa's `socketio` channel are kept;
`id`, `seq`, `author`, `at` and `agent` are ours in addition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tickets.views import MessageView
from tickets.vocabulary import Author
from web.errors import Refused

OPEN_TICKET_PAYLOAD = "/hub_open_ticket"
MAX_CLIENT_ID_CHARS = 64
BOTS_OWN_LANGUAGE = "fr"
_COMMAND_PREFIX = re.compile(r"^[\s/]+")
_INTENT = re.compile(r"/\w+")


@dataclass(frozen=True, slots=True)
class SessionRequest:
    token: str | None
    last_seq: int | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the customer said: `payload` is set when it was a button that we offered."""

    text: str
    client_id: str | None = None
    payload: str | None = None


def parse_session_request(data: object) -> SessionRequest:
    fields = data if isinstance(data, Mapping) else {}
    token, seq, language = (fields.get(key) for key in ("session_id", "last_seq", "lang"))
    return SessionRequest(
        token=token if isinstance(token, str) and token else None,
        last_seq=seq if isinstance(seq, int) and not isinstance(seq, bool) and seq >= 0 else None,
        language=language if language in ("fr", "en") else None,
    )


def parse_utterance(data: object, max_chars: int) -> Utterance:
    fields = data if isinstance(data, Mapping) else {}
    metadata = fields.get("metadata")
    client_id = metadata.get("client_id") if isinstance(metadata, Mapping) else None
    return utterance(fields.get("message"), client_id, max_chars)


def claimed_request_id(data: object) -> object:
    """What a client says that its event's id is; it may be anything."""
    metadata = data.get("metadata") if isinstance(data, Mapping) else None
    return metadata.get("request_id") if isinstance(metadata, Mapping) else None


def reads_acknowledgements(data: object) -> bool:
    """Our own client does and sends a client_id; Rasa's widgets show only what the bot utters."""
    metadata = data.get("metadata") if isinstance(data, Mapping) else None
    return isinstance(metadata, Mapping) and "client_id" in metadata


def utterance(message: object, client_id: object, max_chars: int) -> Utterance:
    if not isinstance(message, str) or not message.replace("\x00", "").strip():
        raise Refused("message_empty", "message", "error.message_empty")
    if len(message) > max_chars:
        raise Refused("message_too_long", "message", "error.message_too_long", limit=max_chars)
    if client_id is not None and not _is_client_id(client_id):
        raise Refused("client_id", "metadata.client_id", "error.client_id")
    return Utterance(message.replace("\x00", "").strip(), str(client_id) if client_id else None)


def _is_client_id(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= MAX_CLIENT_ID_CHARS


def as_offered(said: Utterance, messages: Iterable[MessageView]) -> Utterance:
    """A button's payload is honoured only if this conversation was offered that very button."""
    title = offered_titles(messages).get(said.text)
    if title is None:
        return said
    return Utterance(title, said.client_id, payload=said.text)


def offered_titles(messages: Iterable[MessageView]) -> dict[str, str]:
    return {
        str(choice["payload"]): str(choice["title"])
        for message in messages
        if message.author != Author.customer
        for choice in (message.payload or {}).get("quick_replies", [])
    }


def text_for_bot(message: MessageView) -> str:
    """A typed leading slash never reaches Rasa, where it would name an intent."""
    payload = (message.payload or {}).get("payload")
    return str(payload) if payload else _COMMAND_PREFIX.sub("", message.text)


def in_language(text: str, language: str) -> str:
    """A button's intent with its language beside it: unlike words, it tells none by itself."""
    if language == BOTS_OWN_LANGUAGE or not _INTENT.fullmatch(text):
        return text
    return f'{text}{{"language": "{language}"}}'


def parse_typing(data: object) -> bool:
    """Whether the customer begins (or goes on) to type; anything else means that they stopped."""
    return isinstance(data, Mapping) and data.get("on") is True


def public_form(message: MessageView, agent: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One message for a browser, with who said it; a customer's payload column stays ours."""
    shown: dict[str, Any] = {
        "text": message.text,
        "id": message.id,
        "seq": message.seq,
        "author": str(message.author),
        "at": message.created_at.isoformat(),
    }
    extra = message.payload or {}
    for key in ("quick_replies", "attachment"):
        if message.author != Author.customer and extra.get(key):
            shown[key] = extra[key]
    if agent is not None:
        shown["agent"] = dict(agent)
    return shown
