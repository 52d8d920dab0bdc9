"""Chooses a ticket's next step: an article to propose, a question between articles, or neither.

Pure but for the search it is given; the same article is never proposed twice for a ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from knowledge_base.articles import Article
from knowledge_base.search import Found
from tickets.views import TicketView

Search = Callable[..., Found]
MOST_CHOICES = 3


@dataclass(frozen=True)
class Step:
    """Propose `article`, or ask which of `choices` fits, or hand over when both are empty."""

    article: Article | None = None
    choices: tuple[Article, ...] = ()


def next_step(search: Search, ticket: TicketView, extra_words: str, *, may_ask: bool) -> Step:
    """The best article not yet proposed; close candidates are told apart by one question a ticket.

    The first proposal must be a good answer; later ones need only be plausible, because the
    customer has already told what it is not.
    """
    query = f"{ticket.problem}\n{extra_words}".strip()
    found = search(query, exclude=frozenset(ticket.proposed_article_ids))
    plausible = [hit.article for hit in found.hits if hit.is_plausible]
    if not plausible:
        return Step()
    needs_choice = found.is_ambiguous or not (found.answered or ticket.proposed_article_ids)
    if needs_choice and may_ask:
        return Step(choices=tuple(plausible[:MOST_CHOICES]))
    if not (found.answered or ticket.proposed_article_ids or extra_words):
        return Step()
    return Step(article=plausible[0])


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
