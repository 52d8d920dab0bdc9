"""Names do not tell a language."""

from __future__ import annotations

from benchmarks.readings import QUALITY, read_rows
from bot.language import told_language


def test_no_name_by_itself_tells_english() -> None:
    rows = read_rows(QUALITY / "names.csv")
    names = [f"{row['first']} {row['last']}".strip() for row in rows if row["first"] or row["last"]]

    assert [name for name in names if told_language(name) == "en"] == []
