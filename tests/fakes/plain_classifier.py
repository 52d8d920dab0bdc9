"""A classifier of six words, for tests of everything around the real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tickets.vocabulary import Theme, Tone

WORDS = {
    "box": Theme.internet_fixe,
    "facture": Theme.facturation,
    "réseau": Theme.reseau_mobile,
    "télé": Theme.tv,
}


@dataclass(frozen=True)
class PlainUnderstanding:
    complaint: bool
    theme: Theme
    tone: Tone
    respond: bool
    scores: Mapping[str, float]
    reasons: tuple[str, ...] = ()


class PlainClassifier:
    """ "panne" complains; "!" is anger; "truc" leaves the theme in doubt."""

    def classify(self, texts: Sequence[str], *, explain: bool = False) -> list[PlainUnderstanding]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> PlainUnderstanding:
        theme = next((theme for word, theme in WORDS.items() if word in text), Theme.autre)
        tone = Tone.angry if "!" in text else Tone.calm
        scores = {"complaint": 1.0, "theme": 0.5 if "truc" in text else 0.9}
        return PlainUnderstanding("panne" in text, theme, tone, "panne" in text, scores)
