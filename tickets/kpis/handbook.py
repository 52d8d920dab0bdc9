"""The table of docs/kpis.md, written from the definitions: `python -m tickets.kpis.handbook`."""

from __future__ import annotations

from tickets.kpis.definitions import DRAWN, MEASURED, Direction, Kpi, Unit

_UNITS = {
    Unit.ratio: "share",
    Unit.seconds: "seconds",
    Unit.rating: "1 to 5",
    Unit.dollars: "dollars",
    Unit.number: "number",
}


def table() -> str:
    """One line a figure, in Markdown."""
    lines = ["| key | name | formula | unit | target |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(_line(kpi) for kpi in (*MEASURED, *DRAWN))])


def _line(kpi: Kpi) -> str:
    name = f"{kpi.name.en} · {kpi.name.fr}"
    return f"| `{kpi.key}` | {name} | {kpi.formula} | {_UNITS[kpi.unit]} | {_target(kpi)} |"


def _target(kpi: Kpi) -> str:
    if kpi.target is None:
        return "-"
    sign = ">" if kpi.target.direction is Direction.above else "<"
    if kpi.unit is Unit.ratio:
        return f"{sign} {kpi.target.value:.0%}"
    if kpi.unit is Unit.seconds:
        return f"{sign} {kpi.target.value / 60:.0f} min"
    return f"{sign} {kpi.target.value:g}"


if __name__ == "__main__":
    print(table())
