"""What a person looks at: a window of whole local days, and which tickets and mentions in it.

Pure: the moment is passed in. Addresses are read and written here, so that a view can be shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from tickets.errors import InvalidValue
from tickets.vocabulary import Channel, Priority, Theme

DEFAULT_DAYS = 28
MOST_DAYS = 732
LAST_24_HOURS = "24h"
_DAYS = re.compile(r"([1-9]\d{0,2})d")
_WINDOWS = "should be 24h, or whole days such as 7d or 28d, at most 732d"
_DATES = "should be a day such as 2026-11-20"
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
Word = TypeVar("Word", bound=StrEnum)


class Step(StrEnum):
    """How wide one point of a series is."""

    hour = "hour"
    day = "day"
    week = "week"


@dataclass(frozen=True)
class Window:
    """From `starts_at` to just before `ends_at`, both UTC and on a local hour of `zone`.

    `name` is how it was asked for when it moves with time: 24h, 28d.
    """

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    name: str = ""

    @classmethod
    def last_24_hours(cls, now: datetime, zone: ZoneInfo) -> Self:
        """The 24 clock hours that end with the present one, which is not over."""
        ends_at = hour_of(now, zone) + AN_HOUR
        return cls(ends_at - A_DAY, ends_at, zone, LAST_24_HOURS)

    @classmethod
    def last_days(cls, days: int, now: datetime, zone: ZoneInfo) -> Self:
        """Whole local days, the last of which is today."""
        today = now.astimezone(zone).date()
        whole = cls.of_days(today - timedelta(days=days - 1), today, zone)
        return replace(whole, name=f"{days}d")

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """From the first local day to the last, both included."""
        return cls(_midnight(first, zone), _midnight(last + A_DAY, zone), zone)

    @property
    def is_days(self) -> bool:
        """Whether it holds whole local days."""
        return self.name != LAST_24_HOURS

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(self.zone).date()

    @property
    def last_local_day(self) -> date:
        """The local day of the window's last moment."""
        return (self.ends_at - timedelta(microseconds=1)).astimezone(self.zone).date()

    @property
    def last_hour_at(self) -> datetime:
        """When the last clock hour in it begins."""
        return self.ends_at - AN_HOUR

    @property
    def days(self) -> int:
        """How many local days it touches."""
        return (self.last_local_day - self.first_day).days + 1

    @property
    def step(self) -> Step:
        """Hours for a day, days for a month, else weeks."""
        if not self.is_days or self.days == 1:
            return Step.hour
        return Step.day if self.days <= 31 else Step.week

    def previous(self) -> Self:
        """The window of the same length that ends where this one begins."""
        if not self.is_days:
            return replace(self, starts_at=self.starts_at - A_DAY, ends_at=self.starts_at)
        before = self.first_day - A_DAY
        return self.of_days(before - timedelta(days=self.days - 1), before, self.zone)

    def local_days(self) -> Iterator[date]:
        """Every local day that it touches, the first one first."""
        yield from (self.first_day + timedelta(days=ahead) for ahead in range(self.days))

    def hours(self) -> Iterator[datetime]:
        """The beginning of every clock hour in it, in UTC."""
        hour = self.starts_at
        while hour < self.ends_at:
            yield hour
            hour += AN_HOUR


@dataclass(frozen=True)
class View:
    """A window and what is asked of the tickets and mentions in it; None does not matter."""

    window: Window
    theme: Theme | None = None
    channel: Channel | None = None
    priority: Priority | None = None

    @classmethod
    def parse(cls, asked: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Self:
        """Read an address: `window` (24h, 7d, 28d…) or `from` and `to` (days, both included),
        `theme`, `channel`, `priority`. What is blank does not matter; `InvalidValue` names what is
        wrong."""
        given = {name: text.strip() for name, text in asked.items() if text.strip()}
        return cls(
            window=_window(given, now, zone),
            theme=_word(given, "theme", Theme),
            channel=_word(given, "channel", Channel),
            priority=_word(given, "priority", Priority),
        )

    @property
    def previous(self) -> Self:
        """The same of the window before."""
        return replace(self, window=self.window.previous())

    def address(self) -> dict[str, str]:
        """What `parse` reads to this view again."""
        days = {"from": str(self.window.first_day), "to": str(self.window.last_local_day)}
        window = {"window": self.window.name} if self.window.name else days
        chosen = {"theme": self.theme, "channel": self.channel, "priority": self.priority}
        return window | {name: word.value for name, word in chosen.items() if word is not None}


def hour_of(at: datetime, zone: ZoneInfo) -> datetime:
    """The beginning, in UTC, of the clock hour of `zone` that holds the moment."""
    local = at.astimezone(zone)
    return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _window(given: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Window:
    if "from" in given or "to" in given:
        return _between(given, now, zone)
    asked = given.get("window", f"{DEFAULT_DAYS}d")
    if asked == LAST_24_HOURS:
        return Window.last_24_hours(now, zone)
    match = _DAYS.fullmatch(asked)
    if match is None or int(match[1]) > MOST_DAYS:
        raise InvalidValue("window", _WINDOWS)
    return Window.last_days(int(match[1]), now, zone)


def _between(given: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Window:
    last = _day(given, "to") or now.astimezone(zone).date()
    first = _day(given, "from") or last
    if not 0 <= (last - first).days < MOST_DAYS:
        raise InvalidValue("from", f"should be a day before to, at most {MOST_DAYS} days")
    return Window.of_days(first, last, zone)


def _day(given: Mapping[str, str], field: str) -> date | None:
    if field not in given:
        return None
    try:
        day = datetime.strptime(given[field], "%Y-%m-%d").date()
    except ValueError as error:
        raise InvalidValue(field, _DATES) from error
    if not 2000 <= day.year <= 2100:
        raise InvalidValue(field, f"{_DATES}, from 2000 to 2100")
    return day


def _word(given: Mapping[str, str], field: str, kind: type[Word]) -> Word | None:
    try:
        return kind(given[field]) if field in given else None
    except ValueError as error:
        raise InvalidValue(field, f"should be one of {', '.join(kind)}") from error
