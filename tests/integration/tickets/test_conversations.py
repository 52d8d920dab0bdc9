"""Messages are stored once, numbered without gaps, answered in order and delivered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import StatementError

from tickets.conversations import Conversations
from tickets.database import Database
from tickets.errors import InvalidValue, UnknownConversation
from tickets.service import TicketService
from tickets.views import Reply, TicketView
from tickets.vocabulary import Author, Channel


def test_only_the_hash_of_a_token_is_stored(
    conversations: Conversations, database: Database
) -> None:
    started, token = conversations.start(Channel.web)

    with database.reading() as session:
        stored = session.scalar(text("SELECT token_hash FROM conversations"))
    found = conversations.by_token(token)

    assert found == started
    assert len(token) >= 32
    assert stored is not None
    assert token not in stored


def test_a_wrong_token_opens_nothing(conversations: Conversations) -> None:
    started, _ = conversations.start(Channel.web)

    assert conversations.by_token("wrong") is None
    assert conversations.by_token(started.id) is None


def test_ensuring_a_conversation_twice_makes_one(conversations: Conversations) -> None:
    first = conversations.ensure("from-the-shell", Channel.shell)

    assert conversations.ensure("from-the-shell", Channel.shell) == first
    assert first.sender_id == "from-the-shell.1"


def test_a_message_that_cannot_be_stored_leaves_no_gap(
    conversations: Conversations, conversation_id: str
) -> None:
    conversations.append(conversation_id, Author.system, "Bonjour")
    with pytest.raises((StatementError, TypeError)):
        conversations.append(conversation_id, Author.bot, "no JSON", payload={"image": object()})
    conversations.append(conversation_id, Author.customer, "Salut")

    assert [message.seq for message in conversations.messages(conversation_id)] == [1, 2]


def test_what_a_database_cannot_hold_is_left_out(
    conversations: Conversations, conversation_id: str
) -> None:
    stored = conversations.append(conversation_id, Author.customer, "Sa\0lut \ud83d")

    assert stored.text == "Salut ?"
    assert conversations.messages(conversation_id) == [stored]
    assert conversations.by_token("\ud83d") is None


@pytest.mark.parametrize("client_id", ["", "k" * 65, "k\0"])
def test_a_client_id_that_is_no_key_is_refused(
    conversations: Conversations, conversation_id: str, client_id: str
) -> None:
    with pytest.raises(InvalidValue, match="client_id"):
        conversations.append(conversation_id, Author.customer, "Salut", client_id=client_id)


def test_a_message_sent_twice_is_stored_once(
    conversations: Conversations, conversation_id: str
) -> None:
    first = conversations.append(conversation_id, Author.customer, "Salut", client_id="k1")

    again = conversations.append(conversation_id, Author.customer, "Salut", client_id="k1")

    assert again == first
    assert len(conversations.messages(conversation_id)) == 1


def test_a_client_id_counts_only_within_its_conversation(
    conversations: Conversations, conversation_id: str
) -> None:
    other, _ = conversations.start(Channel.web)
    first = conversations.append(conversation_id, Author.customer, "Salut", client_id="k1")

    second = conversations.append(other.id, Author.customer, "Hello", client_id="k1")

    assert second.id != first.id


def test_no_message_without_a_conversation(conversations: Conversations) -> None:
    with pytest.raises(UnknownConversation):
        conversations.append("nobody", Author.customer, "Salut")


def test_the_newest_messages_come_in_the_order_they_were_said(
    conversations: Conversations, conversation_id: str
) -> None:
    for number in range(5):
        conversations.append(conversation_id, Author.customer, str(number))

    newest = conversations.messages(conversation_id, limit=2)
    after = conversations.messages(conversation_id, after_seq=3)

    assert [message.text for message in newest] == ["3", "4"]
    assert [message.seq for message in after] == [4, 5]


def test_answering_stores_the_replies_and_settles_the_question(
    conversations: Conversations, conversation_id: str
) -> None:
    asked = conversations.append(conversation_id, Author.customer, "Salut")
    buttons = {"quick_replies": [{"title": "Oui", "payload": "/affirm"}]}

    answers = conversations.answer(
        conversation_id, asked.id, [Reply("Bonjour"), Reply("Ça va ?", buttons)]
    )

    assert [answer.seq for answer in answers] == [2, 3]
    assert answers[1].payload == buttons
    assert conversations.pending(conversation_id) == []


def test_an_answered_message_is_not_answered_again(
    conversations: Conversations, conversation_id: str
) -> None:
    asked = conversations.append(conversation_id, Author.customer, "Salut")
    conversations.answer(conversation_id, asked.id, [Reply("Bonjour")])

    assert conversations.answer(conversation_id, asked.id, [Reply("Bonjour")]) == []
    assert len(conversations.messages(conversation_id)) == 2


def test_a_message_of_another_conversation_cannot_be_answered(
    conversations: Conversations, conversation_id: str
) -> None:
    other, _ = conversations.start(Channel.web)
    asked = conversations.append(other.id, Author.customer, "Salut")

    with pytest.raises(InvalidValue, match="customer_message_id"):
        conversations.answer(conversation_id, asked.id, [Reply("Bonjour")])
    assert conversations.messages(conversation_id) == []


def test_pending_messages_wait_in_order_until_handled(
    conversations: Conversations, conversation_id: str
) -> None:
    for words in ("un", "deux", "trois"):
        conversations.append(conversation_id, Author.customer, words)
    conversations.append(conversation_id, Author.bot, "réponse")

    conversations.mark_handled(conversation_id, up_to_seq=1)

    assert [message.text for message in conversations.pending(conversation_id)] == ["deux", "trois"]
    assert conversations.conversations_with_pending() == [conversation_id]


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_looking_for_pending_messages_reads_the_partial_index(
    conversations: Conversations, database: Database
) -> None:
    statements: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )

    conversations.conversations_with_pending()

    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[-1]}", ("bot",)).all()
    assert "ix_messages_pending" in str(plan)


def test_the_longest_waiting_conversation_comes_first(
    conversations: Conversations, conversation_id: str, clock: Any
) -> None:
    other, _ = conversations.start(Channel.web)
    conversations.append(other.id, Author.customer, "première")
    clock.advance(seconds=5)
    conversations.append(conversation_id, Author.customer, "seconde")

    assert conversations.conversations_with_pending() == [other.id, conversation_id]


def test_what_was_delivered_is_not_delivered_again(
    conversations: Conversations, conversation_id: str
) -> None:
    conversations.append(conversation_id, Author.customer, "Salut")
    for words in ("un", "deux"):
        conversations.append(conversation_id, Author.bot, words)

    conversations.mark_delivered(conversation_id, up_to_seq=2)

    assert [message.text for message in conversations.undelivered(conversation_id)] == ["deux"]


def test_a_claimed_turn_is_free_again_after_release_or_lease(
    conversations: Conversations, database: Database, conversation_id: str, clock: Any
) -> None:
    other_process = Conversations(database, clock)

    assert conversations.claim_turn(conversation_id, lease_seconds=30)
    assert not other_process.claim_turn(conversation_id, lease_seconds=30)
    conversations.release_turn(conversation_id)
    assert other_process.claim_turn(conversation_id, lease_seconds=30)
    clock.advance(seconds=31)
    assert conversations.claim_turn(conversation_id, lease_seconds=30)


def test_a_late_release_does_not_free_the_next_ones_turn(
    conversations: Conversations, database: Database, conversation_id: str, clock: Any
) -> None:
    slow, next_one, third = (Conversations(database, clock) for _ in range(3))
    slow.claim_turn(conversation_id, lease_seconds=10)
    clock.advance(seconds=11)
    next_one.claim_turn(conversation_id, lease_seconds=10)

    slow.release_turn(conversation_id)

    assert not third.claim_turn(conversation_id, lease_seconds=10)


def test_a_new_dialogue_changes_the_sender_id(
    conversations: Conversations, conversation_id: str
) -> None:
    assert conversations.begin_new_dialogue(conversation_id) == 2
    assert conversations.get(conversation_id).sender_id == f"{conversation_id}.2"


def test_a_conversation_knows_the_name_of_its_latest_ticket(
    conversations: Conversations,
    conversation_id: str,
    service: TicketService,
    open_ticket: Callable[..., TicketView],
) -> None:
    service.cancel(open_ticket().reference)
    service.open(conversation_id, problem="La TV saccade", customer_name="Alice Durand")

    view = conversations.get(conversation_id)

    assert view.customer_name == "Alice Durand"
    assert view.contact is None


def test_the_language_can_be_changed(conversations: Conversations, conversation_id: str) -> None:
    conversations.set_language(conversation_id, "en")

    assert conversations.get(conversation_id).language == "en"
    with pytest.raises(InvalidValue, match="language"):
        conversations.set_language(conversation_id, "a whole sentence")
