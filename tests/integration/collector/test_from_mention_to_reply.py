"""A mention on the stand-in X becomes one reply, or none, as the rules say."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.fakes.x_server import XServer
from tests.fakes.x_world import HANDLE
from tests.integration.collector.conftest import Product
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Theme
from tickets.x_vocabulary import MentionState, ReplyRejection, ReplyState

PANNE = f"@{HANDLE} ma box est en panne"


def test_a_complaint_gets_one_reply_with_a_link_to_the_chat(product: Product, x: XServer) -> None:
    post = x.world.say(PANNE)

    product.round()
    product.round()

    [reply] = x.world.replies
    assert reply.references == [{"type": "replied_to", "id": post}]
    assert re.search(r"http://aide\.example\.org/c/[\w-]{20,}$", reply.text)
    assert post not in reply.text


def test_no_two_replies_in_a_row_are_worded_alike(product: Product, x: XServer) -> None:
    for name in ("alice", "bob", "charlie", "diane", "eve"):
        x.world.say(PANNE, name)

    product.round()

    texts = [reply.text.partition("http")[0] for reply in x.world.replies]
    assert len(texts) == 5
    assert all(one != other for one, other in pairwise(texts))


def test_a_doubtful_theme_is_not_named_in_the_reply(product: Product, x: XServer) -> None:
    x.world.say(PANNE)
    x.world.say(f"@{HANDLE} le truc de la box est en panne", "bob")

    product.round()

    wordings = ReplyTemplates(product.database).list()
    themes = {wording.text.partition("{")[0]: wording.theme for wording in wordings}
    told = [themes[reply.text.partition("http")[0]] for reply in x.world.replies]
    assert told == [Theme.internet_fixe, Theme.autre]


def test_chatter_reposts_and_own_posts_get_none(product: Product, x: XServer) -> None:
    x.world.say(f"@{HANDLE} joli logo")
    x.world.repost(x.world.say(PANNE, "bob"), "charlie")
    x.world.reply(None, f"Panne de box ? Écrivez à @{HANDLE}")

    product.round()

    assert len([reply for reply in x.world.replies if reply.references]) == 1
    assert product.parts.mentions.counts_by_state()[MentionState.judged] == 2


def test_a_thread_of_one_author_gets_one_reply(product: Product, x: XServer) -> None:
    first = x.world.say(PANNE + " 1/2")
    x.world.say(PANNE + " 2/2", conversation_id=first)

    product.round()

    assert len(x.world.replies) == 1


@pytest.mark.parametrize("settings", ["following", "subscribers", "verified"])
def test_who_closed_the_replies_gets_none(product: Product, x: XServer, settings: str) -> None:
    x.world.say(PANNE, reply_settings=settings)

    product.round()

    assert x.world.replies == []


def test_who_opts_out_is_never_answered_again(product: Product, x: XServer) -> None:
    x.world.say(f"@{HANDLE} ne me répondez plus, la panne de box continue")
    product.round()

    x.world.say(PANNE + " encore")
    product.round()

    assert x.world.replies == []


def test_the_default_sends_nothing(product: Product, x: XServer) -> None:
    product.controls.change(product.cast.diane.id, mode="dry_run")
    x.world.say(PANNE)

    product.round()

    [reply] = product.parts.replies.recent()
    assert reply.rejection is ReplyRejection.dry_run
    assert x.world.replies == []


def test_with_approval_only_what_an_agent_lets_go_leaves(product: Product, x: XServer) -> None:
    product.controls.change(product.cast.diane.id, mode="approval")
    first, second = x.world.say(PANNE, "bob"), x.world.say(PANNE, "charlie")
    product.round()
    one, other = product.parts.replies.pending()
    assert x.world.replies == []

    product.parts.replies.approve(one.id, product.cast.alice.id, "Bonjour, par ici : {link}")
    product.parts.replies.refuse(other.id, product.cast.alice.id)
    product.round()

    assert x.world.replies_by_target() == {first: 1}
    assert x.world.replies[0].text.startswith("Bonjour, par ici : http")
    assert second not in x.world.replies_by_target()


def test_the_kill_switch_holds_what_is_approved(product: Product, x: XServer) -> None:
    x.world.say(PANNE)
    product.take_in()

    product.controls.stop(product.cast.alice.id)
    product.round()
    held = len(x.world.replies)
    product.controls.change(product.cast.diane.id, is_stopped=False)
    product.round()

    assert (held, len(x.world.replies)) == (0, 1)


def test_a_cap_in_dollars_stops_the_day(product: Product, x: XServer) -> None:
    product.controls.change(product.cast.diane.id, dollars_per_day=1)
    for number in range(8):
        x.world.say(PANNE, f"customer{number}")

    product.round()

    traffic = product.parts.replies.traffic()
    assert len(x.world.replies) == 4
    assert traffic.spent_today_micros <= 1_000_000


def test_a_post_that_vanished_meanwhile_gets_none_and_is_emptied(
    product: Product, x: XServer
) -> None:
    post = x.world.say(PANNE)
    product.take_in()

    x.world.delete(post)
    product.round()

    [reply] = product.parts.replies.recent()
    assert x.world.replies == []
    assert reply.rejection is ReplyRejection.post_gone
    assert (reply.mention.text, reply.mention.author_id) == ("", None)
    assert reply.mention.theme is Theme.internet_fixe


def test_a_post_that_was_edited_meanwhile_gets_none(product: Product, x: XServer) -> None:
    post = x.world.say(PANNE)
    product.take_in()

    x.world.edit(post, f"@{HANDLE} c'est réparé, merci")
    product.round()
    product.round()

    [reply] = product.parts.replies.recent()
    assert x.world.replies == []
    assert reply.rejection is ReplyRejection.post_edited
    assert reply.mention.text.endswith("merci")


def test_what_is_gone_from_x_is_gone_here_within_a_day(product: Product, x: XServer) -> None:
    gone, stays = x.world.say(PANNE, "bob"), x.world.say(PANNE, "charlie")
    product.round()
    x.world.delete(gone)

    product.clock.advance(hours=21)
    erased = product.parts.purge.check(product.client)

    kept = product.parts.mentions.to_check(product.clock.__call__() + product.clock.offset)
    assert erased == 1
    assert [mention.post_id for mention in kept] == [stays]


def test_after_its_days_a_mention_is_emptied_and_its_figures_stay(
    product: Product, x: XServer
) -> None:
    x.world.say(PANNE)
    product.round()

    product.clock.advance(days=11)
    product.parts.purge.expire()

    [reply] = product.parts.replies.recent()
    assert reply.state is ReplyState.sent
    assert (reply.mention.text, reply.mention.theme) == ("", Theme.internet_fixe)


def test_a_gap_of_several_pages_is_filled(product: Product, x: XServer) -> None:
    x.page_size = 5
    posts = [x.world.say(f"@{HANDLE} bonjour {number}") for number in range(23)]

    product.take_in()
    x.world.say(f"@{HANDLE} encore un")
    product.take_in()

    assert product.parts.mentions.counts_by_state()[MentionState.judged] == len(posts) + 1
    assert product.parts.marks.counts() == {}
