"""Articles in the console: Charlie drafts, Bob supervises; who may do what, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from knowledge_base.written import load_written
from tests.fakes.agent_browser import AgentBrowser
from tests.fakes.chat_product import ChatProduct
from tickets.conversations import Conversations
from tickets.desk import Desk
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.shelf import Shelf
from tickets.vocabulary import Author, Channel, DraftState, ResolutionKind, Theme

Visit = Callable[..., AgentBrowser]
ARTICLES = "/console/articles"
OF_A_FILE = "abonnement-chaines"
PHRASINGS = [f"ma télé saute {number} fois par jour" for number in range(6)]
FORM = {
    "title": "La TV saccade au salon",
    "theme": "tv",
    "visibility": "customer",
    "questions": "\r\n".join(PHRASINGS),
    "answer": "1. Débranchez le Player.\r\n2. Appelez le {{ support_phone }}.",
}


@pytest.fixture
def drafts(product: ChatProduct) -> Drafts:
    return Drafts(product.database)


@pytest.fixture
def solved(product: ChatProduct, staff: dict[str, int]) -> str:
    """Charlie solved Zoé Bernard's ticket."""
    conversations, desk = Conversations(product.database), Desk(product.database)
    conversation = conversations.start(Channel.web)[0]
    words = "Ma télé saute sans arrêt, je suis Zoé Bernard au 0612345678"
    conversations.append(conversation.id, Author.customer, words)
    reference = product.tickets.open(
        conversation.id, problem=words, customer_name="Zoé Bernard", theme=Theme.tv
    ).reference
    desk.take(reference, staff["charlie"])
    desk.say(reference, staff["charlie"], "Débranchez le Player dix secondes, Madame Bernard", "m1")
    desk.resolve(reference, staff["charlie"], ResolutionKind.fixed, "Player redémarré")
    return reference


def target(answer: httpx.Response) -> str:
    """Where the browser is sent."""
    assert answer.status_code == 200, answer.text
    return str(answer.headers["hx-redirect"])


def begun(drafts: Drafts, staff: dict[str, int], article_id: str | None = None) -> str:
    text = DraftText("La TV saccade", Theme.tv, tuple(PHRASINGS), "1. Débranchez.")
    return f"{ARTICLES}/drafts/{drafts.create(text, staff['charlie'], article_id).id}"


def test_a_solved_ticket_becomes_a_draft_an_article_and_remembers_it(
    visit: Visit, solved: str
) -> None:
    charlie, bob = visit("charlie"), visit("bob")
    assert "En faire un article" in charlie.get(f"/console/tickets/{solved}").text

    path = target(charlie.post(f"/console/tickets/{solved}/article"))

    draft = charlie.get(path).text
    assert "Bernard" not in draft
    assert "0612345678" not in draft
    assert "1. Débranchez le Player dix secondes, Madame […]" in draft
    article = target(bob.post(f"{path}/publish", FORM))
    assert article == f"{ARTICLES}/la-tv-saccade-au-salon"
    assert f'href="/console/tickets/{solved}"' in charlie.get(article).text
    assert f'href="{article}"' in charlie.get(f"/console/tickets/{solved}").text
    assert target(charlie.post(f"/console/tickets/{solved}/article")) == article


def test_agents_draft_but_do_not_publish_throw_away_retire_restore_or_reset(
    product: ChatProduct, visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    charlie, path = visit("charlie"), begun(drafts, staff)
    article = f"{ARTICLES}/{OF_A_FILE}"
    shelf = Shelf(product.database)
    before = shelf.revision()

    acts = [f"{path}/publish", f"{path}/discard"]
    acts += [f"{article}/{act}" for act in ("retire", "restore", "reset")]

    assert {charlie.post(act, FORM).status_code for act in acts} == {403}
    assert shelf.revision() == before
    assert drafts.get(int(path.rpartition("/")[2])).state is DraftState.draft
    for page in (charlie.get(path).text, charlie.get(article).text):
        assert not re.search(r"/(publish|discard|retire|restore|reset)\"", page)
    assert charlie.post(path, FORM).status_code == 200


def test_nobody_unknown_reads_an_article(visit: Visit) -> None:
    stranger = visit()

    assert stranger.get(ARTICLES).status_code == 303
    assert stranger.get(f"{ARTICLES}/{OF_A_FILE}").status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"questions": "une seule"}, "au moins six"),
        ({"answer": " "}, "La réponse manque"),
        ({"title": ""}, "Le titre manque"),
        ({"answer": "1. Appelez le {{ nobody }}."}, "« nobody »"),
    ],
)
def test_a_bad_draft_is_kept_but_not_published(
    visit: Visit,
    drafts: Drafts,
    staff: dict[str, int],
    change: dict[str, str],
    said: str,
) -> None:
    path = begun(drafts, staff)

    refused = visit("bob").post(f"{path}/publish", FORM | change)

    assert refused.status_code == 422
    assert said in refused.text
    assert drafts.get(int(path.rpartition("/")[2])).state is DraftState.draft


