"""A customer who gets angrier is served sooner; one who calms down loses nothing by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tickets.chat_links import ChatLinks
from tickets.clock import utc_now
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.mentions import Mentions, NewMention
from tickets.priority import DEADLINES
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import Channel, CorrectionField, EscalationReason, Priority, Tone
from tickets.x_schema import MentionRow
from tickets.x_vocabulary import MentionSource

Open = Callable[..., TicketView]
SLOW_FOR_DAYS = "Ma connexion est très lente depuis trois jours"


def test_a_graver_tone_raises_the_priority_and_its_deadlines(
    service: TicketService, open_ticket: Open
) -> None:
    calm = open_ticket(SLOW_FOR_DAYS)

    service.hear(calm.conversation_id, Tone.angry)

    angry = service.get(calm.reference)
    assert (calm.priority, angry.priority) == (Priority.P2, Priority.P1)
    assert angry.score == calm.score + 10
    assert ("tone_angry", 10) in angry.factors
    assert angry.first_answer_due_at == calm.opened_at + DEADLINES[Priority.P1].first_answer


@pytest.mark.parametrize(
    ("of_post", "corrected", "of_chat", "expected"),
    [
        (Tone.angry, None, Tone.calm, Tone.angry),
        (Tone.calm, None, Tone.frustrated, Tone.frustrated),
        (Tone.angry, Tone.calm, Tone.calm, Tone.calm),
        (None, None, Tone.calm, Tone.calm),
    ],
    ids="angry_in_public calm_in_public corrected not_judged".split(),
)
def test_a_ticket_from_a_post_takes_the_posts_tone_where_it_is_graver(
    database: Database,
    service: TicketService,
    of_post: Tone | None,
    corrected: Tone | None,
    of_chat: Tone,
    expected: Tone,
) -> None:
    conversation_id = Conversations(database).start(Channel.x)[0].id
    _come_from_a_post(database, conversation_id, of_post, corrected)

    public = service.open(conversation_id, problem=SLOW_FOR_DAYS, tone=of_chat, is_public=True)
    other = service.open(conversation_id, problem="Ma facture a augmenté", tone=of_chat)

    assert (public.tone, other.tone) == (expected, of_chat)
    assert (f"tone_{expected}" in dict(public.factors)) is (expected is not Tone.calm)


def _come_from_a_post(
    database: Database, conversation_id: str, tone: Tone | None, corrected: Tone | None
) -> None:
    post = NewMention(
        post_id="7",
        edit_ids=("7",),
        thread_id="7",
        author_id="a",
        author_handle=None,
        text=SLOW_FOR_DAYS,
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=utc_now(),
        source=MentionSource.poll,
    )
    Mentions(database).store([post])
    links = ChatLinks(database)
    with database.session() as session:
        row = session.scalars(select(MentionRow)).one()
        row.tone, row.corrected_tone = tone, corrected
        _, token = links.make(session, row)
    links.open(token, conversation_id, has_consent=False)


def test_anger_after_frustration_counts_once(service: TicketService, open_ticket: Open) -> None:
    calm = open_ticket(SLOW_FOR_DAYS)

    service.hear(calm.conversation_id, Tone.frustrated)
    service.hear(calm.conversation_id, Tone.angry)

    tones = [name for name, _ in service.get(calm.reference).factors if name.startswith("tone_")]
    assert tones == ["tone_angry"]


def test_a_calmer_tone_changes_nothing(service: TicketService, open_ticket: Open) -> None:
    calm = open_ticket(SLOW_FOR_DAYS)
    service.hear(calm.conversation_id, Tone.angry)
    angry = service.get(calm.reference)

    service.hear(calm.conversation_id, Tone.frustrated)

    assert service.get(calm.reference) == angry


def test_a_tone_is_heard_while_the_ticket_waits_for_a_person(
    service: TicketService, open_ticket: Open
) -> None:
    ticket = open_ticket(SLOW_FOR_DAYS)
    service.escalate(ticket.reference, EscalationReason.customer_request)

    service.hear(ticket.conversation_id, Tone.frustrated)

    assert service.get(ticket.reference).tone is Tone.frustrated


def test_an_agents_judgement_of_the_priority_stays(
    service: TicketService, desk: Desk, open_ticket: Open, cast: Cast
) -> None:
    ticket = open_ticket(SLOW_FOR_DAYS)
    desk.take(ticket.reference, cast.alice.id)
    desk.correct(ticket.reference, CorrectionField.priority, "P3", cast.alice.id)

    service.hear(ticket.conversation_id, Tone.angry)

    assert service.get(ticket.reference).priority is Priority.P3


def test_a_tone_without_a_ticket_changes_nothing(
    service: TicketService, conversation_id: str
) -> None:
    service.hear(conversation_id, Tone.angry)

    assert service.current(conversation_id) is None
