"""The addresses of the dashboard: a view's page and files, and what lies behind a figure. Pure.

Every address holds the whole view, so that it can be shared and that Back leads back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from tickets.errors import InvalidValue
from tickets.kpis.definitions import ALL, Kpi
from tickets.kpis.views import View

PLACE = "/console/kpi"
BEHIND = f"{PLACE}/behind"
REPORT = "/console/report"
WINDOWS = ("24h", "7d", "30d", "90d")
DEFAULT_WINDOW = "30d"
FIELDS = ("window", "from", "to", "theme", "channel", "priority")
_DATES = {"window", "from", "to"}


@dataclass(frozen=True)
class Asked:
    """What an address asks for; what it got wrong, by field, is as if it had not been asked."""

    view: View
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, params: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Asked:
        given = {name: params[name] for name in FIELDS if params.get(name, "").strip()}
        faults: list[str] = []
        while True:
            try:
                return cls(View.parse(with_default(given), now, zone), tuple(faults))
            except InvalidValue as refusal:
                faults.append(refusal.field)
                wrong = _DATES if refusal.field in _DATES else {refusal.field}
                given = {name: text for name, text in given.items() if name not in wrong}


def with_default(given: Mapping[str, str]) -> dict[str, str]:
    """The window that counts where none is asked for."""
    return {"window": DEFAULT_WINDOW, **given}


def page_of(view: View, **changes: str) -> str:
    """The dashboard over this view; a blank change takes a filter back."""
    return _address(PLACE, view, changes)


def report_of(view: View) -> str:
    """The report over this view."""
    return _address(REPORT, view)


def file_of(view: View, name: str, ending: str) -> str:
    """One table of it as csv or json."""
    return _address(f"{PLACE}/{name}.{ending}", view)


def behind(view: View, kpi: Kpi, part: str = ALL.key) -> str | None:
    """The tickets or mentions behind a figure; None for a part that is not listed."""
    if kpi.part(part) is None:
        return None
    return _address(BEHIND, view, {"kpi": kpi.key, "part": part})


def _address(path: str, view: View, changes: Mapping[str, str] | None = None) -> str:
    query = {**view.address(), **(changes or {})}
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"
