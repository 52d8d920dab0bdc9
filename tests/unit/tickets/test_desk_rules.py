"""Small rules of the desk that need no database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tickets.deadlines import DeadlineKind, lead
from tickets.outbox import MAX_TRIES, retry_after
from tickets.passwords import hash_of, is_right, new_password, require_strong
from tickets.searching import patterns
from tickets.sign_in import lock_seconds
from tickets.vocabulary import Priority, Role


@pytest.mark.parametrize(
    ("role", "included"),
    [
        (Role.agent, {Role.agent}),
        (Role.supervisor, {Role.agent, Role.supervisor}),
        (Role.admin, set(Role)),
    ],
)
def test_each_role_includes_the_ones_before_it(role: Role, included: set[Role]) -> None:
    assert {other for other in Role if role.includes(other)} == included


def test_locks_double_from_half_a_minute_to_an_hour() -> None:
    locks = [lock_seconds(failures) for failures in range(1, 15)]

    assert locks == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert lock_seconds(10**6) == 3600


def test_retries_double_from_half_a_minute_to_an_hour() -> None:
    assert retry_after(1) == timedelta(seconds=30)
    assert retry_after(2) == timedelta(minutes=1)
    assert retry_after(MAX_TRIES) == timedelta(hours=1)
    assert retry_after(10**3) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("priority", "kind", "minutes"),
    [
        (Priority.P0, DeadlineKind.first_answer, 3.75),
        (Priority.P1, DeadlineKind.first_answer, 15),
        (Priority.P3, DeadlineKind.first_answer, 60),
        (Priority.P0, DeadlineKind.resolution, 60),
    ],
)
def test_a_warning_comes_a_quarter_of_the_delay_before(
    priority: Priority, kind: DeadlineKind, minutes: float
) -> None:
    assert lead(priority, kind) == timedelta(minutes=minutes)


def test_a_password_is_right_for_its_own_hash_only() -> None:
    stored = hash_of("une phrase assez longue")

    assert stored.startswith("$argon2id$")
    assert is_right(stored, "une phrase assez longue")
    assert not is_right(stored, "une phrase assez longue ")
    assert not is_right(None, "une phrase assez longue")
    assert not is_right("none", "une phrase assez longue")


def test_made_up_passwords_are_strong_and_differ() -> None:
    made = {new_password() for _ in range(20)}

    for password in made:
        require_strong(password, "sofia")
    assert len(made) == 20


def test_a_search_for_signs_asks_nothing() -> None:
    assert patterns("% _ '") == []
    assert patterns("Élodie d'Arc") == ["%elodie%", "%d%", "%arc%"]
