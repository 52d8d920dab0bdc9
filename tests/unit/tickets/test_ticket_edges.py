"""Small rules at the edge of the package: sender ids, addresses, cleaned values, errors."""

from __future__ import annotations

import inspect

import pytest

from tickets import errors
from tickets.conversations import conversation_id_of
from tickets.database import parse_url
from tickets.errors import InvalidValue, TicketError
from tickets.opening import clean_contact, clean_name, hash_of, required_problem


@pytest.mark.parametrize(
    ("sender_id", "conversation_id"),
    [("abc.2", "abc"), ("abc", "abc"), ("a.b", "a.b"), ("a.b.12", "a.b"), (".3", ".3")],
)
def test_the_conversation_is_found_behind_a_sender_id(sender_id: str, conversation_id: str) -> None:
    assert conversation_id_of(sender_id) == conversation_id


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_a_postgresql_address_gets_the_installed_driver(url: str) -> None:
    assert parse_url(url).drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://u@h/d", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_of_no_known_database_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(InvalidValue, match=r"^DATABASE_URL: should .*sqlite:///var/name.db"):
        parse_url(url)


def test_two_spellings_of_one_problem_have_one_hash() -> None:
    assert hash_of("  Ça marche PAS !! ") == hash_of("ca marche pas")
    assert hash_of("??") != hash_of("!!")


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_problem_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"^problem: "):
        required_problem(text)


def test_names_and_contacts_lose_their_margins() -> None:
    assert clean_name("  Jean   Dupont ") == "Jean Dupont"
    assert clean_name("   ") is None
    assert clean_contact(" Alice@Example.org ") == "alice@example.org"


def test_a_name_of_a_thousand_letters_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^customer_name: should hold at most 200"):
        clean_name("a" * 1000)


def test_every_error_belongs_to_one_tree() -> None:
    own = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if kind.__module__ == errors.__name__
    ]

    assert all(issubclass(kind, TicketError) for kind in own)
