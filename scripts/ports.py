"""Tells, before anything starts, which of the product's ports cannot be used and why."""

from __future__ import annotations

import errno
import itertools
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass

# Below the ports that the system takes for outgoing connections: one of those could be gone
# between the look and the use. The turns begin at random, so that two processes seldom meet.
UNASSIGNED_FIRST, UNASSIGNED_SIZE = 10_000, 20_000
_turns = itertools.count(secrets.randbelow(UNASSIGNED_SIZE))


@dataclass(frozen=True)
class Port:
    """A port to listen on, and the setting that chooses it."""

    setting: str
    host: str
    number: int


def port_fault(ports: Sequence[Port]) -> str | None:
    """One line on the first port that cannot be listened on; None when all can."""
    settings: dict[int, str] = {}
    for port in ports:
        if port.number in settings:
            return f"{settings[port.number]} and {port.setting} are both {port.number}: change one."
        settings[port.number] = port.setting
    return next((fault for port in ports if (fault := _fault(port))), None)


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nothing uses at this moment; one process is never given the same one twice.

    Raises `OSError` when every one is used.
    """
    for _ in range(UNASSIGNED_SIZE):
        number = UNASSIGNED_FIRST + next(_turns) % UNASSIGNED_SIZE
        if _can_listen(host, number):
            return number
    raise OSError(errno.EADDRINUSE, "no port is free")


def _can_listen(host: str, number: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind((host, number))
        except OSError:
            return False
    return True


def _fault(port: Port) -> str | None:
    family = socket.AF_INET6 if ":" in port.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((port.host, port.number))
            listener.listen()
        except OSError as error:
            return _explained(port, error)
    return None


def _explained(port: Port, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port.number} is taken: stop the program that listens on it, "
            f"or set {port.setting} to a free one."
        )
    return (
        f"Port {port.number} of {port.host} cannot be listened on ({error.strerror}): "
        f"{_other(port, error)}."
    )


def _other(port: Port, error: OSError) -> str:
    if error.errno == errno.EACCES:
        return f"set {port.setting} to another one"
    return "set BIND_HOST to an address of this machine"
