"""Figures as people write them: in their unit, with their language's marks. Pure.

There is no sentence for None here: whoever shows a figure says in words that there is none.
"""

from __future__ import annotations

from tickets.kpis.definitions import Unit
from web.catalogue import Language

THIN = "\u202f"  # no line breaks inside a number, nor between it and its unit
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def spoken_number(value: float, language: Language, decimals: int = 0) -> str:
    """`1 234,5` in French, `1,234.5` in English."""
    english = f"{value:,.{decimals}f}"
    if language == "en":
        return english
    return english.translate({ord(","): THIN, ord("."): ","})


def spoken_value(value: float, unit: Unit, language: Language) -> str:
    """A value in its unit: `62,4 %`, `4 min 10 s`, `4,3 / 5`, `12,40 $`, `1 234`."""
    match unit:
        case Unit.ratio:
            percent = _spoken_short(value * 100, language, 1)
            return f"{percent}%" if language == "en" else f"{percent}{THIN}%"
        case Unit.seconds:
            return spoken_seconds(value, language)
        case Unit.rating:
            return f"{_spoken_short(value, language, 2)}{THIN}/{THIN}5"
        case Unit.dollars:
            dollars = spoken_number(value, language, 2)
            return f"${dollars}" if language == "en" else f"{dollars}{THIN}$"
        case Unit.number:
            return spoken_number(value, language)


def spoken_seconds(seconds: float, language: Language) -> str:
    """The two greatest units: `42 s`, `4 min 10 s`, `3 h 05 min`, `2 j 4 h`."""
    whole = round(seconds)
    day = "j" if language == "fr" else "d"
    for name, length, less, less_length in (
        (day, _DAY, "h", _HOUR),
        ("h", _HOUR, "min", _MINUTE),
        ("min", _MINUTE, "s", 1),
    ):
        if whole >= length:
            rest = whole % length // less_length
            greatest = f"{whole // length}{THIN}{name}"
            return f"{greatest} {rest}{THIN}{less}" if rest else greatest
    return f"{whole}{THIN}s"


def spoken_change(value: float, previous: float, unit: Unit, language: Language) -> str | None:
    """How far it moved: points of a share, of a rating, else in percent; None when it did not."""
    match unit:
        case Unit.ratio:
            change, mark = (value - previous) * 100, " pts"
        case Unit.rating:
            change, mark = value - previous, ""
        case _ if previous:
            change, mark = (value / previous - 1) * 100, "%" if language == "en" else f"{THIN}%"
        case _:
            return None
    rounded = spoken_number(abs(change), language, 1)
    if not any(digit in rounded for digit in "123456789"):
        return None
    return f"{'+' if change > 0 else '−'}{rounded}{mark}"


def _spoken_short(value: float, language: Language, decimals: int) -> str:
    """So many decimals, unless they are all 0."""
    rounded = round(value, decimals)
    return spoken_number(rounded, language, 0 if rounded == int(rounded) else decimals)
