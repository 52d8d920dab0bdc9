"""Stored mentions go out in batches of ids, as many as the queue has room for, once each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from collector.dispatch import MOST_QUEUED, Dispatch
from collector.errors import BrokerError
from collector.judge import BATCH
from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product
from tickets.claims import CLAIMED_FOR, Claims
from tickets.x_vocabulary import MentionState


@pytest.fixture
def claims(product: Product) -> Claims:
    return Claims(product.database, product.clock)


def store(product: Product, x: XServer, posts: int) -> None:
    for number in range(posts):
        x.world.say(f"@{HANDLE} ma box est en panne", f"customer{number}")
    product.parts.intake.poll(product.client, product.account)


def test_what_was_sent_is_sent_again_only_after_its_claim_ran_out(
    product: Product, x: XServer, claims: Claims
) -> None:
    store(product, x, BATCH + 6)
    sent: list[Sequence[int]] = []
    dispatch = Dispatch(claims, sent.append)

    assert dispatch.run() == BATCH + 6
    assert dispatch.run() == 0
    assert [len(batch) for batch in sent] == [BATCH, 6]

    product.judge.judge(sent[0])
    product.clock.advance(seconds=CLAIMED_FOR.total_seconds())

    assert dispatch.run() == 6
    assert sent[2] == sent[1]


def test_a_batch_that_the_broker_refuses_stays_to_be_sent(
    product: Product, x: XServer, claims: Claims
) -> None:
    store(product, x, 3)

    def refuse(_: Sequence[int]) -> None:
        raise BrokerError("BROKER_URL: the broker takes no task")

    with pytest.raises(BrokerError):
        Dispatch(claims, refuse).run()

    assert len(claims.unclaimed(9)) == 3


def test_a_full_queue_gets_nothing_more(product: Product, x: XServer, claims: Claims) -> None:
    class Full(Claims):
        def queued(self) -> int:
            return MOST_QUEUED - 2

    store(product, x, 3)
    sent: list[Sequence[int]] = []

    Dispatch(Full(product.database, product.clock), sent.append).run()

    assert [len(batch) for batch in sent] == [2]


def test_a_batch_delivered_twice_is_judged_once(
    product: Product, x: XServer, claims: Claims
) -> None:
    store(product, x, 3)
    sent: list[Sequence[int]] = []
    Dispatch(claims, sent.append).run()

    first, second = product.judge.judge(sent[0]), product.judge.judge(sent[0])

    assert (first.total(), second.total()) == (3, 0)
    assert product.parts.mentions.counts_by_state()[MentionState.judged] == 3
