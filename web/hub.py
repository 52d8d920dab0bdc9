"""The Socket.IO side of the chat, on the wire protocol of Rasa's `socketio` channel.

It binds a socket to a conversation and passes messages in; it neither stores nor answers them
itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import socketio

from telemetry.context import concerning, request_id_from
from tickets.errors import TicketError
from tickets.views import ConversationView
from tickets.vocabulary import Channel
from web.catalogue import Catalogue, choose_language
from web.console.events import Events, of_conversation
from web.delivery import Delivery
from web.errors import Refused
from web.intake import Intake
from web.metrics import Metrics
from web.takeover import Takeover
from web.turns import Turns
from web.waiting_room import WaitingRoom
from web.wire import (
    SessionRequest,
    claimed_request_id,
    parse_session_request,
    parse_typing,
    parse_utterance,
    reads_acknowledgements,
)

logger = logging.getLogger(__name__)
Ack = dict[str, Any]
_Handler = Callable[[str, object], Awaitable[Ack]]
TYPING_EVERY_SECONDS = 1.0


class Hub:
    def __init__(
        self,
        sio: socketio.AsyncServer,
        intake: Intake,
        turns: Turns,
        delivery: Delivery,
        takeover: Takeover,
        waiting_room: WaitingRoom,
        events: Events,
        catalogue: Catalogue,
        metrics: Metrics,
        *,
        max_message_chars: int,
    ) -> None:
        self._sio = sio
        self._intake = intake
        self._turns = turns
        self._delivery = delivery
        self._takeover = takeover
        self._waiting_room = waiting_room
        self._events = events
        self._catalogue = catalogue
        self._metrics = metrics
        self._max_message_chars = max_message_chars
        self._typing_told: dict[str, tuple[bool, float]] = {}

    def register(self) -> None:
        self._sio.on("connect", self.connect)
        self._sio.on("disconnect", self.disconnect)
        self._sio.on("session_request", self._watched("session_request", self.session_request))
        self._sio.on("user_uttered", self._watched("user_uttered", self.user_uttered))
        self._sio.on("typing", self.typing)

    def _watched(self, event: str, handle: _Handler) -> _Handler:
        """With an id for each event: the client's own, in `metadata.request_id`, or a new one."""

        async def watched(sid: str, data: object = None) -> Ack:
            claimed = claimed_request_id(data)
            request_id = request_id_from(claimed)
            with concerning(request_id), self._metrics.socket_events.run(event=event) as run:
                ack = await handle(sid, data)
                run.outcome = "ok" if ack["ok"] else "refused"
                return {**ack, "request_id": request_id} if claimed else ack

        return watched

    async def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        scope = environ.get("asgi.scope", {})
        address = (scope.get("client") or ("unknown",))[0]
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE")
        await self._sio.save_session(
            sid, {"address": address, "language": choose_language(None, accepted)}
        )
        self._metrics.sockets.inc()

    async def disconnect(self, sid: str, reason: object = None) -> None:
        self._typing_told.pop(sid, None)
        self._metrics.sockets.dec()

    async def session_request(self, sid: str, data: object = None) -> Ack:
        session = await self._sio.get_session(sid)
        request = parse_session_request(data)
        language = request.language or session["language"]
        try:
            conversation, token, is_new = await self._enter(request, session["address"], language)
        except Refused as refusal:
            return self._refusal(refusal, language)
        await self._bind(sid, session, conversation, token, language)
        # Before the customer knows the session and can speak, so that the opening comes first.
        self._turns.wake(conversation, opening=is_new)
        await self._sio.emit("session_confirm", token, to=sid)
        last_seq = 0 if is_new and request.last_seq is not None else request.last_seq
        await self._delivery.join(sid, conversation.id, last_seq)
        await self._takeover.tell_joining(sid, conversation.id)
        await self._waiting_room.enter(sid, conversation.id)
        return {"ok": True}

    async def user_uttered(self, sid: str, data: object = None) -> Ack:
        session = await self._sio.get_session(sid)
        try:
            return await self._take(sid, session, data)
        except Refused as refusal:
            ack = self._refusal(refusal, session["language"])
        except TicketError:
            logger.exception("a customer's message was not stored")
            self._metrics.errors.labels(place="intake").inc()
            failure = Refused("internal", "message", "error.internal")
            ack = self._refusal(failure, session["language"])
        if not reads_acknowledgements(data):
            await self._sio.emit("bot_uttered", {"text": ack["message"]}, to=sid)
        return ack

    async def typing(self, sid: str, data: object = None) -> None:
        """The customer types, which the agents who look at the conversation see."""
        session = await self._sio.get_session(sid)
        conversation, on, now = session.get("conversation"), parse_typing(data), time.monotonic()
        was_on, told_at = self._typing_told.get(sid, (False, 0.0))
        if conversation is None or (on == was_on and now - told_at < TYPING_EVERY_SECONDS):
            return
        self._typing_told[sid] = (on, now)
        self._events.publish(of_conversation(conversation.id), what="typing", on=on)

    async def _enter(
        self, request: SessionRequest, address: str, language: str
    ) -> tuple[ConversationView, str, bool]:
        conversation = await self._intake.resume(request.token)
        if conversation and request.token:
            return conversation, request.token, False
        conversation, token = await self._intake.start(Channel.web, address, language)
        return conversation, token, True

    async def _bind(
        self,
        sid: str,
        session: dict[str, Any],
        conversation: ConversationView,
        token: str,
        language: str,
    ) -> None:
        earlier = session.get("conversation")
        if earlier and earlier.id != conversation.id:
            await self._sio.leave_room(sid, earlier.id)
        bound = {"conversation": conversation, "token": token, "language": language}
        await self._sio.save_session(sid, {**session, **bound})

    async def _take(self, sid: str, session: dict[str, Any], data: object) -> Ack:
        """The session id must be the one this socket was given, not merely one that exists."""
        conversation: ConversationView | None = session.get("conversation")
        claimed = data.get("session_id") if isinstance(data, dict) else None
        if conversation is None or claimed not in (None, session["token"]):
            raise Refused("session", "session_id", "error.session", status=403)
        said = parse_utterance(data, self._max_message_chars)
        message = await self._intake.accept(conversation.id, said, session["address"])
        await self._delivery.echo(message, but_not=sid)
        self._turns.wake(conversation)
        return {"ok": True, "seq": message.seq}

    def _refusal(self, refusal: Refused, language: str) -> Ack:
        message = self._catalogue.text(refusal.key, language, **refusal.values)
        return {"ok": False, "code": refusal.code, "field": refusal.field, "message": message}
