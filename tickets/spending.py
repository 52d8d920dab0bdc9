"""What X costs: the prices in one table, what was spent, and what is left of the day's cap.

Days are UTC, as X's own are. Prices of November 2026; the operator's contract decides: change them
here and nowhere else.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.x_schema import SpendRow
from tickets.x_vocabulary import SpendKind

MICROS_PER_DOLLAR = 1_000_000
PRICE_MICROS = {
    SpendKind.own_read: 1_000,
    SpendKind.read: 5_000,
    SpendKind.post: 15_000,
    SpendKind.post_with_link: 200_000,
}


class Spending:
    """The ledger."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def note(self, kind: SpendKind, units: int) -> None:
        """So many were paid for."""
        if units:
            with self._database.session() as session:
                charge(session, kind, units, self._clock())

    def today_micros(self) -> int:
        with self._database.reading() as session:
            return spent_micros(session, self._clock())


def charge(session: Session, kind: SpendKind, units: int, at: datetime) -> int:
    """Note a cost in the caller's transaction; how much it is."""
    micros = PRICE_MICROS[kind] * units
    session.add(SpendRow(at=at, kind=kind, units=units, micros=micros))
    return micros


def spent_micros(session: Session, now: datetime) -> int:
    """What was spent since midnight, UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(func.coalesce(func.sum(SpendRow.micros), 0)).where(SpendRow.at >= midnight)
    return int(session.scalar(query) or 0)
