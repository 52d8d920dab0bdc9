"""Moments and lengths of time as people say them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from web.catalogue import Language

_UNITS = {"fr": ("j", "h", "min"), "en": ("d", "h", "min")}
_MINUTES_A_DAY = 24 * 60


def spoken_length(length: timedelta, language: Language) -> str:
    """`12 min`, `3 h 05`, `2 j 4 h`: the two greatest units at most, never below a minute."""
    minutes = int(abs(length).total_seconds() // 60)
    day, hour, minute = _UNITS[language]
    days, hours = minutes // _MINUTES_A_DAY, minutes % _MINUTES_A_DAY // 60
    if days:
        return f"{days} {day} {hours} {hour}" if hours else f"{days} {day}"
    if hours:
        return f"{hours} {hour} {minutes % 60:02}"
    return f"{minutes} {minute}" if minutes else f"< 1 {minute}"


def spoken_moment(at: datetime, now: datetime, zone: ZoneInfo, language: Language) -> str:
    """The time of day there, with the date when that is another one."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    date = f"{local:%d/%m}" if local.year == today.year else f"{local:%d/%m/%Y}"
    return f"{date} {'à' if language == 'fr' else 'at'} {local:%H:%M}"


def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper() or "?"
