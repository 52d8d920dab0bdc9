"""What agents write once for many customers: articles and canned replies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tickets import personal_data
from tickets.canned import CannedReplies, fill
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.errors import InvalidValue, NotFound, RoleRequired, WrongState
from tickets.service import TicketService
from tickets.views import TicketView
from tickets.vocabulary import Author, DraftState, ResolutionKind, Theme

Open = Callable[..., TicketView]
TEXT = DraftText("La TV saccade", Theme.tv, ("la télé saute", "image figée"), "1. Redémarrez.")


@pytest.fixture
def drafts(database: Database, clock: Any) -> Drafts:
    return Drafts(database, clock)


@pytest.fixture
def replies(database: Database, clock: Any) -> CannedReplies:
    return CannedReplies(database, clock)


@pytest.fixture
def solved(
    desk: Desk, conversations: Conversations, conversation_id: str, open_ticket: Open, cast: Cast
) -> str:
    """A ticket that Alice the agent solved for Alice Martin; its reference."""
    reference = open_ticket("Alice Martin, 0612345678 : la fibre est coupée").reference
    conversations.append(conversation_id, Author.customer, "Mon mail est alice@example.org, merci")
    desk.take(reference, cast.alice.id)
    desk.say(reference, cast.alice.id, "Bonjour Madame Martin, changez le câble optique")
    desk.resolve(reference, cast.alice.id, ResolutionKind.fixed, f"Câble changé ({reference})")
    return reference


def test_a_solved_ticket_becomes_a_draft_without_personal_data(
    drafts: Drafts, solved: str, cast: Cast
) -> None:
    draft = drafts.from_ticket(solved, cast.alice.id)

    written = f"{draft.title} {draft.questions} {draft.answer}"
    for personal in ("Alice", "Martin", "0612345678", "example.org", solved):
        assert personal not in written
    assert (draft.reference, draft.theme, draft.state) == (
        solved,
        Theme.internet_fixe,
        DraftState.draft,
    )
    assert "la fibre est coupée" in draft.questions[0]
    assert draft.answer == "1. Bonjour Madame […], changez le câble optique\n2. Câble changé ([…])"


def test_each_line_of_the_note_is_one_step_numbered_once(
    drafts: Drafts, open_ticket: Open, desk: Desk, cast: Cast
) -> None:
    reference = open_ticket("La box ne démarre plus").reference
    desk.take(reference, cast.alice.id)
    note = "1. Débrancher la box\n2) Attendre 10 s\n\n- Rebrancher"
    desk.resolve(reference, cast.alice.id, ResolutionKind.fixed, note)

    draft = drafts.from_ticket(reference, cast.alice.id)

    assert draft.answer == "1. Débrancher la box\n2. Attendre 10 s\n3. Rebrancher"


def test_one_ticket_has_one_draft(drafts: Drafts, solved: str, cast: Cast) -> None:
    assert drafts.from_ticket(solved, cast.bob.id) == drafts.from_ticket(solved, cast.alice.id)
    assert len(drafts.list()) == 1


def test_only_a_solved_ticket_becomes_an_article(
    drafts: Drafts, open_ticket: Open, cast: Cast
) -> None:
    with pytest.raises(WrongState):
        drafts.from_ticket(open_ticket().reference, cast.alice.id)


def test_a_published_article_is_remembered_by_its_ticket(
    drafts: Drafts, service: TicketService, solved: str, cast: Cast, clock: Any
) -> None:
    draft = drafts.from_ticket(solved, cast.alice.id)
    drafts.save(draft.id, TEXT, cast.alice.id)

    published = drafts.publish(draft.id, cast.diane.id)

    assert (published.state, published.published_at) == (DraftState.published, clock.now)
    assert published.questions == TEXT.questions
    assert service.get(solved).born_article_id == published.article_id


def test_agents_draft_and_supervisors_publish(drafts: Drafts, cast: Cast) -> None:
    draft = drafts.create(TEXT, cast.alice.id)

    with pytest.raises(RoleRequired, match="supervisor"):
        drafts.publish(draft.id, cast.alice.id)
    with pytest.raises(RoleRequired, match="supervisor"):
        drafts.discard(draft.id, cast.alice.id)


def test_a_new_wording_takes_the_place_of_the_published_one(drafts: Drafts, cast: Cast) -> None:
    first = drafts.publish(drafts.create(TEXT, cast.alice.id).id, cast.diane.id)

    second = drafts.create(TEXT, cast.diane.id, first.article_id)
    with pytest.raises(InvalidValue, match="draft already"):
        drafts.create(TEXT, cast.diane.id, first.article_id)
    drafts.publish(second.id, cast.diane.id)

    assert [draft.id for draft in drafts.list(DraftState.published)] == [second.id]
    assert drafts.get(first.id).state is DraftState.retired


def test_what_is_published_is_not_edited_in_place(drafts: Drafts, cast: Cast) -> None:
    published = drafts.publish(drafts.create(TEXT, cast.alice.id).id, cast.diane.id)

    with pytest.raises(InvalidValue, match=r"^state"):
        drafts.save(published.id, TEXT, cast.diane.id)


def test_an_unfinished_draft_is_not_published(drafts: Drafts, cast: Cast) -> None:
    draft = drafts.create(DraftText("Un titre", Theme.tv, (), ""), cast.alice.id)

    with pytest.raises(InvalidValue, match=r"^draft: should have"):
        drafts.publish(draft.id, cast.diane.id)


def test_two_articles_of_one_title_have_two_names(drafts: Drafts, cast: Cast) -> None:
    names = [drafts.create(TEXT, cast.alice.id).article_id for _ in range(3)]

    assert names == ["la-tv-saccade", "la-tv-saccade-2", "la-tv-saccade-3"]


def test_a_new_article_is_named_after_the_title_it_ended_up_with(
    drafts: Drafts, solved: str, cast: Cast
) -> None:
    draft = drafts.from_ticket(solved, cast.alice.id)
    drafts.save(draft.id, TEXT, cast.alice.id)

    published = drafts.publish(draft.id, cast.diane.id, taken={"la-tv-saccade"})

    assert published.article_id == "la-tv-saccade-2"


def test_a_new_wording_keeps_the_name_of_its_article(drafts: Drafts, cast: Cast) -> None:
    first = drafts.publish(drafts.create(TEXT, cast.alice.id).id, cast.diane.id)
    renamed = DraftText("Un autre titre", Theme.tv, TEXT.questions, TEXT.answer)

    again = drafts.create(renamed, cast.alice.id, first.article_id)
    of_a_file = drafts.create(renamed, cast.alice.id, "box-a")

    assert drafts.publish(again.id, cast.diane.id).article_id == first.article_id
    assert drafts.publish(of_a_file.id, cast.diane.id, taken={"box-a"}).article_id == "box-a"


def test_a_draft_that_was_thrown_away_is_gone_and_its_ticket_may_have_another(
    drafts: Drafts, solved: str, cast: Cast
) -> None:
    first = drafts.from_ticket(solved, cast.alice.id)

    drafts.discard(first.id, cast.diane.id)

    assert drafts.from_ticket(solved, cast.alice.id).id != first.id
    with pytest.raises(InvalidValue, match=r"^state"):
        drafts.publish(first.id, cast.diane.id)


def test_what_is_published_is_not_thrown_away(drafts: Drafts, cast: Cast) -> None:
    published = drafts.publish(drafts.create(TEXT, cast.alice.id).id, cast.diane.id)

    with pytest.raises(InvalidValue, match=r"^state"):
        drafts.discard(published.id, cast.diane.id)


def test_an_earlier_ticket_of_the_conversation_is_not_quoted(
    drafts: Drafts,
    solved: str,
    service: TicketService,
    desk: Desk,
    conversation_id: str,
    conversations: Conversations,
    clock: Any,
    cast: Cast,
) -> None:
    service.rate(solved, 5, None)
    clock.advance(hours=1)
    second = service.open(conversation_id, problem="Ma facture est fausse depuis mars").reference
    desk.take(second, cast.alice.id)
    desk.say(second, cast.alice.id, "Je corrige votre facture de mars tout de suite", "c2")
    desk.resolve(second, cast.alice.id, ResolutionKind.fixed, "Facture corrigée")

    draft = drafts.from_ticket(second, cast.alice.id)

    assert "câble" not in f"{draft.questions} {draft.answer}"
    assert draft.answer.startswith("1. Je corrige votre facture de mars")


def test_erasing_a_customer_takes_unpublished_drafts_along_and_no_published_article(
    drafts: Drafts, solved: str, cast: Cast, database: Database, clock: Any
) -> None:
    drafts.save(drafts.from_ticket(solved, cast.alice.id).id, TEXT, cast.alice.id)
    published = drafts.publish(drafts.list()[0].id, cast.diane.id)
    drafts.create(TEXT, cast.alice.id)

    personal_data.erase(database, solved, clock())

    assert {draft.reference for draft in drafts.list()} == {solved, None}
    assert drafts.get(published.id).questions == TEXT.questions


def test_erasing_a_customer_erases_the_draft_of_their_ticket(
    drafts: Drafts, solved: str, cast: Cast, database: Database, clock: Any
) -> None:
    drafts.from_ticket(solved, cast.alice.id)

    personal_data.erase(database, solved, clock())

    assert drafts.list() == []


def test_no_draft_is_no_draft(drafts: Drafts, cast: Cast) -> None:
    with pytest.raises(NotFound):
        drafts.get(99)
    with pytest.raises(NotFound):
        drafts.publish(99, cast.diane.id)


def test_a_canned_reply_is_filled_for_its_customer(replies: CannedReplies, cast: Cast) -> None:
    canned = replies.add(
        "Accueil", "Bonjour {{ customer_name }}, ici {{agent_name}}.", "fr", cast.diane.id
    )

    assert fill(canned.text, {"customer_name": "Zoé", "agent_name": "Alice"}) == (
        "Bonjour Zoé, ici Alice."
    )
    assert fill(canned.text, {"agent_name": "Alice"}) == "Bonjour, ici Alice."


def test_a_placeholder_that_nothing_fills_is_refused(replies: CannedReplies, cast: Cast) -> None:
    with pytest.raises(InvalidValue, match=r"customer_name"):
        replies.add("Accueil", "Bonjour {{ prenom }}", "fr", cast.diane.id)

    assert replies.list() == []


def test_canned_replies_are_changed_listed_and_removed(replies: CannedReplies, cast: Cast) -> None:
    french = replies.add("Merci", "Merci !", "fr", cast.diane.id)
    replies.add("Thanks", "Thanks!", "en", cast.diane.id)

    replies.change(french.id, "Merci", "Merci beaucoup !", "fr", cast.eve.id)

    assert [reply.text for reply in replies.list("fr")] == ["Merci beaucoup !"]
    replies.remove(french.id, cast.eve.id)
    assert [reply.title for reply in replies.list()] == ["Thanks"]
    with pytest.raises(NotFound):
        replies.remove(french.id, cast.eve.id)


def test_agents_send_canned_replies_and_do_not_write_them(
    replies: CannedReplies, cast: Cast
) -> None:
    canned = replies.add("Merci", "Merci !", "fr", cast.diane.id)

    for act in (
        lambda: replies.add("Merci", "Merci !", "fr", cast.alice.id),
        lambda: replies.change(canned.id, "Merci", "Merci !", "fr", cast.alice.id),
        lambda: replies.remove(canned.id, cast.alice.id),
    ):
        with pytest.raises(RoleRequired):
            act()
