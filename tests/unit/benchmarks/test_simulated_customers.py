"""A simulated customer is the same for the same seed, and honest: it knows what would help."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.customers.customer import Customer, Intention
from benchmarks.customers.population import Character, Person, Population
from benchmarks.customers.reading import Button, Heard
from benchmarks.labelled import read_rows
from knowledge_base.articles import load_articles
from knowledge_base.normalise import fold

POPULATION = Population.load()
STYLES = {"standard", "sms", "short", "long", "angry", "english", "again"}


def heard(*topics: str, article: str | None = None, buttons: tuple[Button, ...] = ()) -> Heard:
    return Heard(topics, topics, (article,) if article else (), buttons)


def person(**changes: object) -> Person:
    """A patient customer without quirks, whose box does not start any more."""
    plain = POPULATION.person(1)
    problem = next(one for one in POPULATION.problems if "box-allume-pas" in one.solved_by)
    without_quirks: dict[str, object] = {
        "character": Character.patient,
        "style": "standard",
        "problem": problem,
        "first_told": problem,
        "on_principle": False,
        "refuses_name": False,
        "postpones": False,
        "change": None,
        "silent_after": None,
        "digresses_at": None,
    }
    return replace(plain, **{**without_quirks, **changes})  # type: ignore[arg-type]


def customer(**changes: object) -> Customer:
    one = person(**changes)
    return Customer(one, POPULATION.speech[one.speech])


def after_the_first_words(**changes: object) -> Customer:
    one = customer(**changes)
    one.answer(heard("welcome"))
    return one


def test_the_same_seed_is_the_same_customer() -> None:
    assert POPULATION.person(7) == Population.load().person(7)
    assert POPULATION.person(7) != POPULATION.person(8)


def test_every_character_is_among_a_hundred_customers() -> None:
    assert {POPULATION.person(seed).character for seed in range(100)} == set(Character)


def test_the_same_seed_says_the_same_to_the_same_bot() -> None:
    turns = [heard("welcome"), heard("ask_first_name"), heard("ask_contact"), heard("recap")]

    said = [[customer(seed=3).answer(turn) for turn in turns] for _ in range(2)]

    assert said[0] == said[1]


@pytest.mark.parametrize("question", ["ask_outcome", "ask_answer_helped"])
def test_only_a_solution_that_settles_the_problem_is_accepted(question: str) -> None:
    right = after_the_first_words().answer(heard(question, article="box-allume-pas"))
    wrong = after_the_first_words().answer(heard(question, article="facture-comprendre"))

    assert right
    assert wrong
    assert right.intention is Intention.accept
    assert wrong.intention is Intention.refuse


def test_the_fitting_choice_is_taken_and_none_when_none_fits() -> None:
    fits = Button("La box ne s'allume plus", "1", "box-allume-pas")
    other = Button("Débit lent", "2", "debit-lent")

    chosen = after_the_first_words().answer(heard("ask_choice", buttons=(other, fits)))
    refused = after_the_first_words().answer(heard("ask_choice", buttons=(other,)))

    assert chosen
    assert refused
    assert chosen.intention is Intention.choose
    assert chosen.text in {"1", "2", "la 2", "le numéro 2"}
    assert refused.intention is Intention.none_of_these


def test_a_recap_with_another_name_is_corrected() -> None:
    one = after_the_first_words()
    recap = Heard(("Nom : Paul Martin",), ("recap",), (), ())

    said = one.answer(recap)

    assert said
    assert said.intention is Intention.correct
    assert one.person.full_name in said.text


def test_a_silent_customer_goes_without_a_word() -> None:
    assert after_the_first_words(silent_after=1).answer(heard("ask_first_name")) is None


def test_who_wants_a_person_on_principle_asks_for_one_at_once() -> None:
    said = after_the_first_words(on_principle=True).answer(heard("ask_first_name"))

    assert said
    assert said.intention is Intention.human


def test_who_was_handed_over_leaves() -> None:
    one = after_the_first_words()
    handed_over = heard("escalated_customer_request", "after_escalation")

    said = [one.answer(handed_over) for _ in range(2)]

    assert said[-1] is None


def test_every_problem_is_told_in_every_style_and_names_articles_that_customers_may_read() -> None:
    readable = {article.id for article in load_articles() if not article.is_internal}

    for problem in POPULATION.problems:
        assert set(problem.told) == STYLES
        assert problem.solved_by <= readable


def test_no_telling_of_a_problem_is_trained_on() -> None:
    questions = {fold(text) for article in load_articles() for text in article.questions}
    trained = questions | {fold(row.text) for row in read_rows(Path("data/nlu"))}

    tellings = {fold(text) for problem in POPULATION.problems for text in problem.told.values()}

    assert sorted(tellings & trained) == []


def test_every_manner_of_speaking_has_words_for_the_same_things() -> None:
    keys = [set(phrases) - {"vent"} for phrases in POPULATION.speech.values()]

    assert all(one == keys[0] and all(isinstance(key, str) for key in one) for one in keys)
    assert "vent" in POPULATION.speech["angry"]
