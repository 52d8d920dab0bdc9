"""What a simulated customer says next, from what was heard so far. No I/O: a person decides here.

The customer answers what is asked, accepts a solution only when it settles the problem, and makes
the same choices each time for the same seed and the same answers of the bot.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.customers.population import Character, Person
from benchmarks.customers.reading import Button, Heard
from knowledge_base.normalise import fold

MOST_TELLINGS = 4
MOST_CORRECTIONS = 2
ORDINALS_EN = ("first", "second", "third", "fourth")
ORDINALS = ("première", "deuxième", "troisième", "quatrième")
MARKS = ("3", "4", "5", "5")
CONCLUDED = ("solved", "anything_else")
HANDED_OVER = ("escalated_", "already_escalated", "added_to_ticket")
OVER = ("rated", "not_rated", "goodbye", "goodbye_unfinished", "goodbye_with_ticket")
INVITATIONS = (
    "welcome",
    "what_next",
    "vent",
    "listening",
    "started_over",
    "cancelled",
    "nothing_to_cancel",
    "unclear",
    "off_topic",
    "express_confusion",
    "nothing_to_repeat",
    "hub.opening",
    "hub.no_answer",
    "hub.failed_turn",
)


class Intention(StrEnum):
    """What a customer means by a message."""

    problem = "problem"
    name = "name"
    contact = "contact"
    agree = "agree"
    correct = "correct"
    accept = "accept"
    refuse = "refuse"
    postpone = "postpone"
    choose = "choose"
    none_of_these = "none of these"
    human = "human"
    digress = "digress"
    mark = "mark"
    nothing = "nothing"
    thanks = "thanks"


@dataclass(frozen=True)
class Said:
    """A customer's message; a pressed button is its payload."""

    text: str
    intention: Intention


