"""References survive being read out, copied by hand and typed on a phone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.references import ALPHABET, new_reference, parse_reference

symbols = st.text(ALPHABET, min_size=8, max_size=8)


def test_a_reference_looks_like_the_glossary_says() -> None:
    assert re.fullmatch(r"FM-[2-9A-Z]{4}-[2-9A-Z]{4}", new_reference())


def test_the_alphabet_holds_at_most_one_of_each_confusable_pair() -> None:
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV", "0Q"):
        assert sum(symbol in ALPHABET for symbol in pair) <= 1, pair
    assert len(set(ALPHABET)) == len(ALPHABET) >= 22


def test_ten_thousand_references_are_all_different() -> None:
    references = {new_reference() for _ in range(10_000)}

    assert len(references) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        "FM-7K3Q-2F9C",
        "fm-7k3q-2f9c",
        "mon ticket c'est fm 7k3q 2f9c merci",
        "FM7K3Q2F9C",
        "fm–7k3q–2f9c.",
        "f m 7 k 3 q  2 f 9 c",
        "réf. : FM 7K3Q2F9C, où en êtes-vous ?",
        "7k3q-2f9c",
        "7K3Q2F9C",
        "FM-7K3O-ZF9C",
        "FM-7k30-2f9c",
        "fm bonjour, FM-7K3Q-2F9C",
        "ＦＭ-7K3Q-2F9C",
    ],
)
def test_a_reference_is_found_in_free_text(text: str) -> None:
    assert parse_reference(text) == "FM-7K3Q-2F9C"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "je suis perdu",
        "en 2023 2024",
        "mon numéro 12345678",
        "FM-7K3Q-2F9",
        "FM-7K3Q-2F9C7",
        "FM-1111-IIII",
        "bonjour madame",
        "FM, la radio",
    ],
)
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    assert parse_reference(text) is None


@given(symbols, st.sampled_from(["", " ", "-", " - ", "–", "."]), st.booleans())
def test_any_reference_is_found_however_it_is_spaced(body: str, gap: str, is_lower: bool) -> None:
    written = f"FM{gap}{body[:4]}{gap}{body[4:]}"

    found = parse_reference(f"voilà : {written.lower() if is_lower else written} !")

    assert found == f"FM-{body[:4]}-{body[4:]}"


@given(st.text())
def test_whatever_is_found_is_canonical(text: str) -> None:
    found = parse_reference(text)

    assert found is None or parse_reference(found) == found
