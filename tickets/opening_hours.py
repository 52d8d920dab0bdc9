"""When agents are there: a week of hours in one time zone, closed on public holidays.

Pure: the moment is passed in. The only file that knows the `holidays` library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays

from tickets.errors import InvalidValue

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FRENCH_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
LOOK_AHEAD_DAYS = 60
_EXAMPLE = "should look like mon-fri 09:00-18:00; sat 09:00-12:00"
_RANGE = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")
_DAY_ENDS = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From `opens` to just before `closes`, as the clock on the wall shows them."""

    opens: timedelta
    closes: timedelta

    def __contains__(self, wall: timedelta) -> bool:
        return self.opens <= wall < self.closes


Week = tuple[tuple[Hours, ...], ...]


@dataclass(frozen=True)
class OpeningHours:
    """`week` holds the hours of each weekday, Monday first; None means around the clock."""

    week: Week | None
    zone: ZoneInfo
    country: str

    @classmethod
    def parse(cls, text: str, timezone: str = "Europe/Paris", holidays: str = "FR") -> OpeningHours:
        """Read hours as an operator writes them, or raise `InvalidValue`.

        `holidays` is a country such as FR, with or without a region, as in FR-GES; empty means
        that no holiday closes. An empty `text` means around the clock, holidays among it.
        """
        return cls(_week(text) if text.strip() else None, _zone(timezone), _country(holidays))

    def is_open(self, at: datetime) -> bool:
        """Whether agents are there at this moment."""
        if self.week is None:
            return True
        wall = at.astimezone(self.zone)
        if self._is_holiday(wall.date()):
            return False
        since_midnight = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
        return any(since_midnight in hours for hours in self.week[wall.weekday()])

    def opens_on(self, day: date) -> bool:
        """Whether agents are there at some time of this local day."""
        if self.week is None:
            return True
        return bool(self.week[day.weekday()]) and not self._is_holiday(day)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment from `at` on, in UTC, when agents are there; `at` itself if they are.

        None when they are not for two months.
        """
        at = at.astimezone(UTC)
        if self.is_open(at):
            return at
        today = at.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            moments = self._moments_of_change(today + timedelta(days=ahead))
            opening = min((m for m in moments if m >= at and self.is_open(m)), default=None)
            if opening is not None:
                return opening
        return None

    def _moments_of_change(self, day: date) -> Iterator[datetime]:
        """When agents may arrive that day: at hours that begin, or as the wall clock jumps."""
        midnight = datetime.combine(day, time(), self.zone)
        for hours in self.week[day.weekday()] if self.week else ():
            begins = midnight + hours.opens
            # An hour that the autumn repeats begins twice.
            yield from (begins.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        yield from _clock_jump(midnight.astimezone(UTC), self.zone)

    def _is_holiday(self, day: date) -> bool:
        return bool(self.country) and day in _holidays(self.country, day.year)


def _clock_jump(start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The moment within a day from `start` at which summer time begins or ends, if any."""
    end = start + _DAY_ENDS
    before = start.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == before:
        return
    while end - start > timedelta(minutes=1):
        middle = start + timedelta(minutes=(end - start) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == before:
            start = middle
        else:
            end = middle
    yield end


@lru_cache(maxsize=16)
def _holidays(country: str, year: int) -> frozenset[date]:
    # Made whole before it is shared: the library's own object fills itself while it is read.
    name, _, region = country.partition("-")
    return frozenset(country_holidays(name, subdiv=region or None, years=year))


def _country(holidays: str) -> str:
    country = holidays.strip().upper()
    try:
        return country if not country or _holidays(country, 2026) else ""
    except NotImplementedError as error:
        expected = "should be a country such as FR, or a region such as FR-GES"
        raise InvalidValue("holidays", expected) from error


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue("timezone", "should be a name such as Europe/Paris") from error


def _week(text: str) -> Week:
    week: list[list[Hours]] = [[] for _ in DAYS]
    for entry in filter(None, (part.strip() for part in text.lower().split(";"))):
        days, _, ranges = entry.partition(" ")
        read = [_hours(range_) for range_ in ranges.split(",")]
        for day in _weekdays(days):
            week[day] += read
    return tuple(_in_order(hours) for hours in week)


def _in_order(hours: list[Hours]) -> tuple[Hours, ...]:
    return tuple(sorted(hours, key=lambda each: each.opens))


def _weekdays(text: str) -> list[int]:
    chosen: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin, end = _weekday(first), _weekday(last if dash else first)
        chosen += [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    return chosen


def _weekday(name: str) -> int:
    for names in (DAYS, FRENCH_DAYS):
        if name in names:
            return names.index(name)
    raise InvalidValue("hours", f"{_EXAMPLE}; days are {', '.join(DAYS)}")


def _hours(text: str) -> Hours:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise InvalidValue("hours", _EXAMPLE)
    opens = timedelta(hours=int(match[1]), minutes=int(match[2]))
    closes = timedelta(hours=int(match[3]), minutes=int(match[4])) if match[3] else _DAY_ENDS
    if closes <= opens:
        raise InvalidValue("hours", f"{_EXAMPLE}; a night is two days, each with its own hours")
    return Hours(opens, closes)
