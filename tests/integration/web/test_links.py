"""The link of a public reply: looking is no click, pressing opens a chat that knows the post."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.fakes.chat_product import ChatProduct
from tests.fakes.customer import Customer
from tickets.chat_links import ChatLinks
from tickets.mentions import Mentions, NewMention
from tickets.vocabulary import Channel
from tickets.x_schema import ChatLinkRow, MentionRow
from tickets.x_vocabulary import MentionSource, ReplyRejection

POST = "@FreeAide ma box est en panne depuis hier <b>merci</b>"


@pytest.fixture
def links(product: ChatProduct) -> ChatLinks:
    return ChatLinks(product.database)


@pytest.fixture
def token(product: ChatProduct, links: ChatLinks) -> str:
    mention = NewMention(
        post_id="1990000000000000007",
        edit_ids=(),
        thread_id="1990000000000000007",
        author_id="42",
        author_handle="alice",
        text=POST,
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.poll,
    )
    Mentions(product.database).store([mention])
    with product.database.session() as session:
        return links.make(session, session.get_one(MentionRow, 1))[1]


def link_row(product: ChatProduct) -> ChatLinkRow:
    with product.database.reading() as session:
        return session.get_one(ChatLinkRow, 1)


async def press(http: httpx.AsyncClient, token: str, **fields: str) -> dict[str, list[str]]:
    answer = await http.post(f"/c/{token}", data=fields)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).path == "/chat"
    return parse_qs(urlsplit(answer.headers["location"]).fragment)


async def test_looking_shows_the_post_and_counts_nothing(
    product: ChatProduct, http: httpx.AsyncClient, token: str
) -> None:
    page = await http.get(f"/c/{token}")

    assert "ma box est en panne depuis hier &lt;b&gt;merci&lt;/b&gt;" in page.text
    assert "alice" not in page.text
    assert "noindex" in page.headers["x-robots-tag"]
    assert link_row(product).clicked_at is None
    assert product.rasa.received == []


async def test_pressing_opens_a_chat_that_begins_with_the_post(
    product: ChatProduct,
    http: httpx.AsyncClient,
    token: str,
    links: ChatLinks,
    arrive: Callable[[ChatProduct], Customer],
) -> None:
    product.rasa.answers["/open_from_post"] = [{"text": "C'est bien cela ?"}]

    [session] = (await press(http, token))["session"]

    conversation = product.conversations.by_token(session)
    assert conversation is not None
    assert conversation.channel is Channel.x
    for _ in range(200):
        if product.conversations.messages(conversation.id):
            break
        await asyncio.sleep(0.02)
    assert [m.text for m in product.conversations.messages(conversation.id)] == [
        "C'est bien cela ?"
    ]
    assert product.rasa.texts == ["/open_from_post"]
    known = links.known_problem(conversation.id)
    assert known is not None
    assert known.text == POST
    assert link_row(product).clicked_at is not None


@pytest.mark.parametrize(("fields", "handle"), [({}, None), ({"consent": "true"}, "alice")])
async def test_the_handle_stays_only_with_consent(
    product: ChatProduct,
    http: httpx.AsyncClient,
    token: str,
    links: ChatLinks,
    fields: dict[str, str],
    handle: str | None,
) -> None:
    [session] = (await press(http, token, **fields))["session"]

    conversation = product.conversations.by_token(session)
    assert conversation is not None
    origin = links.origin(conversation.id)
    assert origin is not None
    assert (origin.handle, origin.has_consent) == (handle, bool(fields))


async def test_nobody_gets_into_somebody_elses_chat_by_the_public_link(
    product: ChatProduct, http: httpx.AsyncClient, token: str
) -> None:
    alice, stranger = await press(http, token), await press(http, token)

    assert alice["session"] != stranger["session"]
    assert alice["link"] == stranger["link"]
    assert alice["link"][0] not in token


@pytest.mark.parametrize("spoil", ["unknown", "revoked", "expired"])
async def test_a_link_that_is_over_opens_nothing(
    product: ChatProduct, http: httpx.AsyncClient, token: str, links: ChatLinks, spoil: str
) -> None:
    if spoil == "unknown":
        token = uuid.uuid4().hex
    elif spoil == "revoked":
        links.revoke(1)
    else:
        with product.database.session() as session:
            session.get_one(ChatLinkRow, 1).expires_at = datetime(2026, 1, 1, tzinfo=UTC)

    shown, pressed = await http.get(f"/c/{token}"), await http.post(f"/c/{token}")

    assert (shown.status_code, pressed.status_code) == (410, 410)
    assert "Ce lien" in shown.text
    assert product.rasa.received == []


async def test_when_the_post_disappears_an_unused_link_does_too(
    product: ChatProduct, http: httpx.AsyncClient, token: str
) -> None:
    Mentions(product.database).erase([1], ReplyRejection.post_gone)

    assert (await http.get(f"/c/{token}")).status_code == 410
