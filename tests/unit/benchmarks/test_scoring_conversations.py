"""What came of a conversation follows from who it was, what was accepted and what was said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.customers.customer import Intention, Said
from benchmarks.customers.population import Character, Person, Population
from benchmarks.customers.reading import Heard
from benchmarks.customers.scoring import (
    Conversation,
    Exchange,
    Outcome,
    dead_ends,
    headline,
    score,
    share,
    turns_needed,
)

POPULATION = Population.load()
SOLVABLE = next(one for one in POPULATION.problems if one.is_solvable)
UNSOLVABLE = next(one for one in POPULATION.problems if not one.is_solvable)
PATIENT = replace(
    POPULATION.person(1),
    character=Character.patient,
    problem=SOLVABLE,
    on_principle=False,
    silent_after=None,
)


def turn(intention: Intention | None, *topics: str, shows: str | None = None) -> Exchange:
    said = Said("…", intention) if intention else None
    return Exchange(said, Heard(topics, topics, (shows,) if shows else (), ()))


def talk(*exchanges: Exchange, person: Person = PATIENT, failure: str | None = None) -> Outcome:
    return score(Conversation(person, (turn(None, "welcome"), *exchanges), failure)).outcome


def test_closed_after_an_accepted_solution_is_right_after_anything_else_wrong() -> None:
    shown = turn(Intention.problem, "solution", "ask_outcome", shows="box-allume-pas")

    assert talk(shown, turn(Intention.accept, "solved")) is Outcome.resolved_rightly
    assert talk(shown, turn(Intention.refuse, "solved")) is Outcome.resolved_wrongly


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.escalated),
        ({"on_principle": True}, Outcome.escalated_rightly),
        ({"problem": UNSOLVABLE}, Outcome.escalated_rightly),
    ],
)
def test_a_person_is_right_for_who_wants_one_and_for_what_no_article_settles(
    changes: dict[str, object], outcome: Outcome
) -> None:
    person = replace(PATIENT, **changes)  # type: ignore[arg-type]

    assert talk(turn(Intention.refuse, "escalated_no_answer_found"), person=person) is outcome


def test_silence_is_unconfirmed_once_a_solution_was_shown() -> None:
    silent = replace(PATIENT, character=Character.silent, silent_after=2)
    shown = turn(Intention.problem, "solution", "ask_outcome", shows="box-allume-pas")

    assert talk(shown, person=silent) is Outcome.unconfirmed
    assert talk(turn(Intention.problem, "ask_first_name"), person=silent) is Outcome.gone


def test_no_answer_and_no_end_are_lost() -> None:
    assert talk(failure="nothing in 90 s") is Outcome.lost
    assert talk(turn(Intention.thanks, "goodbye")) is Outcome.lost


def test_going_round_in_circles_is_a_dead_end() -> None:
    unclear = [turn(Intention.problem, "unclear"), turn(Intention.problem, "unclear")]
    asked_again = [turn(None, "ask_first_name"), turn(Intention.name, "ask_first_name")]
    repeated = [turn(Intention.digress, "listening")] * 3

    assert dead_ends(unclear) == ["not understood twice in a row"]
    assert dead_ends(asked_again) == ["asked again after an answer: ask_first_name"]
    assert dead_ends(repeated) == ["said 3 times: listening"]


def test_the_next_solution_and_the_question_after_a_digression_are_no_dead_end() -> None:
    next_solution = [
        turn(None, "solution", "ask_outcome", shows="box-allume-pas"),
        turn(Intention.refuse, "next_solution", "ask_outcome", shows="box-panne-generale"),
    ]
    digression = [turn(None, "ask_first_name"), turn(Intention.digress, "wait", "ask_first_name")]

    assert dead_ends(next_solution) == []
    assert dead_ends(digression) == []


def test_only_who_could_be_helped_counts_in_the_rate_of_right_resolutions() -> None:
    solved = Conversation(PATIENT, (turn(None, "welcome"), turn(Intention.accept, "solved")))
    asks = replace(PATIENT, on_principle=True)
    handed = Conversation(asks, (turn(Intention.human, "escalated_customer_request"),))

    figures = headline([score(solved), score(handed)])

    assert figures["resolved rightly, of those that should be"].value == 1
    assert figures["resolved rightly, of those that should be"].count == 1
    assert figures["lost, of all"].count == 2


def test_turns_are_the_customers_messages_until_the_matter_is_closed() -> None:
    exchanges = (
        turn(None, "welcome"),
        turn(Intention.problem, "solution", "ask_outcome", shows="box-allume-pas"),
        turn(Intention.accept, "solved", "ask_rating"),
        turn(Intention.mark, "rated"),
    )
    scores = [score(Conversation(PATIENT, exchanges))] * 2

    assert scores[0].turns == 2
    assert turns_needed(scores) == (2, 2)


def test_the_interval_holds_the_share() -> None:
    figure = share([True] * 8 + [False] * 2)

    assert figure.value == 0.8
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.8 < figure.high
    assert str(share([])) == "no rows"
