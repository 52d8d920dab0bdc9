from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from actions.solutions import chosen_among, has_open_proposal, next_step
from knowledge_base.normalise import fold


@dataclass
class Search:
    """Stands in for the searcher: the same candidates whatever is asked, minus the excluded."""

    ids: list[str]
    answered: bool = True
    is_ambiguous: bool = False
    queries: list[str] = field(default_factory=list)

    def __call__(self, query: str, *, exclude: frozenset[str]) -> Any:
        self.queries.append(query)
        hits = [
            SimpleNamespace(article=SimpleNamespace(id=key), is_plausible=True)
            for key in self.ids
            if key not in exclude
        ]
        return SimpleNamespace(hits=hits, answered=self.answered, is_ambiguous=self.is_ambiguous)


def ticket(*proposed: str, refused: int = 0) -> Any:
    return SimpleNamespace(
        problem="plus de wifi", proposed_article_ids=proposed, refused_count=refused
    )


def test_the_best_article_is_proposed_first() -> None:
    step = next_step(Search(["a", "b"]), ticket(), "", may_ask=True)

    assert step.article.id == "a"  # type: ignore[union-attr]


def test_a_refused_article_is_never_proposed_again() -> None:
    step = next_step(Search(["a", "b"]), ticket("a", refused=1), "", may_ask=True)

    assert step.article.id == "b"  # type: ignore[union-attr]


def test_close_candidates_are_told_apart_by_one_question() -> None:
    search = Search(["a", "b", "c", "d"], is_ambiguous=True)

    asked = next_step(search, ticket(), "", may_ask=True)
    not_again = next_step(search, ticket(), "", may_ask=False)

    assert [article.id for article in asked.choices] == ["a", "b", "c"]
    assert not_again.article.id == "a"  # type: ignore[union-attr]


def test_nothing_good_enough_means_a_person() -> None:
    assert next_step(Search([]), ticket(), "", may_ask=True) == next_step(
        Search(["a"], answered=False), ticket(), "", may_ask=False
    )


def test_what_a_refusal_told_goes_into_the_next_search() -> None:
    search = Search(["a"])

    next_step(search, ticket(), "le voyant est rouge", may_ask=True)

    assert search.queries == ["plus de wifi\nle voyant est rouge"]


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
    assert chosen_among("autre chose", choices, fold) is None
