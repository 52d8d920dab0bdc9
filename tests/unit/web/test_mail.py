"""Handing mails in: what arrives, and which refusals are for good."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.mail_server import PASSWORD, MailDesk
from web.notifications.config import MailServer
from web.notifications.errors import SendError
from web.notifications.mail import Letter, Mailer

WITHOUT_TLS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
LETTER = Letter("Un ticket\nattend", "Bonjour Élodie", "<p>Bonjour Élodie</p>")


def now() -> datetime:
    return datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def mailer(server: MailServer, exchange_seconds: float = 2) -> Mailer:
    return Mailer(server, "Exemple Télécom", now, exchange_seconds)


async def refusal(sender: Mailer, address: str = "alice@example.org") -> SendError:
    with pytest.raises(SendError) as error:
        await sender.send(LETTER, address, "k1")
    sender.close()
    return error.value


@pytest.fixture
def desk() -> Iterator[MailDesk]:
    opened = MailDesk()
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
async def sender(desk: MailDesk) -> AsyncIterator[Mailer]:
    opened = mailer(desk.settings)
    yield opened
    opened.close()


async def test_a_mail_arrives_as_text_and_as_a_page(desk: MailDesk, sender: Mailer) -> None:
    await sender.send(LETTER, "alice@example.org", "k1")

    (mail,) = desk.received
    text, html = mail.get_body(["plain"]), mail.get_body(["html"])
    assert text is not None
    assert html is not None
    assert (mail["from"], mail["to"]) == (
        "Exemple Télécom <care@example.org>",
        "alice@example.org",
    )
    assert mail["subject"] == "Un ticket attend"
    assert text.get_content().strip() == "Bonjour Élodie"
    assert html.get_content().strip() == "<p>Bonjour Élodie</p>"
    assert mail["auto-submitted"] == "auto-generated"


async def test_a_mail_sent_twice_has_one_message_id(desk: MailDesk, sender: Mailer) -> None:
    await sender.send(LETTER, "alice@example.org", "k1")
    await sender.send(LETTER, "alice@example.org", "k1")

    first, second = desk.received
    assert first["message-id"] == second["message-id"] == "<k1@example.org>"


@pytest.mark.parametrize(
    ("spoilt", "answer", "is_permanent"),
    [
        ("recipient", "550 no such mailbox alice@example.org", True),
        ("recipient", "450 greylisted, come back", False),
        ("data", "554 looks like spam", True),
        ("data", "452 disk full", False),
    ],
)
async def test_a_refusal_is_for_good_when_the_server_says_so(
    desk: MailDesk, sender: Mailer, spoilt: str, answer: str, is_permanent: bool
) -> None:
    setattr(desk, spoilt, answer)

    error = await refusal(sender)

    assert error.is_permanent is is_permanent
    assert "alice" not in str(error)
    assert desk.received == []


async def test_a_dead_server_is_tried_again(desk: MailDesk) -> None:
    desk.stop()

    error = await refusal(mailer(desk.settings))

    assert not error.is_permanent


async def test_a_slow_server_is_not_waited_for(desk: MailDesk) -> None:
    desk.delay_seconds = 3

    error = await refusal(mailer(desk.settings, exchange_seconds=0.3))

    assert not error.is_permanent


@WITHOUT_TLS
async def test_a_wrong_password_is_for_a_person_to_mend(desk: MailDesk) -> None:
    desk.stop()
    desk.start(needs_sign_in=True)

    error = await refusal(mailer(replace(desk.settings, user="care", password="wrong")))

    assert not error.is_permanent
    assert "535" in str(error)


@WITHOUT_TLS
async def test_with_the_right_password_it_leaves(desk: MailDesk) -> None:
    desk.stop()
    desk.start(needs_sign_in=True)
    sender = mailer(replace(desk.settings, user="care", password=PASSWORD))

    await sender.send(LETTER, "alice@example.org", "k1")
    sender.close()

    assert len(desk.received) == 1


async def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(
    desk: MailDesk,
) -> None:
    error = await refusal(mailer(replace(desk.settings, tls="starttls")))

    assert not error.is_permanent
    assert desk.received == []


@pytest.mark.parametrize(
    "address", ["chez moi", "a@b\r\nBcc: c@example.org", "a@b, c@example.org", ""]
)
async def test_what_is_no_address_is_refused_before_it_leaves(
    desk: MailDesk, sender: Mailer, address: str
) -> None:
    error = await refusal(sender, address)

    assert error.is_permanent
    assert desk.received == []


def test_a_password_is_not_shown_with_the_settings() -> None:
    server: Any = MailServer("h", "care@example.org", user="care", password="hush")

    assert "hush" not in repr(server)
