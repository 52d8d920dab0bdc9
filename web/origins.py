"""What asked for each message that waits for the bot, so that its turn goes by the same ids."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from telemetry.context import carried, concerning, request_id_from
from telemetry.traces import span

MOST = 10_000


class Origins:
    """Of this process only: a turn that another one picks up gets an id of its own."""

    def __init__(self) -> None:
        self._by_message: OrderedDict[int, dict[str, str]] = OrderedDict()
        self._arriving: dict[str, dict[str, str]] = {}

    @contextmanager
    def arriving(self, conversation_id: str) -> Iterator[None]:
        """A message is being stored: its turn may begin before its id is known here."""
        self._arriving[conversation_id] = carried()
        try:
            yield
        finally:
            self._arriving.pop(conversation_id, None)

    def remember(self, message_id: int) -> None:
        """The request and the span at hand brought this message."""
        self._by_message[message_id] = carried()
        if len(self._by_message) > MOST:
            self._by_message.popitem(last=False)

    def forget(self, message_id: int) -> None:
        """Its turn is over."""
        self._by_message.pop(message_id, None)

    @contextmanager
    def taken_up(self, message_id: int, conversation_id: str) -> Iterator[None]:
        """Work on the message's turn."""
        origin = self._by_message.get(message_id) or self._arriving.get(conversation_id, {})
        request_id = request_id_from(origin.get("request_id"))
        with concerning(request_id, conversation_id), span("turn", origin.get("traceparent")):
            yield
