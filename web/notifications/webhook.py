"""Posts JSON to an operator's webhook, signed. It follows no redirect and reads no answer.

The address may hold a secret (Slack's do): it appears in no error and no log line.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx

from tickets.clock import Clock
from web.notifications.errors import SendError

WHOLE_SECONDS = 10.0
CLIENT_ERROR, SERVER_ERROR = 400, 500
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal after `sha256=`."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class Webhooks:
    def __init__(
        self, secret: str | None, clock: Clock, whole_seconds: float = WHOLE_SECONDS
    ) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._secret = secret
        self._clock = clock
        self._whole_seconds = whole_seconds
        self._http = httpx.AsyncClient(
            timeout=whole_seconds, trust_env=False, follow_redirects=False
        )

    async def post(self, url: str, content: Mapping[str, Any], key: str) -> None:
        """Post it, or raise `SendError`; the same `key` at every try tells a repetition."""
        body = json.dumps(content, ensure_ascii=False).encode()
        _judge(await self._status(url, body, self._headers(body, key)))

    async def close(self) -> None:
        await self._http.aclose()

    def _headers(self, body: bytes, key: str) -> dict[str, str]:
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "FreeMobilaChat",
            "x-notification-id": key,
            "x-notification-timestamp": timestamp,
        }
        if self._secret:
            headers["x-notification-signature"] = signature(self._secret, timestamp, body)
        return headers

    async def _status(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        try:
            async with (
                asyncio.timeout(self._whole_seconds),
                self._http.stream("POST", url, content=body, headers=headers) as response,
            ):
                return response.status_code
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise SendError("the webhook is no http address", is_permanent=True) from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise SendError(f"no answer of the webhook ({type(error).__name__})") from error


def _judge(status: int) -> None:
    if httpx.codes.is_success(status):
        return
    if httpx.codes.is_redirect(status):
        raise SendError(f"the webhook redirects ({status}); set its new address", is_permanent=True)
    is_refused = CLIENT_ERROR <= status < SERVER_ERROR and status not in WORTH_ANOTHER_TRY
    raise SendError(f"the webhook answered {status}", is_permanent=is_refused)
