"""Durations of many tickets or mentions, whole seconds, as values and how often each occurs.

Exact: nothing is put into classes, however wide. The only file of this package that knows numpy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Up to here a table with a place for every second is quicker than sorting.
_TABLE_SECONDS = 5_000_000


@dataclass(frozen=True)
class Sample:
    """Values with their numbers of occurrence; a value may appear several times."""

    values: NDArray[np.uint32]
    times: NDArray[np.uint32]

    @classmethod
    def of(cls, occurrences: Mapping[int, int]) -> Self:
        """From values to how often each occurs."""
        pairs = sorted(occurrences.items())
        return cls(
            np.array([value for value, _ in pairs], dtype=np.uint32),
            np.array([times for _, times in pairs], dtype=np.uint32),
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """What `pack` wrote, on any machine."""
        values, times = np.frombuffer(packed, dtype="<u4").reshape(2, -1)
        return cls(values, times)

    @classmethod
    def merged(cls, samples: Iterable[Self]) -> Self:
        """All of them as one."""
        kept = list(samples)
        if not kept:
            return cls.of({})
        return cls(
            np.concatenate([sample.values for sample in kept]),
            np.concatenate([sample.times for sample in kept]),
        )

    def pack(self) -> bytes:
        """Four bytes a value, then four bytes a number, least significant first."""
        return self.values.astype("<u4").tobytes() + self.times.astype("<u4").tobytes()

    def __len__(self) -> int:
        return int(self.times.sum())

    def up_to(self, value: float) -> int:
        """How many do not exceed this value."""
        return int(self.times[self.values <= value].sum())

    def below(self, value: float) -> int:
        """How many are smaller than this value."""
        return int(self.times[self.values < value].sum())

    def ranks(self, *shares: float) -> list[int | None]:
        """For each share the smallest value that at least this share of all does not exceed."""
        total = len(self)
        if not total:
            return [None] * len(shares)
        values, running = self._running()
        wanted = [max(math.ceil(share * total), 1) for share in shares]
        return [int(values[place]) for place in np.searchsorted(running, wanted)]

    def _running(self) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """Values in order, and how many there are up to each."""
        if int(self.values.max()) <= min(_TABLE_SECONDS, 50 * len(self.values)):
            table = np.bincount(self.values, weights=self.times).astype(np.int64)
            return np.arange(len(table)), table.cumsum()
        order = np.argsort(self.values)
        return self.values[order], self.times[order].cumsum(dtype=np.int64)
