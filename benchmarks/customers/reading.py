"""Reads what the bot says as a person does: what is told, what is asked, which solution is shown.

The sentences are those of domain.yml and of web/catalogue.yml, so that a change of wording needs no
change here; a solution is known by the title above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.articles import Article, load_articles
from knowledge_base.distinctions import Distinctions

DOMAIN = Path("domain.yml")
CATALOGUE = Path("web/catalogue.yml")
BOLD = re.compile(r"\*\*(.+?)\*\*")
PLACEHOLDER = re.compile(r"\\\{\w+\\\}")
QUESTIONS = ("ask_", "recap")
REPETITION = re.compile(r"_(again|last)$")


@dataclass(frozen=True)
class Button:
    """A choice that the bot offers; `article` is the solution that it names, if it names one."""

    title: str
    payload: str
    article: str | None = None


@dataclass(frozen=True)
class Heard:
    """All that the bot said in one turn.

    `topics` are the responses' names without `utter_` and without what says how often they were
    asked (`ask_contact` for `utter_ask_contact_again`), in the order in which they were said;
    `articles` the ids of the solutions shown.
    """

    texts: tuple[str, ...]
    topics: tuple[str, ...]
    articles: tuple[str, ...]
    buttons: tuple[Button, ...]

    @property
    def question(self) -> str | None:
        """The last thing asked for, a recap's yes included; None when nothing is."""
        asked = (topic for topic in reversed(self.topics) if topic.startswith(QUESTIONS))
        return next(asked, None)

    def has(self, *topics: str) -> bool:
        return any(topic in self.topics for topic in topics)

    def begins(self, prefix: str) -> bool:
        return any(topic.startswith(prefix) for topic in self.topics)


class Reader:
    """Knows the bot's sentences and the articles' titles."""

    def __init__(self, sentences: Mapping[str, Iterable[str]], titles: Mapping[str, str]) -> None:
        self._patterns = [
            (pattern, topic)
            for name, texts in sentences.items()
            for topic in [REPETITION.sub("", name.removeprefix("utter_"))]
            for text in texts
            for pattern in _patterns(text)
        ]
        self._titles = titles

    @classmethod
    def load(cls) -> Reader:
        """From the files in the present folder."""
        domain = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
        catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
        sentences = {name: [one["text"] for one in said] for name, said in domain.items()}
        of_the_hub = {
            name: list(texts.values())
            for name, texts in catalogue.items()
            if name.startswith(("hub.", "error."))
        }
        titles = {**Distinctions.load().titles(), **titles_of(load_articles())}
        return cls({**of_the_hub, **sentences}, titles)

    def read(self, messages: Sequence[Mapping[str, Any]]) -> Heard:
        """One turn out of the `bot_uttered` messages that it came in."""
        texts = tuple(str(message.get("text") or "") for message in messages)
        return Heard(
            texts=texts,
            topics=tuple(topic for text in texts for topic in self._topics(text)),
            articles=tuple(article for text in texts for article in self._articles(text)),
            buttons=tuple(
                Button(button["title"], button["payload"], self._titles.get(button["title"]))
                for message in messages
                for button in message.get("quick_replies") or []
            ),
        )

    def _topics(self, text: str) -> list[str]:
        said = text.strip()
        topics = (topic for pattern, topic in self._patterns if pattern.fullmatch(said))
        return list(dict.fromkeys(topics))

    def _articles(self, text: str) -> list[str]:
        return [self._titles[bold] for bold in BOLD.findall(text) if bold in self._titles]


def titles_of(articles: Iterable[Article]) -> dict[str, str]:
    """Ids by French and English title."""
    titles = ((title, article.id) for article in articles for title in _titles(article))
    return dict(titles)


def _titles(article: Article) -> list[str]:
    return [title for title in (article.title, article.title_en) if title]


def _patterns(text: str) -> list[re.Pattern[str]]:
    """One for each part: at empty lines, Rasa's REST channel cuts a text into messages."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return [
        re.compile(PLACEHOLDER.sub("(?s:.+)", re.escape(part)))
        for part in parts
        if PLACEHOLDER.sub("", re.escape(part))
    ]
