from __future__ import annotations

from knowledge_base.articles import THEMES
from tickets.vocabulary import Theme


def test_articles_and_tickets_share_their_themes() -> None:
    assert set(THEMES) == {theme.value for theme in Theme}