class Customer:
    """One person in one conversation; `speech` is that person's manner of speaking."""

    def __init__(self, person: Person, speech: Mapping[str, Sequence[str]]) -> None:
        self.person = person
        self._speech = speech
        self._draw = random.Random(f"{person.seed} speaks")  # noqa: S311 - a simulation
        self._said: list[Said] = []
        self._shown: set[str] = set()
        self._told = 0
        self._refused = 0
        self._corrections = 0
        self._done: set[str] = set()
        self._is_leaving = False
        self._answers: Mapping[str, Callable[[Heard], Said | None]] = {
            "ask_first_name": self._name,
            "ask_first_name_given": lambda _: self._plain(person.first, Intention.name),
            "ask_last_name": lambda _: self._plain(person.last, Intention.name),
            "ask_new_name": lambda _: self._plain(person.full_name, Intention.name),
            "ask_contact": self._contact,
            "ask_new_contact": self._contact,
            "ask_correction": self._field,
            "ask_outcome": self._judge,
            "ask_outcome_or_person": self._judge,
            "ask_answer_helped": self._judge,
            "ask_choice": self._choose,
            "ask_choice_single": self._choose,
            "ask_offer_ticket": self._agree,
            "ask_rating": lambda _: self._plain(self._draw.choice(MARKS), Intention.mark),
            "ask_rating_comment": lambda _: self._phrase("pass", Intention.mark),
            "ask_cancel_ticket": lambda _: self._plain("/keep_going", Intention.agree),
            "ask_problem": lambda _: self._tell(),
            "ask_more": lambda _: self._tell(),
            "ask_problem_detail": lambda _: self._tell(),
            "ask_problem_matter": lambda _: self._tell(),
            "ask_new_problem": lambda _: self._tell(),
            "recap": self._check_recap,
            "recap_without_contact": self._check_recap,
            "recap_reminder": self._check_again,
        }

    def answer(self, heard: Heard) -> Said | None:
        """The next message, None when the customer leaves."""
        self._shown |= set(heard.articles)
        said = self._next(heard)
        if said:
            self._said.append(said)
        return said

    def _next(self, heard: Heard) -> Said | None:
        person, count = self.person, len(self._said)
        if self._is_leaving:
            return None
        if heard.has(*OVER) or any(map(heard.begins, HANDED_OVER)):
            return self._leaves()
        if person.silent_after is not None and count >= person.silent_after:
            return None
        if heard.has("anything_else"):
            return self._leaves()
        if person.on_principle and count == 1:
            return self._phrase("human", Intention.human)
        if person.digresses_at == count and not heard.has(*CONCLUDED):
            return self._phrase("digression", Intention.digress)
        if count == 0:
            return self._first_words()
        return self._reply(heard)

    def _reply(self, heard: Heard) -> Said | None:
        answer = self._answers.get(heard.question or "")
        if answer:
            return answer(heard)
        if heard.begins("postponed"):
            return self._judge(heard)
        if heard.has(*INVITATIONS) or self._once("at a loss"):
            return self._tell()
        return self._phrase("human", Intention.human)

    def _first_words(self) -> Said | None:
        if self.person.character is Character.hostile and self._once("vent", 0.4):
            return self._phrase("vent", Intention.digress)
        for words in ("hello", "vague"):
            if self._once(words, 0.12):
                return self._phrase(words, Intention.digress)
        return self._introduce() if self._once("introduce", 0.12) else self._tell()

    def _introduce(self) -> Said | None:
        """Name and problem in one go."""
        self._told += 1
        told = {"first": self.person.first, "last": self.person.last}
        problem = self._problem(again=False)
        return self._phrase("named", Intention.problem, problem=problem, **told)

    def _tell(self) -> Said | None:
        self._told += 1
        if self._told > MOST_TELLINGS:
            return self._phrase("human", Intention.human)
        if self._told == MOST_TELLINGS:
            return self._phrase("nothing", Intention.nothing)
        return self._plain(self._problem(again=self._told > 1), Intention.problem)

    def _problem(self, *, again: bool) -> str:
        person = self.person
        told = person.problem if "problem" in self._done else person.first_told
        if again and person.style != "english":
            return told.told["again"]
        return told.told[person.style]

    def _name(self, heard: Heard) -> Said | None:
        if self.person.refuses_name and self._once("refuse name"):
            return self._phrase("refuse_name", Intention.digress)
        if self.person.change == "stop" and self._once("stop"):
            self._told = 0
            stop = "never mind, stop" if self.person.style == "english" else "laissez tomber"
            return self._plain(stop, Intention.digress)
        told = self.person.name_told
        if self.person.change == "name" and "name" not in self._done:
            told = told.replace(self.person.last, "Martin")
        return self._plain(told, Intention.name)

    def _contact(self, heard: Heard) -> Said | None:
        if self.person.contact is not None:
            return self._plain(self.person.contact, Intention.contact)
        return self._pressed(heard, "/decline", "no_contact", Intention.contact)

    def _check_recap(self, heard: Heard) -> Said | None:
        person, shown = self.person, _letters(" ".join(heard.texts))
        if person.change == "problem" and self._once("problem"):
            new = person.problem.told[person.style]
            return self._phrase("correct_problem", Intention.correct, problem=new)
        self._done.add("name")
        wrong = any(_letters(part) not in shown for part in (person.first, person.last))
        if wrong and self._corrections < MOST_CORRECTIONS:
            self._corrections += 1
            return self._phrase("correct_name", Intention.correct, name=person.full_name)
        return self._agree(heard)

    def _check_again(self, heard: Heard) -> Said | None:
        """A reminder shows nothing: what was to be corrected above still is."""
        change = self.person.change
        is_due = change in ("name", "problem") and change not in self._done
        return self._check_recap(heard) if is_due else self._agree(heard)

    def _field(self, heard: Heard) -> Said | None:
        if self.person.change == "problem":
            return self._phrase("field_problem", Intention.correct)
        return self._phrase("field_name", Intention.correct)

    def _agree(self, heard: Heard) -> Said | None:
        return self._pressed(heard, "/affirm", "agree", Intention.agree)

    def _judge(self, heard: Heard) -> Said | None:
        if self._shown & self.person.problem.solved_by:
            if self.person.postpones and self._once("postpone"):
                return self._pressed(heard, "/postpone", "postpone", Intention.postpone)
            yes = "/affirm" if heard.question == "ask_answer_helped" else "/confirm_solved"
            return self._pressed(heard, yes, "accept", Intention.accept)
        if self._refused >= self.person.traits.most_refusals:
            return self._phrase("human", Intention.human)
        self._refused += 1
        no = "/deny" if heard.question == "ask_answer_helped" else "/report_unsolved"
        return self._pressed(heard, no, "refuse", Intention.refuse)

    def _choose(self, heard: Heard) -> Said | None:
        for number, button in enumerate(button for button in heard.buttons if button.article):
            if button.article in self.person.problem.solved_by:
                return self._pick(number, button)
        return self._pressed(heard, "/report_unsolved", "none_of_these", Intention.none_of_these)

    def _pick(self, place: int, button: Button) -> Said:
        if self._draw.random() < self.person.traits.presses_buttons:
            return self._plain(button.payload, Intention.choose)
        ordinals = ORDINALS_EN if self.person.style == "english" else ORDINALS
        number = {"number": str(place + 1), "ordinal": ordinals[place]}
        return self._phrase("number", Intention.choose, **number)

    def _leaves(self) -> Said | None:
        self._is_leaving = True
        return self._phrase("thanks", Intention.thanks) if self._once("thanks", 0.5) else None

    def _pressed(self, heard: Heard, payload: str, words: str, intention: Intention) -> Said:
        """The button when there is one and this customer presses buttons, else words."""
        if self._draw.random() < self.person.traits.presses_buttons:
            for button in heard.buttons:
                if button.payload == payload:
                    return self._plain(payload, intention)
        return self._phrase(words, intention)

    def _phrase(self, key: str, intention: Intention, **fills: str) -> Said:
        chosen = self._draw.choice(self._speech[key])
        return self._plain(chosen.format(again=self._problem(again=True), **fills), intention)

    def _plain(self, text: str, intention: Intention) -> Said:
        return Said(text, intention)

    def _once(self, what: str, chance: float = 1.0) -> bool:
        """True at most once for each `what`, by chance."""
        if what in self._done:
            return False
        self._done.add(what)
        return self._draw.random() < chance


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
