"""Questions without an answer are kept without what is personal in them."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.integration.tickets.conftest import SteppedClock
from tickets.database import Database
from tickets.kpis.figures import Figures
from tickets.kpis.questions import MAX_CHARS, UnansweredQuestions
from tickets.kpis.views import View, Window
from tickets.opening_hours import OpeningHours
from tickets.vocabulary import Theme


@pytest.fixture
def questions(database: Database, clock: SteppedClock) -> UnansweredQuestions:
    return UnansweredQuestions(database, clock)


@pytest.fixture
def figures(database: Database, clock: SteppedClock) -> Figures:
    return Figures(database, OpeningHours.parse(""), clock)


def last_week(clock: SteppedClock, theme: Theme | None = None) -> View:
    return View(Window.last_days(7, clock(), OpeningHours.parse("").zone), theme=theme)


def test_the_same_question_is_told_once_with_how_often_it_was_asked(
    questions: UnansweredQuestions, figures: Figures, clock: SteppedClock
) -> None:
    questions.record("Ma box fait du bruit", Theme.internet_fixe)
    questions.record("Le décodeur chauffe", Theme.tv)
    clock.advance(hours=1)
    questions.record("ma BOX fait du bruit !!", Theme.internet_fixe)

    found = figures.unanswered(last_week(clock))

    assert [(each.text, each.times) for each in found] == [
        ("ma BOX fait du bruit !!", 2),
        ("Le décodeur chauffe", 1),
    ]
    assert found[0].last_asked_at == clock()
    assert [each.text for each in figures.unanswered(last_week(clock, Theme.tv))] == [
        "Le décodeur chauffe"
    ]


def test_nothing_personal_is_kept(
    questions: UnansweredQuestions, figures: Figures, clock: SteppedClock
) -> None:
    questions.record(
        "Je suis Camille Martin, 06 12 34 56 78, camille@example.org", names=["Camille Martin"]
    )

    [kept] = figures.unanswered(last_week(clock))

    assert not any(part in kept.text for part in ("Camille", "Martin", "06", "camille@", "78"))


def test_what_holds_no_word_is_not_kept_and_what_is_long_is_cut(
    questions: UnansweredQuestions, figures: Figures, clock: SteppedClock
) -> None:
    for asked in ("", " ?! ", "06 12 34 56 78", "a\x00b " * MAX_CHARS):
        questions.record(asked)

    [kept] = figures.unanswered(last_week(clock))

    assert len(kept.text) == MAX_CHARS


def test_a_kept_question_is_never_changed(
    questions: UnansweredQuestions, database: Database
) -> None:
    questions.record("Ma box fait du bruit")

    with pytest.raises(DBAPIError, match="only ever added"), database.session() as session:
        session.execute(text("UPDATE unanswered_questions SET text = 'autre'"))
