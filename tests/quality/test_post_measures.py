"""The posts that understanding is measured on are none that were learnt from, and of every sort."""

from __future__ import annotations

from pathlib import Path

from collector.evaluation import read_rows
from collector.opinions import LABELS, NO, YES, Output
from collector.training import POSTS, read_posts

HELD_OUT = Path(__file__).with_name("posts.csv")


def test_no_post_of_the_measure_was_learnt_from() -> None:
    learnt = {post.words for post in read_posts(POSTS).posts}

    measured = {post.words for post in read_rows(HELD_OUT).posts if len(post.words.split()) > 1}

    assert measured & learnt == set()


def test_the_measure_has_every_sort_of_post() -> None:
    truths = read_rows(HELD_OUT).truths

    assert len(truths[Output.complaint]) >= 150
    assert truths[Output.complaint].count(NO) >= 60
    assert truths[Output.respond].count(YES) > truths[Output.complaint].count(YES)
    assert set(LABELS[Output.theme]) <= set(truths[Output.theme])
    assert set(LABELS[Output.tone]) == set(truths[Output.tone])
