"""Rasa's REST channel and the action server's health: the only file that knows their HTTP API."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tickets.views import Reply

HEALTH_CACHE_SECONDS = 1.0
HEALTH_TIMEOUT_SECONDS = 3.0


class RasaError(Exception):
    """`is_permanent`: the same message would fail again; `was_sent`: Rasa may have seen it."""

    def __init__(self, message: str, *, is_permanent: bool = False, was_sent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent
        self.was_sent = was_sent

    @property
    def kind(self) -> str:
        """For counting: `refused`, `unfinished` or `unreachable`."""
        if self.is_permanent:
            return "refused"
        return "unfinished" if self.was_sent else "unreachable"


@dataclass(frozen=True, slots=True)
class BotAnswer:
    replies: list[Reply] = field(default_factory=list)
    begins_new_dialogue: bool = False


class RasaClient:
    def __init__(
        self,
        rasa_url: str,
        actions_url: str,
        *,
        token: str | None = None,
        timeout_seconds: float = 20,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        # httpx logs whole addresses, and Rasa takes its token in the address.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._rasa_url = rasa_url.rstrip("/")
        self._actions_url = actions_url.rstrip("/")
        self._params = {"token": token} if token else {}
        self._http = httpx.AsyncClient(timeout=timeout_seconds, trust_env=False)
        self._monotonic = monotonic
        self._health: tuple[float, bool] | None = None

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(self, sender: str, text: str, metadata: Mapping[str, str]) -> BotAnswer:
        body = {"sender": sender, "message": text, "metadata": dict(metadata)}
        url = f"{self._rasa_url}/webhooks/rest/webhook"
        try:
            response = await self._http.post(url, json=body, params=self._params)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            self._health = None
            raise RasaError("Rasa cannot be reached") from error
        except httpx.HTTPError as error:
            self._health = None
            raise RasaError(
                f"Rasa did not finish answering ({type(error).__name__})", was_sent=True
            ) from error
        return _read_answer(response)

    async def is_ready(self) -> bool:
        """Both Rasa and the action server answer; asked again at most once a second."""
        now = self._monotonic()
        if self._health is None or now - self._health[0] >= HEALTH_CACHE_SECONDS:
            faults = [await self.rasa_fault(), await self.actions_fault()]
            self._health = (now, not any(faults))
        return self._health[1]

    async def rasa_fault(self) -> str | None:
        """None when Rasa answers and has its model: bot/monitor.py tells."""
        return await self._fault(f"{self._rasa_url}/webhooks/monitor/ready")

    async def actions_fault(self) -> str | None:
        return await self._fault(f"{self._actions_url}/health")

    async def _fault(self, url: str) -> str | None:
        try:
            response = await self._http.get(url, timeout=HEALTH_TIMEOUT_SECONDS)
        except httpx.HTTPError as error:
            return f"no answer ({type(error).__name__})"
        return None if response.is_success else _told_fault(response)


def _told_fault(response: httpx.Response) -> str:
    with suppress(ValueError):
        answer = response.json()
        if isinstance(answer, dict) and isinstance(answer.get("fault"), str):
            return str(answer["fault"])
    return f"HTTP {response.status_code}"


def _read_answer(response: httpx.Response) -> BotAnswer:
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise RasaError(f"Rasa answered HTTP {response.status_code}", was_sent=True)
    if not response.is_success:
        raise RasaError(f"Rasa answered HTTP {response.status_code}", is_permanent=True)
    try:
        items = response.json()
    except ValueError as error:
        raise RasaError("Rasa's answer is not JSON", is_permanent=True) from error
    if not isinstance(items, list):
        raise RasaError("Rasa's answer is not a list", is_permanent=True)
    dicts = [item for item in items if isinstance(item, dict)]
    replies = [reply for reply in map(_read_reply, dicts) if reply is not None]
    return BotAnswer(replies, any(_starts_over(item) for item in dicts))


def _starts_over(item: Mapping[str, Any]) -> bool:
    custom = item.get("custom")
    return isinstance(custom, dict) and custom.get("new_dialogue") is True


def _read_reply(item: Mapping[str, Any]) -> Reply | None:
    payload: dict[str, Any] = {}
    if buttons := [_quick_reply(button) for button in item.get("buttons") or []]:
        payload["quick_replies"] = buttons
    if attachment := item.get("attachment"):
        payload["attachment"] = attachment
    elif image := item.get("image"):
        payload["attachment"] = {"type": "image", "payload": {"src": str(image)}}
    text = str(item.get("text") or "").strip()
    return Reply(text, payload or None) if text or payload else None


def _quick_reply(button: Mapping[str, Any]) -> dict[str, str]:
    title = str(button.get("title", ""))
    payload = str(button.get("payload") or title)
    return {"content_type": "text", "title": title, "payload": payload}
