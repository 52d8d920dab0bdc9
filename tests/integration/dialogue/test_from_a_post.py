"""The chat opened from a public post: the post is quoted and only confirmed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.integration.dialogue.conftest import Bot, Customer
from tickets.chat_links import ChatLinks
from tickets.claims import Claims
from tickets.conversations import Conversations
from tickets.judging import Decision, Judgement, Judging
from tickets.mentions import Mentions, NewMention
from tickets.vocabulary import Channel, Theme, Tone
from tickets.x_schema import MentionRow
from tickets.x_vocabulary import MentionSource

POST = "@FreeAide plus d'internet depuis hier, la box affiche un point rouge https://t.co/x"
TOLD = "plus d'internet depuis hier, la box affiche un point rouge"


@pytest.fixture
def from_post(bot: Bot) -> Customer:
    id_ = str(int(datetime.now(UTC).timestamp() * 1e6))
    mention = NewMention(
        post_id=id_,
        edit_ids=(),
        thread_id=id_,
        author_id=id_,
        author_handle="alice",
        text=POST,
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.poll,
    )
    Mentions(bot.database).store([mention])
    [received] = Claims(bot.database).take("a judge", limit=1)
    judgement = Judgement(True, Theme.internet_fixe, Tone.calm, True, {})
    Judging(bot.database).record(received.id, "a judge", judgement, lambda _: Decision("reply"))
    links = ChatLinks(bot.database)
    with bot.database.session() as session:
        _, token = links.make(session, session.get_one(MentionRow, received.id))
    conversation, _ = Conversations(bot.database).start(Channel.x)
    links.open(token, conversation.id, has_consent=False)
    return Customer(bot, conversation.id)


def test_the_post_is_quoted_and_only_confirmed(from_post: Customer) -> None:
    opening = from_post.says("/open_from_post")

    assert f"« {TOLD} »" in opening
    assert opening.endswith("C'est bien cela ?")
    assert from_post.buttons == ["/affirm", "/deny", "/ask_human"]


def test_a_yes_leads_to_a_ticket_with_the_posts_words(from_post: Customer) -> None:
    from_post.says("/open_from_post")

    name_asked = from_post.says("/affirm")
    recap = from_post.says_all("Camille Martin", "/decline")
    from_post.says("/affirm")

    assert "prénom" in name_asked
    assert TOLD in recap
    assert from_post.ticket.problem == TOLD
    assert from_post.ticket.theme is Theme.internet_fixe


def test_a_typed_yes_with_more_keeps_both(from_post: Customer) -> None:
    from_post.says("/open_from_post")

    from_post.says("oui c'est ça")
    recap = from_post.says_all("Camille Martin", "/decline")

    assert TOLD in recap


def test_a_no_asks_for_the_problem_and_forgets_the_post(from_post: Customer) -> None:
    from_post.says("/open_from_post")

    asked = from_post.says("/deny")
    from_post.says("ma facture de novembre a augmenté de 10 euros sans prévenir")
    recap = from_post.says_all("Camille Martin", "/decline")

    assert "quel est le problème" in asked
    assert "facture de novembre" in recap
    assert TOLD not in recap


def test_without_its_post_the_chat_opens_as_any_other(customer: Customer) -> None:
    opening = customer.says("/open_from_post")

    assert "Racontez-moi" in opening
