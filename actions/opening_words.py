"""Opening hours in the customer's language. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from tickets.opening_hours import Hours, OpeningHours, Week

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ONE_DAY = {"fr": "le {}", "en": "{}"}
SEVERAL_DAYS = {"fr": "du {} au {}", "en": "{} to {}"}
RANGE = {"fr": "de {} à {}", "en": "{} to {}"}
MOMENT = {"fr": "{} {} à {}", "en": "{} {} at {}"}
AND = {"fr": " et ", "en": " and "}
BUT_HOLIDAYS = {"fr": ", sauf les jours fériés", "en": ", except on public holidays"}


def hours_in_words(hours: OpeningHours, language: str) -> str:
    """`du lundi au vendredi de 9 h à 18 h, le samedi de 9 h à 12 h`."""
    stretches = ", ".join(_stretches(hours.week or (), language))
    return stretches + (BUT_HOLIDAYS[language] if hours.country else "")


def moment_in_words(at: datetime, language: str) -> str:
    """`lundi 23 à 9 h`, on the clock of the moment's own zone."""
    since_midnight = timedelta(hours=at.hour, minutes=at.minute)
    day = DAYS[language][at.weekday()]
    return MOMENT[language].format(day, at.day, _time(since_midnight, language))


def _stretches(week: Week, language: str) -> Iterator[str]:
    """Days in a row that have the same hours are told together; days without any are not."""
    for hours, days in groupby(range(len(week)), key=lambda day: week[day]):
        if hours:
            yield f"{_days(list(days), language)} {_ranges(hours, language)}"


def _days(days: Sequence[int], language: str) -> str:
    names = [DAYS[language][day] for day in (days[0], days[-1])]
    if len(days) == 1:
        return ONE_DAY[language].format(names[0])
    return SEVERAL_DAYS[language].format(*names)


def _ranges(hours: Sequence[Hours], language: str) -> str:
    return AND[language].join(
        RANGE[language].format(_time(each.opens, language), _time(each.closes, language))
        for each in hours
    )


def _time(since_midnight: timedelta, language: str) -> str:
    hour, minute = divmod(since_midnight // timedelta(minutes=1), 60)
    if language == "fr":
        return f"{hour} h {minute:02}" if minute else f"{hour} h"
    return f"{hour}:{minute:02}"
