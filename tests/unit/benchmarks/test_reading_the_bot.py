"""The bot's sentences are known by their response, whatever is filled into them."""

from __future__ import annotations

import re

import pytest
import yaml

from benchmarks.customers.reading import DOMAIN, Button, Reader

READER = Reader.load()
RESPONSES = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
TEXTS = [(name, one["text"]) for name, said in RESPONSES.items() for one in said]


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_every_response_is_known(name: str, text: str) -> None:
    filled = re.sub(r"\{\w+\}", "FM-2345-6789, sur\ndeux lignes", text)
    topic = re.sub(r"_(again|last)$", "", name.removeprefix("utter_"))

    heard = READER.read([{"text": part} for part in filled.split("\n\n")])

    assert topic in heard.topics


def test_a_solution_is_known_by_its_title_and_the_question_by_its_words() -> None:
    heard = READER.read(
        [
            {"text": "**La box ne s'allume plus**\n1. Testez la prise.\n \n2. Attendez."},
            {
                "text": "Est-ce que cela règle le problème ?",
                "quick_replies": [{"title": "Oui, c'est réglé", "payload": "/confirm_solved"}],
            },
        ]
    )

    assert heard.articles == ("box-allume-pas",)
    assert heard.question == "ask_outcome"
    assert heard.buttons == (Button("Oui, c'est réglé", "/confirm_solved"),)


def test_a_choice_that_names_an_article_is_known_in_both_languages() -> None:
    titles = ("La box ne s'allume plus", "The box does not turn on any more")
    reader = Reader({}, dict.fromkeys(titles, "box-allume-pas"))

    heard = reader.read([{"quick_replies": [{"title": title, "payload": "1"} for title in titles]}])

    assert [button.article for button in heard.buttons] == ["box-allume-pas"] * 2


def test_unknown_words_are_no_topic() -> None:
    assert READER.read([{"text": "Il fait beau."}]).topics == ()
