"""A packed sample tells the same ranks as the sorted values it was made of."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tickets.kpis.formulas import nearest_rank
from tickets.kpis.samples import Sample

SECONDS = st.lists(st.one_of(st.integers(0, 50), st.integers(0, 4_000_000_000)), max_size=60)


@given(st.lists(SECONDS, max_size=5), st.floats(0.01, 1))
def test_ranks_are_exact_however_the_values_were_put_together(
    parts: list[list[int]], share: float
) -> None:
    packed = [Sample.of(Counter(part)).pack() for part in parts]

    merged = Sample.merged(Sample.unpack(one) for one in packed)

    values = sorted(value for part in parts for value in part)
    assert len(merged) == len(values)
    assert merged.ranks(share) == [nearest_rank(values, share)]


@given(SECONDS, st.integers(0, 60))
def test_values_are_counted_below_and_up_to_a_bound(values: list[int], bound: int) -> None:
    sample = Sample.of(Counter(values))

    assert sample.below(bound) == sum(value < bound for value in values)
    assert sample.up_to(bound) == sum(value <= bound for value in values)
