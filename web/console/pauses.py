"""For how long a ticket can be put aside. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING_HOUR = 9


class Pause(StrEnum):
    """What an agent chooses."""

    hour = "hour"
    four_hours = "four_hours"
    tomorrow = "tomorrow"


def end_of(pause: Pause, now: datetime, zone: ZoneInfo) -> datetime:
    """When the ticket wakes; a morning is one there."""
    if pause is Pause.hour:
        return now + timedelta(hours=1)
    if pause is Pause.four_hours:
        return now + timedelta(hours=4)
    tomorrow = now.astimezone(zone) + timedelta(days=1)
    return tomorrow.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
