from __future__ import annotations

from collections import Counter

from collector.wordings import read_wordings
from tickets.replies import MAX_CHARS
from tickets.vocabulary import Theme
from tickets.x_vocabulary import ToneGroup

WORDINGS = read_wordings()
ASKED_FOR_PRIVATELY = ("numéro de", "identifiant", "adresse", "phone number", "your address")


def test_each_theme_and_tone_has_several_wordings_in_both_languages() -> None:
    counts = Counter((one.theme, one.tone_group, one.language) for one in WORDINGS)

    expected = {(t, g, language) for t in Theme for g in ToneGroup for language in ("fr", "en")}
    assert set(counts) == expected
    assert min(counts.values()) >= 3


def test_no_wording_is_used_twice_and_each_leads_to_the_chat() -> None:
    texts = [one.text for one in WORDINGS]

    assert len(set(texts)) == len(texts)
    assert all(text.endswith("{link}") and len(text) <= MAX_CHARS for text in texts)


def test_none_asks_for_private_data_in_public() -> None:
    asking = [one.text for one in WORDINGS if any(w in one.text for w in ASKED_FOR_PRIVATELY)]

    assert asking == []
