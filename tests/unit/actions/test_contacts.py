from __future__ import annotations

import pytest

from actions.contacts import looks_like_contact, read_contact


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("camille@example.org", "camille@example.org"),
        ("mon mail c'est Camille.Martin@Example.ORG merci", "Camille.Martin@example.org"),
        ("camille@exemple,fr", "camille@exemple.fr"),
        ("camille@example.org,merci", "camille@example.org"),
        ("06 39 98 00 11", "+33 6 39 98 00 11"),
        ("au 0639980011 après 18h", "+33 6 39 98 00 11"),
        ("+33 1 99 00 12 34", "+33 1 99 00 12 34"),
    ],
)
def test_an_address_or_a_number_is_read_in_its_standard_form(text: str, contact: str) -> None:
    assert read_contact(text) == contact


@pytest.mark.parametrize(
    "text", ["non merci", "camille@exemple", "12345", "FM-7K3Q-4F9C", "depuis 2024", "@free"]
)
def test_what_is_no_contact_is_not_read_as_one(text: str) -> None:
    assert read_contact(text) is None


def test_a_mistyped_contact_is_told_from_a_refusal() -> None:
    assert looks_like_contact("camille@exemple")
    assert looks_like_contact("06 39 98")
    assert not looks_like_contact("non merci")
