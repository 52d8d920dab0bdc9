from __future__ import annotations

import pytest

from actions.tones import tone_of
from tickets.vocabulary import Tone


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("je voudrais des informations s'il vous plaît", Tone.calm),
        ("excellente journée, ma box clignote", Tone.calm),
        ("sans plainte de ma part, ça marche", Tone.calm),
        ("toujours pas de réseau, j'en ai marre", Tone.frustrated),
        ("fed up, still not working", Tone.frustrated),
        ("bande de voleurs", Tone.angry),
        ("je vais porter plainte", Tone.angry),
        ("RENDEZ MOI MON INTERNET", Tone.angry),
        ("ça marche pas !!!", Tone.angry),
    ],
)
def test_the_tone_is_read_from_words_and_typography(text: str, tone: Tone) -> None:
    assert tone_of(text) is tone
