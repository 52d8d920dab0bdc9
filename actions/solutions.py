"""Chooses a ticket's next step: an article to propose, a question between articles, or neither.

Pure but for the search it is given; the same article is never proposed twice for a ticket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from actions.bereavement import with_own_article_first
from knowledge_base.articles import Article
from knowledge_base.related import Related
from knowledge_base.search import Found
from tickets.views import TicketView
from tickets.vocabulary import Tone

MOST_CHOICES = 3
PLACES = {
    word: place
    for place, words in (
        (0, "1 premier premiere first"),
        (1, "2 deuxieme second seconde"),
        (2, "3 troisieme third"),
        (-1, "dernier derniere last"),
    )
    for word in words.split()
}
# "2", "la 2", "option 2 svp", "je dirais la première"; not "aucune des 3", nor "la première fois".
NUMBERED = re.compile(
    r"(?:(?:la|le|l|c|est|numero|n|no|option|choix|piste|oui|plutot|the|number) ){0,4}"
    r"(?P<place>\d)(?: (?:svp|stp|merci|oui|please|thanks))?"
)
ORDERED = re.compile(
    r"(?:\w+ ){0,7}(?:la|le|the) "
    rf"(?P<place>{'|'.join(word for word in PLACES if word.isalpha())})\b(?! fois| time)"
    r"(?: \w+){0,6}"
)
NO_CHOICE = re.compile(r"\b(aucun\w*|ni|pas|rien|none|not|neither)\b")
CANDIDATES = 6
# A later proposal by the search itself: below this chance, what an agent would try next is better.
LIKELY_ENOUGH = 0.15
# After so many refusals a person is offered beside the next solution.
PATIENCE_IN_REFUSALS = {Tone.angry: 1, Tone.frustrated: 2}


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
    found = with_own_article_first(searcher.search(query, exclude=seen), query)
    plausible = [hit.article for hit in found.hits if hit.is_plausible]
    if may_ask and plausible and (found.is_ambiguous or not found.answered):
        return Step(choices=tuple(plausible[:MOST_CHOICES]))
    return Step(article=plausible[0]) if plausible and found.answered else Step()


def first_step_again(
    searcher: Search, related: Related, query: str, failed: Collection[str]
) -> Step | None:
    """What comes first when the best article failed for this customer before; None: it did not."""
    hits = searcher.search(query, top=CANDIDATES).hits
    if not hits or hits[0].article.id not in failed:
        return None
    likely = [hit.article.id for hit in hits if hit.score >= LIKELY_ENOUGH]
    tried_next = [other for article_id in likely for other in related.after(article_id)]
    untried = (other for other in [*likely, *tried_next] if other not in failed)
    article_id = next(untried, None)
    return Step(article=searcher.article(article_id) if article_id else None)


def next_step(searcher: Search, related: Related, ticket: TicketView, extra_words: str) -> Step:
    """After a refusal: the next likely article, else what an agent would try after the refused."""
    proposed = ticket.proposed_article_ids
    likely = _likely(searcher, ticket.problem, extra_words)
    tried_next = [other for article_id in proposed for other in related.after(article_id)]
    for article_id in [*likely, *tried_next]:
        if article_id not in proposed:
            return Step(article=searcher.article(article_id))
    return Step()


def _likely(searcher: Search, problem: str, extra_words: str) -> list[str]:
    """Ids, likeliest first: what a refusal told last comes before the whole story."""
    latest = extra_words.rpartition("\n")[2]
    texts = [latest] if latest else []
    return [
        hit.article.id
        for text in [*texts, f"{problem}\n{extra_words}".strip()]
        for hit in searcher.search(text, top=CANDIDATES).hits
        if hit.score >= LIKELY_ENOUGH
    ]


def has_open_proposal(ticket: TicketView) -> bool:
    """Whether the last proposal still waits for the customer's judgement."""
    return len(ticket.proposed_article_ids) > ticket.refused_count


def is_out_of_patience(ticket: TicketView) -> bool:
    """Whether the customer's tone asks for a person to be offered before the attempts end."""
    patience = PATIENCE_IN_REFUSALS.get(ticket.tone)
    return patience is not None and ticket.refused_count >= patience


def chosen_among(
    text: str, choices: Sequence[dict[str, str]], fold: Callable[[str], str]
) -> str | None:
    """The id of the choice that the text names: by its title, a part of it, or its place."""
    said = fold(text)
    titles = {choice["id"]: fold(choice["title"]) for choice in choices}
    exact = [key for key, title in titles.items() if said == title]
    partial = [key for key, title in titles.items() if len(said) > 3 and said in title]
    named: Collection[str] = exact or partial
    if len(named) == 1:
        return next(iter(named))
    place = _place_named(said)
    return choices[place]["id"] if place is not None and -1 <= place < len(choices) else None


def _place_named(said: str) -> int | None:
    """0 for "la première" or "le 1", -1 for the last; None when no place is named."""
    words = " ".join(re.findall(r"\w+", said))
    if NO_CHOICE.search(words):
        return None
    match = NUMBERED.fullmatch(words) or ORDERED.fullmatch(words)
    return PLACES.get(match["place"]) if match else None
