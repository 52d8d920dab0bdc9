"""Whoever judges mentions, in whatever order and however late: each is judged once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.wordings import read_wordings
from tests.integration.tickets.conftest import SteppedClock
from tickets.claims import CLAIMED_FOR, Claims
from tickets.database import Database
from tickets.judging import Decision, History, Judgement, Judging
from tickets.mentions import Mentions, NewMention
from tickets.replies import Replies
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Theme, Tone
from tickets.x_views import ReplyView
from tickets.x_vocabulary import CollectorMode, MentionSource, MentionState

JUDGES = ("first", "second")
COMPLAINT = Judgement(True, Theme.internet_fixe, Tone.calm, True, {})
numbers = itertools.count(1_990_000_000_000_000_000)


@pytest.fixture
def mentions(database: Database, clock: SteppedClock) -> Mentions:
    return Mentions(database, clock)


@pytest.fixture
def claims(database: Database, clock: SteppedClock) -> Claims:
    return Claims(database, clock)


@pytest.fixture
def judging(database: Database, clock: SteppedClock) -> Judging:
    return Judging(database, clock)


def a_post(clock: SteppedClock, author: str = "", *, after: str = "") -> NewMention:
    """A new post, or with `after` a later version of that one."""
    id_ = str(next(numbers))
    return NewMention(
        post_id=id_,
        edit_ids=(after, id_) if after else (id_,),
        thread_id=after or id_,
        author_id=author or id_,
        author_handle=None,
        text="@FreeAide ma box est en panne",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=clock(),
        source=MentionSource.poll,
    )


def leave(_: History) -> Decision:
    return Decision("nothing_to_answer")


def answer_once_a_day(history: History) -> Decision:
    if history.author_replies_today:
        return Decision("author_cap")
    return Decision("reply", CollectorMode.approval)


def test_what_one_judge_has_another_does_not_get(
    mentions: Mentions, claims: Claims, clock: SteppedClock
) -> None:
    mentions.store([a_post(clock) for _ in range(3)])

    first = claims.take("first", limit=2)
    ids = [mention.id for mention in first]

    [left] = claims.take("second", limit=9)
    assert left.id not in ids
    assert claims.take_of("second", ids) == []
    assert [mention.id for mention in claims.take("first", limit=2)] == ids
    assert claims.unclaimed(9) == []


def test_a_claim_that_ran_out_frees_its_mention_and_its_old_holder_is_not_heard(
    mentions: Mentions, claims: Claims, judging: Judging, clock: SteppedClock
) -> None:
    mentions.store([a_post(clock)])
    [claimed] = claims.take("first", limit=1)

    clock.advance(seconds=CLAIMED_FOR.total_seconds())
    assert claims.unclaimed(9) == [claimed.id]
    assert claims.take_of("second", [claimed.id]) == [claimed]

    assert judging.record(claimed.id, "first", COMPLAINT, leave) is None
    assert judging.record(claimed.id, "second", COMPLAINT, leave) is not None


def test_what_a_queue_holds_is_any_judges_and_is_not_offered_again(
    mentions: Mentions, claims: Claims, clock: SteppedClock
) -> None:
    mentions.store([a_post(clock) for _ in range(2)])
    ids = claims.unclaimed(9)

    claims.take_of("first", ids[:1])
    claims.note_queued(ids)

    assert claims.queued() == 1
    assert claims.unclaimed(9) == []
    assert [mention.id for mention in claims.take_of("second", ids)] == ids[1:]
    assert claims.queued() == 0


def test_who_judged_the_words_before_an_edit_is_not_heard(
    mentions: Mentions, claims: Claims, judging: Judging, clock: SteppedClock
) -> None:
    post = a_post(clock)
    mentions.store([post])
    [claimed] = claims.take("first", limit=1)

    mentions.store([a_post(clock, post.author_id, after=post.post_id)])

    assert judging.record(claimed.id, "first", COMPLAINT, leave) is None
    assert claims.unclaimed(9) == [claimed.id]


moves = st.one_of(
    st.tuples(st.just("take"), st.sampled_from(JUDGES), st.integers(1, 3)),
    st.tuples(st.just("take_of"), st.sampled_from(JUDGES), st.integers(0, 3)),
    st.tuples(st.just("queue"), st.just(""), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.just(""), st.integers(30, 130)),
    st.tuples(st.just("record"), st.sampled_from(JUDGES), st.integers(0, 3)),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(moves, max_size=20))
def test_in_any_order_a_mention_has_one_judge_and_is_judged_once(
    mentions: Mentions,
    claims: Claims,
    judging: Judging,
    clock: SteppedClock,
    steps: list[tuple[str, str, int]],
) -> None:
    mentions.store([a_post(clock) for _ in range(4)])
    ids = claims.unclaimed(4)
    has: dict[int, tuple[str, timedelta]] = {}
    judged: Counter[int] = Counter()
    start = clock()

    for move, judge, number in steps:
        now = clock() - start
        if move == "wait":
            clock.advance(seconds=number)
        elif move == "queue":
            claims.note_queued(claims.unclaimed(number))
        elif move == "record":
            if judging.record(ids[number], judge, COMPLAINT, leave):
                judged[ids[number]] += 1
        else:
            wanted = ids[number:]
            taken = claims.take(judge, number) if move == "take" else claims.take_of(judge, wanted)
            for mention in taken:
                holder, since = has.get(mention.id, (judge, now))
                assert holder == judge or now - since >= CLAIMED_FOR
                assert not judged[mention.id]
                has[mention.id] = (judge, now)
    assert set(judged.values()) <= {1}
    for mention in claims.take("first", 9):
        judging.record(mention.id, "first", COMPLAINT, leave)
    clock.advance(seconds=CLAIMED_FOR.total_seconds())
    for mention in claims.take("first", 9):
        judging.record(mention.id, "first", COMPLAINT, leave)
    assert mentions.counts_by_state()[MentionState.received] == 0


def test_judges_who_look_at_once_share_the_mentions_out(
    mentions: Mentions, claims: Claims, clock: SteppedClock
) -> None:
    mentions.store([a_post(clock) for _ in range(40)])
    barrier = Barrier(4)

    def _take_all(judge: str) -> list[int]:
        barrier.wait(timeout=30)
        taken: dict[int, None] = {}
        while fresh := [one for one in claims.take(judge, len(taken) + 3) if one.id not in taken]:
            taken |= dict.fromkeys(one.id for one in fresh)
        return list(taken)

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(_take_all, "abcd"))

    everything = [mention_id for share in shares for mention_id in share]
    assert len(everything) == len(set(everything)) == 40


@pytest.fixture
def judge_at_once(
    database: Database, mentions: Mentions, claims: Claims, judging: Judging, clock: SteppedClock
) -> Callable[[str], list[ReplyView]]:
    """Two judge a mention of each author, side by side; the replies, in their order."""

    def _judge_all(authors: str) -> list[ReplyView]:
        ReplyTemplates(database, clock).take_in(read_wordings())
        mentions.store([a_post(clock, author) for author in authors])
        ids = [mention.id for mention in claims.take("both", len(authors))]
        barrier = Barrier(2)

        def _judge(share: list[int]) -> None:
            for mention_id in share:
                barrier.wait(timeout=30)
                assert judging.record(mention_id, "both", COMPLAINT, answer_once_a_day)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_judge, (ids[::2], ids[1::2])))
        return sorted(Replies(database, clock).pending(), key=lambda reply: reply.id)

    return _judge_all


def test_two_who_judge_one_author_at_once_see_each_others_reply(
    judge_at_once: Callable[[str], list[ReplyView]],
) -> None:
    replies = judge_at_once("00112233445566778899")

    assert Counter(reply.mention.author_id for reply in replies) == Counter("0123456789")


def test_two_who_reply_at_once_do_so_in_different_words(
    judge_at_once: Callable[[str], list[ReplyView]],
) -> None:
    wordings = [reply.template_id for reply in judge_at_once("0123456789abcdefghij")]

    assert len(wordings) == 20
    assert all(one != following for one, following in itertools.pairwise(wordings))
