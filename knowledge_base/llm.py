"""Any chat-completions endpoint of the OpenAI kind; the only file that speaks to one.

It asks one question and reads one answer that must fit a schema to the letter. Who counts the calls
is told from outside: all processes together have one budget.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

LARGEST_ANSWER_BYTES = 100_000
Answer = TypeVar("Answer", bound=BaseModel)

# Counts so many calls of today, unless they pass the second number; whether it did.
TakeCalls = Callable[[int, int], bool]


class LlmError(Exception):
    """No answer, or none of use; the text holds nothing that was asked or answered."""


@dataclass(frozen=True)
class LlmConfig:
    base_url: str
    model: str
    api_key: str | None = None
    timeout_seconds: float = 10.0
    daily_budget_calls: int = 1000


class Endpoint:
    """Calls are paid with `spend` before they are made with `ask`; threads may share it."""

    def __init__(
        self,
        config: LlmConfig,
        take_calls: TakeCalls,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._config = config
        self._take_calls = take_calls
        headers = {"Accept-Encoding": "identity"}
        if config.api_key:
            headers["Authorization"] = f"Bearer {config.api_key}"
        self._client = httpx.Client(
            base_url=config.base_url.rstrip("/"),
            headers=headers,
            timeout=config.timeout_seconds,
            transport=transport,
        )

    def spend(self, calls: int) -> None:
        """LlmError when the day's budget does not cover them; then none is counted."""
        most = self._config.daily_budget_calls
        if not self._take_calls(calls, most):
            raise LlmError(f"LLM_DAILY_BUDGET_CALLS is {most}: used up for today.")

    def ask(self, instruction: str, material: dict[str, Any], schema: type[Answer]) -> Answer:
        """What the endpoint answers; `material` travels as data inside a JSON string.

        LlmError when it fails, is slow, or answers anything but `schema`.
        """
        try:
            answer = json.loads(self._post(self._question(instruction, material, schema)))
            return schema.model_validate_json(answer["choices"][0]["message"]["content"])
        except httpx.HTTPError as error:
            raise LlmError(f"The LLM gave no answer ({type(error).__name__}).") from error
        except (ValidationError, ValueError, KeyError, IndexError, TypeError) as error:
            raise LlmError("The LLM's answer does not fit the schema.") from error

    def close(self) -> None:
        self._client.close()

    def _post(self, question: dict[str, Any]) -> bytes:
        """httpx's time-out begins anew with each byte; the deadline holds for the whole answer."""
        deadline = time.monotonic() + self._config.timeout_seconds
        body = bytearray()
        with self._client.stream("POST", "/chat/completions", json=question) as response:
            response.raise_for_status()
            for piece in response.iter_bytes():
                body += piece
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer comes too slowly")
                if len(body) > LARGEST_ANSWER_BYTES:
                    raise LlmError("The LLM's answer is too long.")
        return bytes(body)

    def _question(
        self, instruction: str, material: dict[str, Any], schema: type[BaseModel]
    ) -> dict[str, Any]:
        named = {
            "name": schema.__name__.lower(),
            "strict": True,
            "schema": schema.model_json_schema(),
        }
        return {
            "model": self._config.model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": instruction},
                {"role": "user", "content": json.dumps(material, ensure_ascii=False)},
            ],
            "response_format": {"type": "json_schema", "json_schema": named},
        }
