"""A bare subject has matters to choose from; what says more, or one thing only, has none."""

from __future__ import annotations

import pytest

from actions import composition
from actions.subjects import matters_of
from knowledge_base.articles import load_articles
from knowledge_base.search import Found, Hit

ARTICLES = {article.id: article for article in load_articles()}


class Finding:
    """A search that finds the same articles whatever is asked."""

    def __init__(self, *ids: str, answered: bool = True) -> None:
        hits = tuple(Hit(ARTICLES[article_id], 0.3, is_plausible=True) for article_id in ids)
        self._found = Found(hits, answered=answered, is_ambiguous=False)

    def search(self, text: str, *, top: int) -> Found:
        return self._found


def matters(monkeypatch: pytest.MonkeyPatch, subject: str, search: Finding) -> list[str]:
    monkeypatch.setattr(composition, "searcher", lambda: search)
    return [matter["id"] for matter in matters_of(subject, "fr")]


def test_a_word_may_mean_several_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("facture-comprendre", "facture-telecharger")

    assert matters(monkeypatch, "Facture", found) == ["facture-comprendre", "facture-telecharger"]


def test_a_word_that_means_one_thing_is_no_bare_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    assert matters(monkeypatch, "oqee", Finding("oqee-app")) == []


def test_a_sentence_is_no_bare_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("facture-comprendre", "facture-telecharger")

    assert matters(monkeypatch, "ma facture a doublé ce mois-ci", found) == []


def test_what_no_article_answers_is_no_subject_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("facture-comprendre", "facture-telecharger", answered=False)

    assert matters(monkeypatch, "facture edf", found) == []
