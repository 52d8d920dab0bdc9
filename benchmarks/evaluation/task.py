"""One thing that is measured on one set of rows, with what it is compared to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.evaluation.measures import Figure, Judged, Measure, confusions, figure
from benchmarks.evaluation.styles import STYLES


@dataclass(frozen=True)
class Task:
    """`rows` of the product and the same rows as each plain way answers them.

    `is_own`: the rows are the repository's, so that mistakes may be shown and figures be kept.
    """

    part: str
    rows_of: str
    rows: Sequence[Judged]
    measures: Sequence[Measure]
    baselines: Mapping[str, Sequence[Judged]] = field(default_factory=dict)
    is_own: bool = True

    @property
    def name(self) -> str:
        return f"{self.part} · {self.source}"

    @property
    def source(self) -> str:
        """What the rows are, and whether they are others'."""
        return self.rows_of if self.is_own else f"{self.rows_of} (others')"

    def figures(self) -> dict[str, Figure]:
        """By measure; nothing without rows."""
        return _figures(self.rows, self.measures)

    def compared(self) -> dict[str, dict[str, Figure]]:
        """The figures of each baseline."""
        return {name: _figures(rows, self.measures) for name, rows in self.baselines.items()}

    def slices(self) -> Iterator[tuple[str, Figure]]:
        """The first measure on the rows of each style that there are any of."""
        for style in STYLES:
            rows = [row for row in self.rows if style in row.styles]
            if sliced := figure(rows, self.measures[0]):
                yield style, sliced

    def worst(self) -> list[tuple[str, str, int]]:
        """The ten worst confusions; of others' rows not even labels are told."""
        return confusions(self.rows) if self.is_own else []


def _figures(rows: Sequence[Judged], measures: Sequence[Measure]) -> dict[str, Figure]:
    found = {measure.name: figure(rows, measure) for measure in measures}
    return {name: told for name, told in found.items() if told is not None}
