"""Values out of an address; one that is none of ours counts as not given. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAX_DIGITS = 9
YEARS = range(2000, 2200)


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def start_of(found: date | None, zone: ZoneInfo, *, days_later: int = 0) -> datetime | None:
    """Midnight there."""
    if found is None:
        return None
    return datetime.combine(found + timedelta(days=days_later), time.min, zone)
