"""What the work at hand is about: the request that it serves and the conversation it is part of.

Logs, and calls to other processes, take it from here. Both are opaque ids: no personal data.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from telemetry import traces

WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_conversation: ContextVar[str | None] = ContextVar("conversation", default=None)


def request_id_from(claimed: object) -> str:
    """The id that a caller gave, when it is 8 to 64 letters, digits, `.`, `_` or `-`; else new."""
    if isinstance(claimed, str) and WELL_FORMED.fullmatch(claimed):
        return claimed
    return uuid.uuid4().hex


def concern(request_id: str | None, conversation: str | None) -> None:
    """From here on, in this task, the work is about these; None where it is not known."""
    _request_id.set(request_id)
    _conversation.set(conversation)


@contextmanager
def concerning(request_id: str | None = None, conversation: str | None = None) -> Iterator[None]:
    """For as long as this lasts; what is None stays as it is."""
    tokens = (
        (_request_id, _request_id.set(request_id or _request_id.get())),
        (_conversation, _conversation.set(conversation or _conversation.get())),
    )
    try:
        yield
    finally:
        for variable, token in tokens:
            variable.reset(token)


def known() -> dict[str, str]:
    """The ids that are known, by name."""
    ids = {"request_id": _request_id.get(), "conversation": _conversation.get()}
    return {name: value for name, value in ids.items() if value}


def carried() -> dict[str, str]:
    """What goes along with a call to another process: `request_id` and `traceparent`, if any."""
    along = {"request_id": _request_id.get(), "traceparent": traces.traceparent()}
    return {name: value for name, value in along.items() if value}


def request_id_of(along: Mapping[str, object]) -> str | None:
    """The id that came along with a call; None when none, or none that is well-formed, did."""
    claimed = along.get("request_id")
    return claimed if isinstance(claimed, str) and WELL_FORMED.fullmatch(claimed) else None
