"""Reads templates.yml: what the account may answer, by theme, tone and language."""

from __future__ import annotations

from pathlib import Path

import yaml

from tickets.replies import valid_text
from tickets.templates import Wording
from tickets.vocabulary import Theme
from tickets.x_vocabulary import ToneGroup

FILE = Path(__file__).with_name("templates.yml")


def read_wordings(path: Path = FILE) -> list[Wording]:
    """Every wording of the file; `InvalidValue` for one that X would not take."""
    themes = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Wording(Theme(theme), ToneGroup(group), language, valid_text(text))
        for theme, groups in themes.items()
        for group, languages in groups.items()
        for language, texts in languages.items()
        for text in texts
    ]
