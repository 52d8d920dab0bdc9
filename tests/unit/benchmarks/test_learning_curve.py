"""What more posts to learn from would buy."""

from __future__ import annotations

from collections import Counter

from benchmarks.learning_curve import draw
from collector.cleaning import clean
from collector.opinions import NO, YES, Output
from collector.training import LabelledPosts


def posts_of(complaints: int, others: int) -> LabelledPosts:
    size = complaints + others
    kinds = [YES] * complaints + [NO] * others
    truths = {output: ["autre"] * size for output in Output} | {Output.complaint: kinds}
    return LabelledPosts([clean(f"post {number}") for number in range(size)], truths)


def test_every_sort_of_post_gives_its_share() -> None:
    drawn = draw(posts_of(complaints=40, others=20), 0.25, seed=1)

    assert Counter(drawn.truths[Output.complaint]) == {YES: 10, NO: 5}


def test_a_rare_sort_is_never_left_out() -> None:
    drawn = draw(posts_of(complaints=40, others=1), 0.1, seed=1)

    assert drawn.truths[Output.complaint].count(NO) == 1


def test_a_smaller_share_is_part_of_a_larger_one() -> None:
    data = posts_of(complaints=40, others=20)

    small, large = ({post.words for post in draw(data, share, 3).posts} for share in (0.2, 0.5))

    assert small < large
    assert small != {post.words for post in draw(data, 0.2, 4).posts}
