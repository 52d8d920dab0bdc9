"""Log lines of one shape in every process: text for people, or a JSON object a line for machines.

Each line says which request and conversation it is about, so that one search shows a turn.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal

from telemetry import context, traces

LogFormat = Literal["text", "json"]


def facts(**values: object) -> dict[str, dict[str, object]]:
    """For `extra=`: values that a line has beside its message, such as an outcome or seconds."""
    return {"facts": values}


class JsonLines(logging.Formatter):
    """One object a line: at, level, process, logger, message, ids, facts; error is a traceback."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
            **_beside(record),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """Time, level, logger and message; ids and facts after it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        beside = " ".join(f"{name}={value}" for name, value in _beside(record).items())
        line = super().formatMessage(record)
        return f"{line} [{beside}]" if beside else line


def log_as(log_format: LogFormat, process: str, level: int = logging.INFO) -> None:
    """Everything that this process logs from here on, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process) if log_format == "json" else TextLines())
    logging.basicConfig(level=level, handlers=[handler])


def _beside(record: logging.LogRecord) -> dict[str, object]:
    beside: dict[str, object] = {**getattr(record, "facts", {}), **context.known()}
    if trace_id := traces.trace_id():
        beside["trace_id"] = trace_id
    return beside
