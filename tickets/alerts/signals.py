"""What a rule can watch, declared: every KPI with a value, and how the product stands now.

It reads nothing: `readings` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from tickets.kpis.definitions import MEASURED, SPEND, Direction, Kpi, Unit, Words


@dataclass(frozen=True)
class Signal:
    """One thing to watch; it is bad on the side of `bad_when`. A KPI's has a window."""

    key: str
    unit: Unit
    name: Words
    bad_when: Direction
    kpi: Kpi | None = None


QUEUE_AGE = Signal(
    "queue_age",
    Unit.seconds,
    Words("Attente la plus longue dans la file", "Longest wait in the queue"),
    Direction.above,
)
BOT_WAIT = Signal(
    "bot_wait",
    Unit.seconds,
    Words("Message sans réponse de l’assistant", "Message without the assistant's answer"),
    Direction.above,
)
COLLECTOR_SILENCE = Signal(
    "collector_silence",
    Unit.seconds,
    Words("Silence du collecteur", "Silence of the collector"),
    Direction.above,
)
SPEND_SHARE = Signal(
    "spend_share",
    Unit.ratio,
    Words("Part du plafond de dépense du jour", "Share of the day's spending cap"),
    Direction.above,
)


def _of(kpi: Kpi) -> Signal:
    """Bad on the other side of its target."""
    is_above_good = kpi.target is not None and kpi.target.direction is Direction.above
    bad_when = Direction.below if is_above_good else Direction.above
    return Signal(kpi.key, kpi.unit, kpi.name, bad_when, kpi)


LIVE = (QUEUE_AGE, BOT_WAIT, COLLECTOR_SILENCE, SPEND_SHARE)
# Money has a signal of its own: a cap is a day's, whatever the window.
SIGNALS: dict[str, Signal] = {
    signal.key: signal for signal in (*LIVE, *(_of(kpi) for kpi in MEASURED if kpi is not SPEND))
}
