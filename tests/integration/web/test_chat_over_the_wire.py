"""The Socket.IO protocol as Rasa's widgets and ours speak it."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.chat_product import ChatProduct, MakeProduct
from tests.fakes.customer import Customer

Arrive = Callable[[ChatProduct], Customer]
YES = {"title": "Oui", "payload": "/affirm"}


async def test_a_new_customer_gets_a_session_and_the_bots_opening(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)

    await alice.connect()
    await alice.hears("Bonjour")

    assert isinstance(alice.token, str)
    assert len(alice.token) >= 32
    assert product.rasa.texts == ["/open_chat"]


async def test_a_message_is_answered_with_who_said_it_and_its_place(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")

    ack = await alice.say("ma box est en panne")
    await alice.hears("écho : ma box est en panne")

    answer = alice.last("bot_uttered")
    assert ack == {"ok": True, "seq": 2}
    assert (answer["author"], answer["seq"]) == ("bot", 3)


async def test_typing_is_shown_while_the_bot_works_and_always_ends(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    product.rasa.status = 400
    await alice.say("bonjour")
    await alice.hears("pas réussi à traiter")

    await alice.until(lambda: alice.typing == [True, False])


async def test_ten_messages_at_once_are_answered_in_order(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")

    for number in range(10):
        await alice.say(f"message {number}")
    await alice.hears("écho : message 9")

    assert alice.heard[1:] == [f"écho : message {number}" for number in range(10)]


async def test_a_widget_that_reconnects_gets_each_answer_once(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    back = arrive(product)
    with product.rasa.thinking():
        await alice.say("vous êtes là ?")
        await alice.leave()
        await back.connect(alice.token)

    await back.hears("écho : vous êtes là ?")

    assert back.heard == ["écho : vous êtes là ?"]


async def test_our_page_gets_everything_after_what_it_has(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()
    await alice.hears("Bonjour")
    await alice.say("un")
    await alice.hears("écho : un")

    reloaded = arrive(product)
    await reloaded.connect(alice.token, last_seq=1)
    await reloaded.reads("écho : un")

    assert reloaded.history == ["un", "écho : un"]


async def test_two_tabs_show_the_same_conversation(product: ChatProduct, arrive: Arrive) -> None:
    first, second = arrive(product), arrive(product)
    await first.connect()
    await first.hears("Bonjour")
    await second.connect(first.token, last_seq=1)

    await first.say("dans le premier onglet")
    await second.reads("dans le premier onglet")
    await second.hears("écho : dans le premier onglet")

    assert second.history == ["dans le premier onglet"]
    assert first.history == []


async def test_the_same_message_sent_twice_is_stored_and_answered_once(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)
    await alice.connect()

    first = await alice.say("bonjour", client_id="key-1")
    again = await alice.say("bonjour", client_id="key-1")
    await alice.hears("écho : bonjour")

    assert first == again
    assert product.rasa.texts.count("bonjour") == 1


async def test_bob_cannot_speak_with_alices_session_id(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice, bob = arrive(product), arrive(product)
    await alice.connect()
    await bob.connect()

    ack = await bob.say("je suis Alice", session_id=alice.token)

    assert ack["code"] == "session"
    assert "je suis Alice" not in product.rasa.texts


async def test_a_socket_without_a_session_is_refused(product: ChatProduct, arrive: Arrive) -> None:
    nobody = arrive(product)
    await nobody.connect_without_session()

    ack = await nobody.say("bonjour")

    assert (ack["ok"], ack["code"]) == (False, "session")


async def test_an_unknown_session_id_starts_a_new_conversation(
    product: ChatProduct, arrive: Arrive
) -> None:
    alice = arrive(product)

    await alice.connect(token="made-up")

    assert alice.token != "made-up"


async def test_a_button_is_passed_as_it_is_and_stored_by_its_title(
    product: ChatProduct, arrive: Arrive
) -> None:
    product.rasa.answers["bonjour"] = [{"text": "C'est bien ça ?", "buttons": [YES]}]
    alice = arrive(product)
    await alice.connect()
    await alice.say("bonjour")
    await alice.hears("C'est bien ça ?")

    await alice.say("/affirm")
    await alice.hears("écho : /affirm")

    offered = next(
        data for _, data in alice.events if isinstance(data, dict) and "quick_replies" in data
    )
    assert offered["quick_replies"] == [{"content_type": "text", **YES}]
    conversation = product.conversations.by_token(alice.token or "")
    assert conversation is not None
    stored = product.conversations.messages(conversation.id)
    assert [m.text for m in stored if m.payload and "payload" in m.payload] == ["Oui"]


async def test_an_intent_typed_by_hand_is_only_text(product: ChatProduct, arrive: Arrive) -> None:
    alice = arrive(product)
    await alice.connect()

    await alice.say(" / /restart")
    await alice.hears("écho")

    assert product.rasa.texts == ["/open_chat", "restart"]


async def test_what_is_too_long_empty_or_no_text_is_refused_by_name(
    make_product: MakeProduct, arrive: Arrive
) -> None:
    alice = arrive(make_product(max_message_chars=100))
    await alice.connect()

    codes = [(await alice.say(bad))["code"] for bad in ("x" * 101, "  ", 42, None)]

    assert codes == ["message_too_long", "message_empty", "message_empty", "message_empty"]


async def test_a_flood_is_refused_in_words_and_other_customers_are_not(
    make_product: MakeProduct, arrive: Arrive
) -> None:
    product = make_product(session_messages_per_minute=2)
    alice, bob = arrive(product), arrive(product)
    await alice.connect()
    await bob.connect()

    acks = [await alice.say(f"encore {number}") for number in range(3)]

    assert [ack["ok"] for ack in acks] == [True, True, False]
    assert "patientez" in acks[2]["message"]
    await alice.hears("patientez")
    assert (await bob.say("bonjour"))["ok"]


async def test_an_empty_answer_becomes_one_honest_sentence(
    product: ChatProduct, arrive: Arrive
) -> None:
    product.rasa.answers["blabla"] = []
    alice = arrive(product)
    await alice.connect()

    await alice.say("blabla")

    await alice.hears("Je n'ai pas su quoi répondre")


async def test_a_finished_dialogue_begins_a_fresh_one_for_rasa(
    product: ChatProduct, arrive: Arrive
) -> None:
    product.rasa.answers["fini"] = [{"text": "Merci !"}, {"custom": {"new_dialogue": True}}]
    alice = arrive(product)
    await alice.connect()
    await alice.say("fini")
    await alice.hears("Merci !")

    await alice.say("autre chose")
    await alice.hears("écho : autre chose")

    senders = [request["sender"] for request in product.rasa.received]
    assert senders[-1] != senders[-2]
    assert senders[-1].rpartition(".")[0] == senders[-2].rpartition(".")[0]
