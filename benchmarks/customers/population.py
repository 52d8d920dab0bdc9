"""Who a simulated customer is. Everything about one follows from a seed."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
SHARE_WITHOUT_ARTICLE = 0.1
SHARE_ON_PRINCIPLE = 0.08


class Character(StrEnum):
    """How a customer takes the conversation."""

    patient = "patient"
    terse = "terse"
    rambling = "rambling"
    hostile = "hostile"
    changing = "changing their mind"
    english = "English"
    silent = "silent"


@dataclass(frozen=True)
class Traits:
    """Manners of speaking to draw from, and chances out of 1."""

    styles: tuple[str, ...]
    digresses: float
    presses_buttons: float
    postpones: float
    refuses_name: float
    most_refusals: int


TRAITS = {
    Character.patient: Traits(("standard", "standard", "sms"), 0.3, 0.5, 0.2, 0.05, 9),
    Character.terse: Traits(("short", "sms"), 0.05, 0.5, 0.05, 0.05, 3),
    Character.rambling: Traits(("long",), 0.3, 0.2, 0.1, 0.05, 9),
    Character.hostile: Traits(("angry",), 0.3, 0.2, 0.05, 0.2, 1),
    Character.changing: Traits(("standard", "sms"), 0.2, 0.3, 0.2, 0.05, 9),
    Character.english: Traits(("english",), 0.2, 0.3, 0.1, 0.05, 9),
    Character.silent: Traits(("standard", "sms", "long"), 0.1, 0.5, 0.0, 0.05, 9),
}
SPEECH_OF_STYLE = {"standard": "plain", "short": "sms"}


@dataclass(frozen=True)
class Problem:
    """What a customer comes with, as told in each style, and the articles that settle it."""

    solved_by: frozenset[str]
    told: Mapping[str, str]

    @property
    def is_solvable(self) -> bool:
        return bool(self.solved_by)


@dataclass(frozen=True)
class Person:
    """One customer. `change` is what a changing one corrects: the problem, the name, or a stop.

    `silent_after` is the number of own messages after which a silent one says nothing more;
    `digresses_at` the number of the own message that is a digression, None without one.
    """

    seed: int
    character: Character
    style: str
    problem: Problem
    first: str
    last: str
    name_told: str
    contact: str | None
    on_principle: bool
    refuses_name: bool
    postpones: bool
    change: str | None
    first_told: Problem
    silent_after: int | None
    digresses_at: int | None

    @property
    def traits(self) -> Traits:
        return TRAITS[self.character]

    @property
    def speech(self) -> str:
        return SPEECH_OF_STYLE.get(self.style, self.style)

    @property
    def full_name(self) -> str:
        return f"{self.first} {self.last}"


class Population:
    """Draws customers out of the problems, the people and the manners of speaking."""

    def __init__(
        self,
        problems: Sequence[Problem],
        people: Mapping[str, Sequence[str]],
        speech: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> None:
        self.problems = problems
        self.speech = speech
        self._people = people

    @classmethod
    def load(cls) -> Population:
        return cls(
            [problem_of(entry) for entry in _yaml("problems.yml")],
            _yaml("people.yml"),
            _yaml("speech.yml"),
        )

    def person(self, seed: int) -> Person:
        """The customer of this seed, always the same."""
        draw = random.Random(seed)  # noqa: S311 - a simulation
        character = draw.choice(list(Character))
        traits = TRAITS[character]
        style = draw.choice(traits.styles)
        problem = self._problem(draw, solvable=draw.random() >= SHARE_WITHOUT_ARTICLE)
        suffix = "_en" if style == "english" else ""
        first = draw.choice(self._people[f"first{suffix}"])
        last = draw.choice(self._people[f"last{suffix}"])
        speech = SPEECH_OF_STYLE.get(style, style)
        change = _change(draw) if character is Character.changing else None
        return Person(
            seed=seed,
            character=character,
            style=style,
            problem=problem,
            first=first,
            last=last,
            name_told=_written(draw.choice(self.speech[speech]["name"]), first, last, style),
            contact=self._contact(draw, first, last, suffix),
            on_principle=draw.random() < SHARE_ON_PRINCIPLE,
            refuses_name=draw.random() < traits.refuses_name,
            postpones=draw.random() < traits.postpones,
            change=change,
            first_told=self._problem(draw, solvable=True) if change == "problem" else problem,
            silent_after=draw.randint(1, 7) if character is Character.silent else None,
            digresses_at=draw.randint(2, 6) if draw.random() < traits.digresses else None,
        )

    def _problem(self, draw: random.Random, *, solvable: bool) -> Problem:
        return draw.choice([one for one in self.problems if one.is_solvable == solvable])

    def _contact(self, draw: random.Random, first: str, last: str, suffix: str) -> str | None:
        if draw.random() < 0.5:
            return None
        mail = f"{_ascii(first)}.{_ascii(last)}@example.fr"
        told = draw.choice(self._people[f"contact{suffix}"])
        return told.format(mail=mail, a=draw.randint(0, 99), b=draw.randint(0, 99))


def problem_of(entry: Mapping[str, Any]) -> Problem:
    """A problem from an entry of problems.yml."""
    told = {style: text for style, text in entry.items() if style != "solved_by"}
    return Problem(frozenset(entry["solved_by"]), told)


def _change(draw: random.Random) -> str:
    return draw.choice(["problem", "name", "stop"])


def _written(told: str, first: str, last: str, style: str) -> str:
    text = told.format(first=first, last=last)
    return text.lower() if style in {"sms", "short"} else text


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
