"""Several threads and several processes on one database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import text

from tickets.conversations import Conversations
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.service import TicketService
from tickets.sweeps import Sweeper
from tickets.views import TicketView
from tickets.vocabulary import Author, Channel

T = TypeVar("T")

CLAIM = """
import sys
from tickets.conversations import Conversations
from tickets.database import Database
database = Database(sys.argv[1])
sys.stdin.readline()
print(Conversations(database).claim_turn(sys.argv[2], 60))
database.close()
"""


def _at_once(count: int, action: Callable[[], T]) -> list[T]:
    """What `count` threads get who all act at the same moment."""
    barrier = Barrier(count)

    def _act(_number: int) -> T:
        barrier.wait(timeout=30)
        return action()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(_act, range(count)))


@contextmanager
def _processes(count: int, *arguments: str) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-c", CLAIM, *arguments]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


def test_one_problem_asked_by_many_at_once_is_one_ticket(
    service: TicketService, conversation_id: str
) -> None:
    tickets = _at_once(6, lambda: service.open(conversation_id, problem="La TV saccade"))

    assert len({ticket.reference for ticket in tickets}) == 1
    assert len(service.listed()) == 1


def test_one_turn_is_claimed_by_one_thread(database: Database, conversation_id: str) -> None:
    claims = _at_once(6, lambda: Conversations(database).claim_turn(conversation_id, 60))

    assert sorted(claims) == [False] * 5 + [True]


def test_one_turn_is_claimed_by_one_process(database_url: str, conversation_id: str) -> None:
    with _processes(2, database_url, conversation_id) as running:
        for process in running:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        claims = [process.communicate(timeout=60)[0].strip() for process in running]

    assert sorted(claims) == ["False", "True"]


def test_messages_sent_at_once_keep_a_gapless_order(
    conversations: Conversations, conversation_id: str
) -> None:
    _at_once(8, lambda: conversations.append(conversation_id, Author.customer, "Salut"))

    assert [m.seq for m in conversations.messages(conversation_id)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_one_message_resent_at_once_is_stored_once(
    conversations: Conversations, conversation_id: str
) -> None:
    sent = _at_once(
        6,
        lambda: conversations.append(conversation_id, Author.customer, "Salut", client_id="k1"),
    )

    assert len({message.id for message in sent}) == 1


def test_a_conversation_ensured_at_once_is_made_once(conversations: Conversations) -> None:
    views = _at_once(6, lambda: conversations.ensure("from-the-shell", Channel.shell))

    assert len(set(views)) == 1


def test_two_sweepers_close_a_ticket_once(
    database: Database,
    clock: Any,
    service: TicketService,
    open_ticket: Callable[..., TicketView],
) -> None:
    for number in range(3):
        service.propose(open_ticket(f"problème {number}").reference, "box-a", "Un titre")
    clock.advance(hours=25)

    reports = _at_once(3, lambda: Sweeper(database, clock).run())

    assert sum(report.unconfirmed for report in reports) == 3
    with database.reading() as session:
        closings = session.scalar(text("SELECT count(*) FROM events WHERE to_state = 'closed'"))
    assert closings == 3


def test_guesses_made_at_once_do_not_slip_past_the_limit(
    database: Database, service: TicketService, conversation_id: str
) -> None:
    def _guess() -> str:
        try:
            service.status_for_customer(conversation_id, "FM-2222-2222", "Bob")
        except Exception as error:
            return type(error).__name__
        return "told nothing"

    answers = _at_once(8, _guess)

    assert answers.count("told nothing") == 5
    assert answers.count("TooManyGuesses") == 3


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    def _opens(path: Path) -> int:
        database = Database(f"sqlite:///{path}")
        with database.reading() as session:
            answer: int = session.scalar(text("SELECT 1"))
        database.close()
        return answer

    for number in range(20):
        path = tmp_path / f"new-{number}.db"
        assert _at_once(6, lambda path=path: _opens(path)) == [1] * 6


def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    _at_once(3, lambda: upgrade(empty_url))

    migrated = Database(empty_url)
    assert Conversations(migrated).conversations_with_pending() == []
    migrated.close()
