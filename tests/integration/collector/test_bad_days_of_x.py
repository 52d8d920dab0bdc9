"""Each misbehaviour of X is what it is: waited out, told, counted, and never answered twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collector.errors import XError, XFault
from collector.x_client import Credentials, XClient
from tests.fakes.x_server import KEYS, XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product
from tickets.x_vocabulary import ReplyState

PANNE = f"@{HANDLE} ma box est en panne"


@pytest.mark.parametrize(
    ("fault", "expected", "permanent"),
    [
        ("unauthorized", XFault.unauthorized, True),
        ("unpaid", XFault.unpaid, True),
        ("forbidden", XFault.forbidden, True),
        ("bad_request", XFault.rejected, True),
        ("rate", XFault.rate_limited, False),
        ("rate_without_reset", XFault.rate_limited, False),
        ("rate_past_reset", XFault.rate_limited, False),
        ("rate_odd_reset", XFault.rate_limited, False),
        ("usage_cap", XFault.usage_capped, False),
        ("server", XFault.server, False),
        ("html", XFault.server, False),
        ("html_ok", XFault.bad_answer, False),
        ("bad_json", XFault.bad_answer, False),
        ("drop", XFault.unreachable, False),
        ("hang", XFault.timeout, False),
    ],
)
def test_a_failed_look_is_told_apart_and_repeated_in_full(
    product: Product, x: XServer, fault: str, expected: XFault, permanent: bool
) -> None:
    x.world.say(PANNE)
    x.faults["mentions"].append(fault)

    with pytest.raises(XError) as told:
        product.take_in()
    product.take_in()

    assert (told.value.fault, told.value.permanent) == (expected, permanent)
    assert len(product.parts.replies.due()) == 1


def test_only_a_reset_that_x_named_is_believed(product: Product, x: XServer) -> None:
    resets = {}
    for fault in ("rate", "rate_without_reset", "rate_odd_reset"):
        x.faults["mentions"].append(fault)
        with pytest.raises(XError) as told:
            product.take_in()
        resets[fault] = told.value.retry_at

    named = resets.pop("rate")
    assert named is not None
    assert named - datetime.now(UTC) < timedelta(seconds=5)
    assert set(resets.values()) == {None}


@pytest.mark.parametrize("fault", ["drop_after", "hang_after", "html_after", "bad_json_after"])
def test_a_reply_whose_answer_was_lost_is_found_on_the_timeline(
    product: Product, x: XServer, fault: str
) -> None:
    post = x.world.say(PANNE)
    x.faults["post"].append(fault)
    with pytest.raises(XError):
        product.round()

    product.parts.outbox.settle(product.client, product.account)
    product.round()

    [reply] = product.parts.replies.recent()
    assert (reply.state, reply.sent_post_id) == (ReplyState.sent, x.world.replies[0].id)
    assert x.world.replies_by_target() == {post: 1}


@pytest.mark.parametrize("fault", ["server", "drop", "hang", "html"])
def test_a_reply_that_the_timeline_does_not_show_is_left_to_a_person(
    product: Product, x: XServer, fault: str
) -> None:
    x.world.say(PANNE)
    x.faults["post"].append(fault)
    with pytest.raises(XError):
        product.round()

    product.parts.outbox.settle(product.client, product.account)
    product.round()

    assert [reply.state for reply in product.parts.replies.unknown()] == [ReplyState.unknown]
    assert x.world.replies == []


def test_a_timeline_that_lags_is_believed_later(product: Product, x: XServer) -> None:
    x.world.say(PANNE)
    x.faults["post"].append("drop_after")
    x.timeline_hides_new = True
    with pytest.raises(XError):
        product.round()
    product.parts.outbox.settle(product.client, product.account)
    unknown = len(product.parts.replies.unknown())

    x.timeline_hides_new = False
    product.parts.outbox.settle(product.client, product.account, unknown_too=True)

    [reply] = product.parts.replies.recent()
    assert (unknown, reply.state) == (1, ReplyState.sent)


@pytest.mark.parametrize("fault", ["rate", "unauthorized", "unpaid", "usage_cap"])
def test_a_reply_that_x_did_not_take_waits_and_costs_nothing(
    product: Product, x: XServer, fault: str
) -> None:
    x.world.say(PANNE)
    x.faults["post"].append(fault)
    product.take_in()
    before = product.parts.replies.traffic().spent_today_micros

    with pytest.raises(XError):
        product.round()

    spent = product.parts.replies.traffic().spent_today_micros - before
    assert product.parts.replies.due() == []
    assert spent < 15_000
    product.clock.advance(minutes=5)
    product.round()
    assert len(x.world.replies) == 1


def test_a_final_refusal_ends_the_reply(product: Product, x: XServer) -> None:
    x.world.say(PANNE)
    x.faults["post"].append("forbidden")
    with pytest.raises(XError):
        product.round()

    product.clock.advance(hours=1)
    product.round()

    [reply] = product.parts.replies.recent()
    assert reply.state is ReplyState.rejected
    assert x.world.replies == []


def test_a_failure_is_counted_and_waited_out_by_the_collector(
    product: Product, x: XServer, caplog: pytest.LogCaptureFixture
) -> None:
    x.faults["mentions"].append("unauthorized")
    collector = product.collector()

    collector.run_due()
    collector.run_due()

    assert product.parts.marks.counts() == {"x.unauthorized": 1}
    [line] = [record.message for record in caplog.records if "next try" in record.message]
    assert "check X_API_KEY" in line
    assert "next try in 300 s" in line


def test_wrong_keys_are_refused_by_the_stand_in(x: XServer) -> None:
    wrong = XClient(Credentials("a", "b", KEYS["X_ACCESS_TOKEN"], "d"), api_url=x.url)

    with pytest.raises(XError) as told:
        wrong.me()

    assert told.value.fault is XFault.unauthorized
    assert KEYS["X_ACCESS_TOKEN"] not in str(told.value)
