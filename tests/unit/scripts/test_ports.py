from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from scripts.ports import Port, free_port, port_fault

LOCAL = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((LOCAL, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_is_called_free_is_no_other_ones_and_none_of_those_for_outgoing_lines() -> None:
    given = [free_port() for _ in range(500)]

    assert len(set(given)) == len(given)
    assert max(given) < 32_768


def test_free_ports_have_no_fault() -> None:
    assert (
        port_fault([Port("PORT", LOCAL, free_port()), Port("RASA_PORT", LOCAL, free_port())])
        is None
    )


def test_a_taken_port_is_named_with_its_setting(taken: int) -> None:
    fault = port_fault([Port("PORT", LOCAL, free_port()), Port("RASA_PORT", LOCAL, taken)])

    assert fault == (
        f"Port {taken} is taken: stop the program that listens on it, "
        "or set RASA_PORT to a free one."
    )


def test_two_settings_with_one_port_are_named() -> None:
    number = free_port()

    fault = port_fault([Port("PORT", LOCAL, number), Port("ACTIONS_PORT", LOCAL, number)])

    assert fault == f"PORT and ACTIONS_PORT are both {number}: change one."


def test_an_address_that_this_machine_does_not_have_is_told() -> None:
    fault = port_fault([Port("PORT", "192.0.2.1", free_port())])

    assert fault is not None
    assert "cannot be listened on" in fault
    assert fault.endswith("set BIND_HOST to an address of this machine.")