def test_an_edited_file_becomes_an_override_with_the_same_id_and_goes_back(
    product: ChatProduct, visit: Visit
) -> None:
    bob = visit("bob")
    article = f"{ARTICLES}/{OF_A_FILE}"
    path = target(bob.post(f"{article}/edit"))
    assert target(bob.post(f"{article}/edit")) == path

    assert target(bob.post(f"{path}/publish", FORM)) == article

    page = bob.get(article).text
    assert "La TV saccade au salon" in page
    assert "Modifié ici" in page
    bob.post(f"{article}/reset")
    assert "S&#39;abonner à des chaînes" in bob.get(article).text
    assert Shelf(product.database).revision() == ""


def test_an_edit_begins_with_the_facts_named_and_an_internal_article_stays_internal(
    visit: Visit, drafts: Drafts
) -> None:
    charlie = visit("charlie")

    page = charlie.get(target(charlie.post(f"{ARTICLES}/{OF_A_FILE}/edit"))).text
    internal = next(one.id for one in load_written().values() if one.is_internal)
    target(charlie.post(f"{ARTICLES}/{internal}/edit"))

    assert "{{ account_box_url }}" in page
    assert drafts.list(DraftState.draft)[0].visibility == "internal"


def test_an_article_without_a_file_has_no_wording_to_go_back_to(
    visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    bob = visit("bob")
    article = target(bob.post(f"{begun(drafts, staff)}/publish", FORM))

    assert bob.post(f"{article}/reset").status_code == 404
    assert bob.post(f"{ARTICLES}/nobody/retire").status_code == 404


def test_a_retired_article_is_marked_and_comes_back(visit: Visit) -> None:
    bob = visit("bob")
    article = f"{ARTICLES}/{OF_A_FILE}"

    bob.post(f"{article}/retire")

    page = bob.get(article).text
    assert "Retiré par Bob Leroy" in page
    assert f"{article}/restore" in page
    bob.post(f"{article}/restore")
    assert "Retiré par" not in bob.get(article).text
    assert "Article rétabli" in bob.get(article).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "CHAINES resilier"}, True),
        ({"q": OF_A_FILE}, True),
        ({"q": "zzzz"}, False),
        ({"theme": "facturation"}, False),
        ({"theme": "tv"}, True),
        ({"theme": "no theme"}, True),
    ],
)
def test_articles_are_found_by_words_and_theme(
    visit: Visit, asked: dict[str, Any], found: bool
) -> None:
    page = visit("charlie").get(ARTICLES, **asked).text

    assert (f'href="{ARTICLES}/{OF_A_FILE}"' in page) is found


def test_the_preview_shows_facts_and_keeps_tags_as_text(
    visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    path = begun(drafts, staff)

    page = visit("charlie").post(f"{path}/preview", FORM | {"title": "<b>TV</b>"}).text

    assert "Appelez le 3244." in page
    assert "**&lt;b&gt;TV&lt;/b&gt;**" in page


def test_what_was_decided_waits_to_be_published(visit: Visit) -> None:
    bob = visit("bob")
    assert "Publié" in bob.get(f"{ARTICLES}/publication").text

    bob.post(f"{ARTICLES}/{OF_A_FILE}/retire")

    assert "Publication en cours" in bob.get(f"{ARTICLES}/publication").text


def test_what_two_people_write_at_once_is_shown_to_the_second_before_it_replaces_the_first(
    visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    path = begun(drafts, staff)
    charlie, bob = visit("charlie"), visit("bob")
    seen_by_charlie, seen_by_bob = (seen_at(agent.get(path)) for agent in (charlie, bob))
    bob.post(path, {**FORM, "answer": "1. La version de Bob.", "seen_at": seen_by_bob})

    refused = charlie.post(path, {**FORM, "seen_at": seen_by_charlie})
    shown = charlie.get(path).text
    charlie.post(path, {**FORM, "seen_at": seen_at(refused)})

    assert refused.status_code == 409
    assert "Bob Leroy a enregistré une autre version" in refused.text
    assert "La version de Bob." in shown
    assert "La version de Bob." not in charlie.get(path).text


def test_one_person_saves_again_and_again(
    visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    path = begun(drafts, staff)
    charlie = visit("charlie")
    first = charlie.post(path, {**FORM, "seen_at": seen_at(charlie.get(path))})

    again = charlie.post(path, {**FORM, "seen_at": seen_at(first)})

    assert again.status_code == 200


def test_what_is_put_right_after_a_refusal_is_no_other_version(
    visit: Visit, drafts: Drafts, staff: dict[str, int]
) -> None:
    path = begun(drafts, staff)
    bob = visit("bob")
    incomplete = {**FORM, "questions": "", "seen_at": seen_at(bob.get(path))}
    refused = bob.post(f"{path}/publish", incomplete)

    published = bob.post(f"{path}/publish", {**FORM, "seen_at": seen_at(refused)})

    assert refused.status_code == 422
    assert published.status_code == 200


def seen_at(answer: httpx.Response) -> str:
    """What the form knows of the version that it shows."""
    found = re.search(r'name="seen_at" id="seen-at" value="([^"]+)"', answer.text)
    assert found
    return found[1]
