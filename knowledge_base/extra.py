"""Articles that come on top of those of the files: a folder of their own, which a product writes.

An article there takes the place of the file's of the same id; ids in RETIRED are left out. What is
wrong there is left out with a warning: it must not keep the product from starting.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge_base.articles import Article, read_article
from knowledge_base.facts import Facts
from knowledge_base.written import Written, as_markdown

RETIRED = "retired.txt"
log = logging.getLogger(__name__)


def write_extra(folder: Path, articles: Iterable[Written], retired: Iterable[str]) -> None:
    """Make the folder hold these articles and these retired ids, and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{written.id}.md": as_markdown(written) for written in articles}
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    wanted[RETIRED] = "".join(f"{article_id}\n" for article_id in sorted(retired))
    for name, text in wanted.items():
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(folder / name)


def with_extra(articles: Sequence[Article], folder: Path, facts: Facts) -> list[Article]:
    """The files' articles, with what the folder changes."""
    by_id = {article.id: article for article in articles}
    for path in sorted(folder.glob("*.md")):
        article, faults = read_article(path.read_text(encoding="utf-8"), path.stem, facts)
        if article:
            by_id[article.id] = article
        for line, reason in faults:
            log.warning("left out, %s:%s: %s", path.name, line, reason)
    kept = by_id.keys() - set(retired_ids(folder))
    return [by_id[article_id] for article_id in sorted(kept)]


def retired_ids(folder: Path) -> list[str]:
    """The ids that the folder takes out."""
    path = folder / RETIRED
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def digest_of(folder: Path) -> str:
    """Changes with any byte that counts; empty when the folder changes nothing."""
    digest = hashlib.sha256()
    paths = [*sorted(folder.glob("*.md")), folder / RETIRED]
    contents = [(path.name, path.read_bytes()) for path in paths if path.is_file()]
    for name, content in contents:
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:8] if any(content for _, content in contents) else ""
