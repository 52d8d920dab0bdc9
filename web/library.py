"""All articles as people see them: those of the files, with what was decided in the console.

The only file of the web that knows how articles are written; it neither searches nor publishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from knowledge_base.facts import Facts
from knowledge_base.written import (
    FieldFault,
    Written,
    as_shown,
    faults_of,
    load_facts,
    load_written,
)
from tickets.desk_views import DraftView
from tickets.drafting import DraftText
from tickets.errors import NotFound
from tickets.folding import fold, words
from tickets.shelf import RetiredArticle, Shelf
from tickets.vocabulary import Theme, Visibility
from web.catalogue import Language

# Parts of the console's addresses, which no article may be named.
RESERVED = ("drafts", "publication")


class Origin(StrEnum):
    """Where the wording comes from; `override`: from the console, over that of a file."""

    file = "file"
    console = "console"
    override = "override"


@dataclass(frozen=True)
class Entry:
    """One article, the wording that counts now."""

    written: Written
    origin: Origin
    published: DraftView | None
    retired: RetiredArticle | None


class Library:
    """Files are read once: they change with the product, not while it runs."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @cached_property
    def files(self) -> dict[str, Written]:
        return load_written()

    @cached_property
    def facts(self) -> Facts:
        return load_facts()

    @property
    def taken(self) -> set[str]:
        """Names that a new article may not have."""
        return {*self.files, *RESERVED}

    def entries(self) -> list[Entry]:
        """Every article, by title."""
        contents = self._shelf.contents()
        retired = {one.article_id: one for one in contents.retired}
        published = {draft.article_id: draft for draft in contents.published}
        ids = self.files.keys() | published.keys()
        entries = [self._entry(one, published.get(one), retired.get(one)) for one in ids]
        return sorted(entries, key=lambda entry: fold(entry.written.title))

    def titles(self) -> dict[str, str]:
        """The title of every article, by id."""
        return {entry.written.id: entry.written.title for entry in self.entries()}

    def entry(self, article_id: str) -> Entry:
        """The article of this id, or `NotFound`."""
        for entry in self.entries():
            if entry.written.id == article_id:
                return entry
        raise NotFound("article_id")

    def written(self, draft: DraftView) -> Written:
        """A draft, or what was published of it, in the form of a file."""
        file = self.files.get(draft.article_id)
        own_source = "procedure" if draft.visibility is Visibility.internal else "assistant"
        return Written(
            id=draft.article_id,
            title=draft.title,
            theme=draft.theme.value,
            source=file.source if file else own_source,
            visibility=draft.visibility.value,
            updated_on=(draft.published_at or draft.updated_at).date(),
            questions=draft.questions,
            answer=draft.answer,
            title_en=draft.title_en,
            answer_en=draft.answer_en,
        )

    def faults(self, draft: DraftView) -> list[FieldFault]:
        """What keeps it from being published."""
        return faults_of(self.written(draft), self.facts)

    def shown(self, text: str, language: Language) -> str:
        """A text of an article as customers read it."""
        return as_shown(text, language, self.facts)

    def _entry(
        self, article_id: str, published: DraftView | None, retired: RetiredArticle | None
    ) -> Entry:
        if published is None:
            return Entry(self.files[article_id], Origin.file, None, retired)
        origin = Origin.override if article_id in self.files else Origin.console
        return Entry(self.written(published), origin, published, retired)


def draft_text(written: Written) -> DraftText:
    """The words of an article, to be worded anew."""
    return DraftText(
        title=written.title,
        theme=Theme(written.theme),
        questions=written.questions,
        answer=written.answer,
        visibility=Visibility(written.visibility),
        title_en=written.title_en,
        answer_en=written.answer_en,
    )


def matching(entries: Iterable[Entry], text: str, theme: Theme | None) -> list[Entry]:
    """Those that hold every word, in whatever place; of one theme, when it is given."""
    wanted = words(text)
    return [
        entry
        for entry in entries
        if theme in (None, entry.written.theme)
        and all(word in _haystack(entry.written) for word in wanted)
    ]


@lru_cache(maxsize=1000)
def _haystack(written: Written) -> str:
    french = (written.id, written.title, *written.questions, written.answer)
    english = (written.title_en or "", written.answer_en or "")
    return fold("\n".join((*french, *english)))
