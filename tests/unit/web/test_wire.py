from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tickets.views import MessageView
from tickets.vocabulary import Author
from web.errors import Refused
from web.wire import (
    Utterance,
    as_offered,
    parse_session_request,
    parse_utterance,
    public_form,
    text_for_bot,
)

YES = {"content_type": "text", "title": "Oui", "payload": "/affirm"}


def message(
    text: str, author: Author = Author.customer, payload: dict[str, Any] | None = None
) -> MessageView:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return MessageView(1, "c1", 1, author, text, payload, at, None, None)


@pytest.mark.parametrize("data", [None, "text", 3, [], {"session_id": 7}, {"session_id": ""}])
def test_a_session_request_without_a_usable_id_asks_for_a_new_one(data: object) -> None:
    request = parse_session_request(data)

    assert request.token is None


@pytest.mark.parametrize("seq", [-1, True, "3", None, 1.5])
def test_a_last_seq_that_is_no_count_is_ignored(seq: object) -> None:
    request = parse_session_request({"session_id": "t", "last_seq": seq})

    assert request.last_seq is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "message_empty"),
        ({"message": " \n"}, "message_empty"),
        ({"message": "\x00"}, "message_empty"),
        ({"message": ["a"]}, "message_empty"),
        ({"message": "x" * 11}, "message_too_long"),
        ({"message": "a", "metadata": {"client_id": 5}}, "client_id"),
        ({"message": "a", "metadata": {"client_id": "k" * 65}}, "client_id"),
    ],
)
def test_an_unusable_message_is_refused_by_the_name_of_its_field(data: object, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_utterance(data, max_chars=10)

    assert refusal.value.code == code


def test_a_message_loses_its_margins_and_its_null_characters() -> None:
    said = parse_utterance({"message": " bon\x00jour ", "metadata": {"client_id": "k"}}, 20)

    assert said == Utterance("bonjour", "k")


def test_a_button_counts_only_where_it_was_offered() -> None:
    offer = message("C'est ça ?", Author.bot, {"quick_replies": [YES]})

    taken = as_offered(Utterance("/affirm"), [offer])
    invented = as_offered(Utterance("/deny"), [offer])

    assert taken == Utterance("Oui", payload="/affirm")
    assert invented == Utterance("/deny")


def test_a_customer_offers_no_buttons() -> None:
    forged = message("x", Author.customer, {"quick_replies": [YES]})

    assert as_offered(Utterance("/affirm"), [forged]).payload is None


@pytest.mark.parametrize("typed", ["/restart", " /restart", "//restart", "/ /\n/restart"])
def test_a_typed_slash_never_reaches_the_bot(typed: str) -> None:
    assert text_for_bot(message(typed)) == "restart"


def test_a_slash_inside_a_sentence_stays() -> None:
    assert text_for_bot(message("et/ou")) == "et/ou"


def test_an_offered_payload_reaches_the_bot_as_it_is() -> None:
    assert text_for_bot(message("Oui", payload={"payload": "/affirm"})) == "/affirm"


def test_what_a_browser_sees_of_a_customers_message_holds_no_payload() -> None:
    shown = public_form(message("Oui", payload={"payload": "/affirm"}))

    assert shown == {
        "text": "Oui",
        "id": 1,
        "seq": 1,
        "author": "customer",
        "at": "2026-11-20T00:00:00+00:00",
    }


def test_what_a_browser_sees_of_the_bots_message_holds_its_buttons() -> None:
    shown = public_form(message("?", Author.bot, {"quick_replies": [YES], "notice": "outage"}))

    assert shown["quick_replies"] == [YES]
    assert "notice" not in shown
