"""Personal data goes, the problem stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.redaction import BLANK, redact
from tickets.references import new_reference

NAMES = ("Zoé Lefèvre-Martin", "zoe.lefevre@example.org")


@pytest.mark.parametrize(
    "personal",
    [
        "Zoé",
        "LEFEVRE",
        "Martin",
        "zoe.lefevre@example.org",
        "quelqu.un+free@sous.example.co.uk",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+33 6 12 34 56 78",
        "+33612345678",
        "(01) 23 45 67 89",
        "FM-7K3Q-2F9C",
        "fm 7k3q 2f9c",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "4970 1234 5678 9012",
        "123456",
        "fo123456789",
        "https://example.org/facture?client=42",
        "@zoe_l",
    ],
)
def test_personal_data_is_taken_out(personal: str) -> None:
    redacted = redact(f"Bonjour, {personal} est coupé depuis hier", NAMES)

    assert redacted == f"Bonjour, {BLANK} est coupé depuis hier"


@pytest.mark.parametrize(
    "text",
    [
        "Ma box clignote rouge depuis 3 jours",
        "Débit de 2,5 Mb/s au lieu de 1000",
        "J'ai payé 29,99 € le 12 novembre 2026 à 18h30",
        "Composez *#06# puis l'adresse 192.168.1.254",
        "Freebox Delta, 5 GHz, canal 36",
        "",
    ],
)
def test_what_tells_of_the_problem_stays(text: str) -> None:
    assert redact(text, NAMES) == text


def test_a_whole_name_is_one_blank() -> None:
    assert redact("Je suis Zoé Lefèvre-Martin.", NAMES) == f"Je suis {BLANK}."


def test_without_known_names_the_shapes_still_go() -> None:
    assert redact("Zoé, 0612345678") == f"Zoé, {BLANK}"
    assert redact("Zoé", [None]) == "Zoé"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_reference_survives_in_any_surrounding(before: str, after: str) -> None:
    reference = new_reference()

    assert reference not in redact(f"{before} {reference} {after}")


@given(st.text(max_size=120))
def test_what_is_redacted_stays_so(text: str) -> None:
    once = redact(text, NAMES)

    assert redact(once, NAMES) == once
