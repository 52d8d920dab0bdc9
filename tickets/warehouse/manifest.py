"""How far an export came, kept beside its files, so that the next one adds what changed since."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tickets.errors import InvalidValue

NAME = "_export.json"
# To be raised when a table changes its columns or their meaning: all files are then made anew.
LAYOUT = 1


@dataclass(frozen=True)
class Manifest:
    """`made_for` names layout, formulas, time zone and opening hours."""

    made_for: str
    counted_until_at: datetime | None = None
    last_message_id: int = 0

    @classmethod
    def read(cls, folder: Path, made_for: str) -> Manifest:
        """The one kept there, or a fresh one when there is none or it was made for others."""
        path = folder / NAME
        if not path.is_file():
            return cls(made_for)
        kept = _parsed(path)
        return kept if kept.made_for == made_for else cls(made_for)

    def keep(self, folder: Path) -> None:
        """Replace the one before."""
        unfinished = folder / f"{NAME}.part"
        unfinished.write_text(json.dumps(asdict(self), default=str, indent=2), encoding="utf-8")
        unfinished.replace(folder / NAME)


def _parsed(path: Path) -> Manifest:
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        counted = kept["counted_until_at"]
        return Manifest(
            made_for=str(kept["made_for"]),
            counted_until_at=datetime.fromisoformat(counted) if counted else None,
            last_message_id=int(kept["last_message_id"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidValue("DIR", f"{NAME} cannot be read; remove it to export anew") from error
