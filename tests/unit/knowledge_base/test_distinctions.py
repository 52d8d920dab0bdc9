from __future__ import annotations

import yaml

from knowledge_base.articles import load_articles
from knowledge_base.distinctions import DISTINCTIONS, Distinction, Distinctions
from knowledge_base.normalise import fold

LONGEST_BUTTON = 60


def distinction(question: str, *ids: str) -> Distinction:
    return Distinction({"fr": question, "en": question}, {key: {"fr": key} for key in ids})


def test_the_question_that_tells_the_fewest_apart_is_asked() -> None:
    known = Distinctions([distinction("large", "a", "b", "c"), distinction("narrow", "a", "b")], {})

    asked = [known.between(ids) for ids in (["a", "b"], ["b", "c"], ["a", "d"], ["a"])]

    assert [found and found.question["fr"] for found in asked] == ["narrow", "large", None, None]


def test_a_slow_and_a_dead_connection_are_told_apart_in_both_languages() -> None:
    found = Distinctions.load().between(["debit-lent", "box-panne-generale"])

    assert found is not None
    assert found.question["en"] == "What describes your connection best?"
    assert found.cases["debit-lent"]["fr"] == "Ça marche, mais c'est lent"


def test_every_case_is_a_customers_article_told_shortly_and_unlike_its_neighbours() -> None:
    customers = {article.id for article in load_articles() if not article.is_internal}

    for entry in yaml.safe_load(DISTINCTIONS.read_text(encoding="utf-8"))["distinctions"]:
        assert entry["cases"].keys() <= customers
        for language in ("fr", "en"):
            told = [case[language] for case in entry["cases"].values()]
            assert entry[language].endswith("?")
            assert max(map(len, told)) <= LONGEST_BUTTON
            assert len({fold(text) for text in told}) == len(told)


def test_an_answer_stands_for_one_article_wherever_it_is_offered() -> None:
    entries = yaml.safe_load(DISTINCTIONS.read_text(encoding="utf-8"))["distinctions"]

    stands_for = {
        (answer, article_id)
        for entry in entries
        for article_id, case in entry["cases"].items()
        for answer in case.values()
    }

    assert len(stands_for) == len(Distinctions.load().titles())
