from __future__ import annotations

import pytest

from actions.corrections import corrected_slots, field_named, is_replacement, without_refusal
from actions.names import PersonName

NAME = PersonName("Camille", "Martin")


def test_a_new_name_keeps_the_part_that_was_right() -> None:
    slots = corrected_slots("en fait c'est Durand pas Martin", NAME, tells_problem=False)

    assert slots == {"first_name": "Camille", "last_name": "Durand"}


def test_a_new_contact_touches_only_the_contact() -> None:
    slots = corrected_slots("non plutôt camille@example.org", NAME, tells_problem=False)

    assert slots == {"contact": "camille@example.org"}


def test_a_told_problem_replaces_the_old_one_without_its_refusal() -> None:
    slots = corrected_slots("Non, c'est la télé qui saute", NAME, tells_problem=True)

    assert slots == {"problem": "c'est la télé qui saute"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Le nom", "name"),
        ("mon prénom", "name"),
        ("le souci", "problem"),
        ("mon e-mail", "contact"),
        ("le numéro de tél", "contact"),
        ("je ne sais pas", None),
    ],
)
def test_the_field_to_correct_is_named_in_words(text: str, field: str | None) -> None:
    assert field_named(text) == field


def test_a_refusal_before_the_words_makes_them_a_replacement() -> None:
    assert is_replacement("non, c'est la télé")
    assert not is_replacement("la télé non plus")
    assert not is_replacement("ah oui, et la télé aussi")
    assert without_refusal("non, en fait : l'Été dernier") == "l'Été dernier"
    assert without_refusal("non") == "non"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Finalement ce n'est pas ça : la télé saute", "la télé saute"),
        ("pas sa, la tv freeze", "la tv freeze"),
        ("Non, je me suis mal exprimée, en fait la télé saute", "la télé saute"),
        ("sorry, that's wrong: the TV freezes", "the TV freezes"),
    ],
)
def test_who_thinks_again_replaces_whatever_the_words(text: str, rest: str) -> None:
    assert is_replacement(text)
    assert without_refusal(text) == rest
