from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from actions.solutions import (
    chosen_among,
    first_step,
    first_step_again,
    has_open_proposal,
    next_step,
)
from knowledge_base.normalise import fold
from knowledge_base.related import Related

NOTHING_RELATED = Related({})


@dataclass
class Searcher:
    """Stands in for the searcher: the same chances whatever is asked, minus the excluded."""

    chances: dict[str, float]
    answered: bool = True
    is_ambiguous: bool = False
    questions: list[str] = field(default_factory=list)

    def article(self, article_id: str) -> Any:
        return SimpleNamespace(id=article_id)

    def search(self, text: str, *, top: int = 3, exclude: Collection[str] = ()) -> Any:
        self.questions.append(text)
        hits = [
            SimpleNamespace(article=self.article(key), score=chance, is_plausible=True)
            for key, chance in self.chances.items()
            if key not in exclude
        ]
        return SimpleNamespace(
            hits=hits[:top], answered=self.answered, is_ambiguous=self.is_ambiguous
        )


def ticket(*proposed: str, refused: int = 0) -> Any:
    return SimpleNamespace(
        problem="plus de wifi", proposed_article_ids=proposed, refused_count=refused
    )


def id_of(step: Any) -> str | None:
    return step.article.id if step.article else None


def test_the_best_article_is_proposed_first() -> None:
    step = first_step(Searcher({"a": 0.8, "b": 0.1}), "plus de wifi", [], may_ask=True)

    assert id_of(step) == "a"


def test_an_answer_that_was_read_and_did_not_help_is_not_proposed() -> None:
    step = first_step(Searcher({"a": 0.8, "b": 0.1}), "plus de wifi", ["a"], may_ask=True)

    assert id_of(step) == "b"


def test_close_candidates_are_told_apart_by_one_question() -> None:
    searcher = Searcher({"a": 0.3, "b": 0.3, "c": 0.2, "d": 0.1}, is_ambiguous=True)

    asked = first_step(searcher, "plus de wifi", [], may_ask=True)
    not_again = first_step(searcher, "plus de wifi", [], may_ask=False)

    assert [article.id for article in asked.choices] == ["a", "b", "c"]
    assert id_of(not_again) == "a"


def test_nothing_good_enough_means_a_person() -> None:
    weak = Searcher({"a": 0.1}, answered=False)

    assert id_of(first_step(Searcher({}), "plus de wifi", [], may_ask=True)) is None
    assert id_of(first_step(weak, "plus de wifi", [], may_ask=False)) is None


def test_a_likely_candidate_comes_before_what_is_related() -> None:
    related = Related({"a": ("c",)})

    step = next_step(Searcher({"a": 0.6, "b": 0.3}), related, ticket("a", refused=1), "")

    assert id_of(step) == "b"


def test_what_an_agent_would_try_next_comes_before_an_unlikely_candidate() -> None:
    related = Related({"a": ("c", "d")})
    searcher = Searcher({"a": 0.9, "b": 0.01})

    second = next_step(searcher, related, ticket("a", refused=1), "")
    third = next_step(searcher, related, ticket("a", "c", refused=2), "")

    assert (id_of(second), id_of(third)) == ("c", "d")


def test_a_refused_article_is_never_proposed_again() -> None:
    related = Related({"a": ("b",), "b": ("a",)})

    step = next_step(Searcher({"a": 0.9}), related, ticket("a", "b", refused=2), "")

    assert id_of(step) is None


def test_what_a_refusal_told_goes_into_the_next_search() -> None:
    searcher = Searcher({"a": 0.9})

    next_step(searcher, NOTHING_RELATED, ticket("a", refused=1), "le voyant est rouge")

    assert searcher.questions == ["le voyant est rouge", "plus de wifi\nle voyant est rouge"]


def test_a_proposal_is_open_until_it_is_judged() -> None:
    assert has_open_proposal(ticket("a"))
    assert not has_open_proposal(ticket("a", refused=1))
    assert not has_open_proposal(ticket())


def test_a_choice_is_named_by_title_part_or_number() -> None:
    choices = [{"id": "a", "title": "Débit lent"}, {"id": "b", "title": "Wi-Fi faible"}]

    assert chosen_among("debit lent", choices, fold) == "a"
    assert chosen_among("faible", choices, fold) == "b"
    assert chosen_among("2", choices, fold) == "b"
    assert chosen_among("3", choices, fold) is None
    assert chosen_among("la 2 svp", choices, fold) == "b"
    assert chosen_among("Je dirais plutôt la première", choices, fold) == "a"
    assert chosen_among("moi je dirais que c'est plutôt la deuxième", choices, fold) == "b"
    assert chosen_among("the last one", choices, fold) == "b"
    assert chosen_among("aucune des 2", choices, fold) is None
    assert chosen_among("c'est la première fois que ça arrive", choices, fold) is None
    assert chosen_among("depuis 2 jours", choices, fold) is None
    assert chosen_among("autre chose", choices, fold) is None


def test_what_failed_for_this_customer_before_gives_way_to_the_next_likely() -> None:
    searcher = Searcher({"a": 0.8, "b": 0.4})

    step = first_step_again(searcher, NOTHING_RELATED, "plus de wifi", ["a"])

    assert step is not None
    assert id_of(step) == "b"


def test_what_agents_try_next_comes_when_nothing_else_is_likely() -> None:
    searcher = Searcher({"a": 0.8, "b": 0.01})

    step = first_step_again(searcher, Related({"a": ("c",)}), "plus de wifi", ["a"])

    assert step is not None
    assert id_of(step) == "c"


def test_another_problem_is_met_as_if_nothing_had_failed() -> None:
    searcher = Searcher({"b": 0.8, "a": 0.4})

    assert first_step_again(searcher, NOTHING_RELATED, "pas de son", ["a"]) is None


def test_when_all_of_it_failed_before_nothing_is_proposed() -> None:
    step = first_step_again(Searcher({"a": 0.8}), NOTHING_RELATED, "plus de wifi", ["a"])

    assert step is not None
    assert id_of(step) is None
