"""Which articles the console published or took out, and who may decide that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tickets.audit import Audit, AuditFilters
from tickets.database import Database
from tickets.desk_views import DraftView
from tickets.drafting import DraftText
from tickets.drafts import Drafts
from tickets.errors import NotFound, RoleRequired
from tickets.shelf import Shelf
from tickets.vocabulary import DraftState, Theme, Visibility

TEXT = DraftText("La TV saccade", Theme.tv, ("la télé saute",), "1. Redémarrez.")
SECRET = DraftText(
    "Geste", Theme.autre, ("geste",), "1. Voyez.", Visibility.internal, "Goodwill", "1. See."
)


@pytest.fixture
def drafts(database: Database, clock: Any) -> Drafts:
    return Drafts(database, clock)


@pytest.fixture
def shelf(database: Database, clock: Any) -> Shelf:
    return Shelf(database, clock)


def published(drafts: Drafts, cast: Cast, text: DraftText = TEXT) -> DraftView:
    return drafts.publish(drafts.create(text, cast.alice.id).id, cast.diane.id)


def test_only_what_is_published_stands_on_the_shelf(
    shelf: Shelf, drafts: Drafts, cast: Cast
) -> None:
    assert shelf.contents().revision == ""
    drafts.create(DraftText("Autre", Theme.tv, ("q",), "a"), cast.alice.id)

    article = published(drafts, cast)

    assert shelf.contents().published == (article,)


def test_an_internal_wording_stays_internal_and_keeps_its_english(
    shelf: Shelf, drafts: Drafts, cast: Cast
) -> None:
    published(drafts, cast, SECRET)

    (article,) = shelf.contents().published

    assert article.visibility is Visibility.internal
    assert (article.title_en, article.answer_en) == ("Goodwill", "1. See.")


def test_every_decision_changes_the_revision_and_its_undoing_brings_it_back(
    shelf: Shelf, drafts: Drafts, cast: Cast
) -> None:
    empty = shelf.revision()
    published(drafts, cast)
    one = shelf.revision()

    shelf.retire("box-a", cast.diane.id)
    without = shelf.revision()
    shelf.restore("box-a", cast.diane.id)

    assert len({empty, one, without}) == 3
    assert shelf.revision() == one == shelf.contents().revision
    shelf.reset("la-tv-saccade", cast.diane.id)
    assert shelf.revision() == empty


def test_a_retired_article_says_by_whom_and_twice_is_once(
    shelf: Shelf, cast: Cast, clock: Any
) -> None:
    shelf.retire("box-a", cast.diane.id)
    shelf.retire("box-a", cast.eve.id)

    (retired,) = shelf.contents().retired
    assert (retired.article_id, retired.retired_by) == ("box-a", cast.diane.id)
    assert retired.retired_at == clock.now


def test_agents_neither_retire_nor_restore_nor_reset(
    shelf: Shelf, drafts: Drafts, cast: Cast
) -> None:
    article = published(drafts, cast)

    for act in (shelf.retire, shelf.restore, shelf.reset):
        for agent in (cast.alice, cast.charlie):
            with pytest.raises(RoleRequired, match="supervisor"):
                act(article.article_id, agent.id)
    assert drafts.get(article.id).state is DraftState.published


def test_what_was_not_taken_out_is_not_put_back(shelf: Shelf, cast: Cast) -> None:
    with pytest.raises(NotFound):
        shelf.restore("box-a", cast.diane.id)
    with pytest.raises(NotFound):
        shelf.reset("box-a", cast.diane.id)


def test_each_decision_is_in_the_audit_log(
    shelf: Shelf, drafts: Drafts, cast: Cast, database: Database
) -> None:
    article = published(drafts, cast).article_id
    shelf.retire(article, cast.diane.id)
    shelf.restore(article, cast.eve.id)
    shelf.reset(article, cast.diane.id)

    entries = Audit(database).search(AuditFilters(subject_kind="article", subject=article))

    assert [(entry.action, entry.agent_id) for entry in reversed(entries)][1:] == [
        ("article_published", cast.diane.id),
        ("article_retired", cast.diane.id),
        ("article_restored", cast.eve.id),
        ("article_reset", cast.diane.id),
    ]
