"""From probabilities to yes or no: where the bars are, and what is told of one post. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collector.aggregate import stands_for
from collector.opinions import LABELS, YES, Opinions, Output, Probabilities
from tickets.vocabulary import Theme, Tone

# A public reply to who did not complain costs more than a complaint left to people. In the field
# 97 % is wanted; our own posts are of fewer hands, hence the margin.
PRECISION_WANTED = {Output.complaint: 0.973, Output.respond: 0.97}
STEPS = np.linspace(0.3, 0.98, 69)

Bars = Mapping[Output, float]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is told of one post; `scores` are from 0 to 1, `reasons` are for people."""

    complaint: bool
    theme: Theme
    tone: Tone
    respond: bool
    scores: Mapping[str, float]
    reasons: tuple[str, ...] = ()


def bars_for(opinions: Opinions, truths: Mapping[Output, Sequence[str]]) -> Bars:
    """For each yes-or-no output the lowest bar above which enough of the field truly is."""
    return {
        output: _lowest_bar(
            opinions[output][:, 1],
            np.array(truths[output]) == YES,
            stands_for(output, truths[output]),
            wanted,
        )
        for output, wanted in PRECISION_WANTED.items()
    }


def understand(opinions: Opinions, bars: Bars, row: int) -> Understanding:
    """What one row of opinions amounts to."""
    complaint = float(opinions[Output.complaint][row, 1])
    respond = float(opinions[Output.respond][row, 1])
    themes, tones = opinions[Output.theme][row], opinions[Output.tone][row]
    is_complaint = complaint >= bars[Output.complaint]
    return Understanding(
        complaint=is_complaint,
        theme=Theme(LABELS[Output.theme][int(themes.argmax())]),
        tone=_tone(tones, is_complaint),
        respond=respond >= bars[Output.respond],
        scores={
            "complaint": round(complaint, 4),
            "theme": round(float(themes.max()), 4),
            "tone": round(float(tones.max()), 4),
            "respond": round(respond, 4),
        },
    )


def _tone(tones: Probabilities, is_complaint: bool) -> Tone:
    likeliest = Tone(LABELS[Output.tone][int(tones.argmax())])
    # Impatience needs something to be impatient about; an insult does not.
    is_moot = likeliest is Tone.frustrated and not is_complaint
    return Tone.calm if is_moot else likeliest


def _lowest_bar(
    scores: Probabilities, is_true: NDArray[np.bool_], counts: NDArray[np.float64], wanted: float
) -> float:
    for bar in STEPS:
        above = scores >= bar
        if counts[above & is_true].sum() >= wanted * counts[above].sum() > 0:
            return float(bar)
    return float(STEPS[-1])
