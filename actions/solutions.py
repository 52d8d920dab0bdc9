"""Chooses a ticket's next step: an article to propose, a question between articles, or neither.

Pure but for the search it is given; the same article is never proposed twice for a ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge_base.articles import Article
from knowledge_base.related import Related
from knowledge_base.search import Found
from tickets.views import TicketView

MOST_CHOICES = 3
CANDIDATES = 6
# A later proposal by the search itself: below this chance, what an agent would try next is better.
LIKELY_ENOUGH = 0.15


class Search(Protocol):
    """What is used of `knowledge_base.search.Searcher`."""

    def article(self, article_id: str) -> Article: ...

    def search(
        self, text: str, *, top: int = 3, exclude: Collection[str] = frozenset()
    ) -> Found: ...


@dataclass(frozen=True)
class Step:
    """Propose `article`, or ask which of `choices` fits, or hand over when both are empty."""

    article: Article | None = None
    choices: tuple[Article, ...] = ()


def first_step(searcher: Search, query: str, seen: Collection[str], *, may_ask: bool) -> Step:
    """The best article; close candidates are told apart by one question, weak ones dropped.

    `seen` are articles that the customer has read already and that did not help.
    """
    found = searcher.search(query, exclude=seen)
    plausible = [hit.article for hit in found.hits if hit.is_plausible]
    if may_ask and plausible and (found.is_ambiguous or not found.answered):
        return Step(choices=tuple(plausible[:MOST_CHOICES]))
    return Step(article=plausible[0]) if plausible and found.answered else Step()


def next_step(searcher: Search, related: Related, ticket: TicketView, extra_words: str) -> Step:
    """After a refusal: the next likely article, else what an agent would try after the refused."""
    proposed = ticket.proposed_article_ids
    found = searcher.search(f"{ticket.problem}\n{extra_words}".strip(), top=CANDIDATES)
    likely = [hit.article.id for hit in found.hits if hit.score >= LIKELY_ENOUGH]
    tried_next = [other for article_id in proposed for other in related.after(article_id)]
    for article_id in [*likely, *tried_next]:
        if article_id not in proposed:
            return Step(article=searcher.article(article_id))
    return Step()


def has_open_proposal(ticket: TicketView) -> bool:
    """Whether the last proposal still waits for the customer's judgement."""
    return len(ticket.proposed_article_ids) > ticket.refused_count


def chosen_among(
    text: str, choices: Sequence[dict[str, str]], fold: Callable[[str], str]
) -> str | None:
    """The id of the choice that the text names: by its title, a part of it, or its number."""
    said = fold(text)
    if said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]["id"]
    titles = {choice["id"]: fold(choice["title"]) for choice in choices}
    exact = [key for key, title in titles.items() if said == title]
    partial = [key for key, title in titles.items() if len(said) > 3 and said in title]
    named: Collection[str] = exact or partial
    return next(iter(named), None) if len(named) == 1 else None
