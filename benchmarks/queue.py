"""What the agents' queue costs with few and with many open tickets: `python -m benchmarks.queue`.

It makes both databases anew, SQLite files in a folder that goes away. Milliseconds, the best of
several: what the code takes, without the neighbours on the machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update

from tickets.agents import Agents
from tickets.clock import utc_now
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.queue import Queue
from tickets.queue_filters import QueueFilters
from tickets.references import new_reference
from tickets.schema import ConversationRow, TicketRow
from tickets.vocabulary import (
    Channel,
    Controller,
    EscalationReason,
    Priority,
    QueueView,
    Role,
    Theme,
    TicketState,
    Tone,
)

REPEATS = 7


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queue", description=__doc__)
    parser.add_argument("--tickets", type=int, nargs="+", default=[50, 5000])
    options = parser.parse_args(arguments)
    columns = [_looks(count) for count in options.tickets]
    print(f"{'ms a look, open tickets:':<24}" + "".join(f"{n:>10,}" for n in options.tickets))
    for look in columns[0]:
        print(f"{look:<24}" + "".join(f"{1000 * column[look]:>10.2f}" for column in columns))


def _looks(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'queue.db'}"
        upgrade(url)
        database = Database(url)
        _fill(database, utc_now(), count)
        agent, _password = Agents(database).create("alice", "Alice", Role.agent)
        queue = Queue(database)
        middle = queue.page(QueueFilters(), agent, limit=count // 2).next_cursor
        reference = queue.page(QueueFilters(), agent).rows[-1].reference
        looks: dict[str, Callable[[], object]] = {
            "page": lambda: queue.page(QueueFilters(), agent),
            "page in the middle": lambda: queue.page(QueueFilters(), agent, middle),
            "page of all": lambda: queue.page(QueueFilters(view=QueueView.all), agent),
            "search": lambda: queue.page(QueueFilters(text="client 43"), agent),
            "counts": lambda: queue.counts(agent),
            "version": queue.version,
            "position": lambda: queue.position(reference),
        }
        taken = {name: _seconds(look) for name, look in looks.items()}
        database.close()
    return taken


def _fill(database: Database, now: datetime, tickets: int) -> None:
    count = range(tickets)
    conversations = [
        {
            "id": f"c{number}",
            "channel": Channel.web,
            "controller": Controller.bot,
            "started_at": now,
        }
        for number in count
    ]
    rows = [
        {
            "reference": new_reference(),
            "conversation_id": f"c{number}",
            "theme": list(Theme)[number % 10],
            "tone": Tone.calm,
            "priority": list(Priority)[number % 4],
            "score": 10,
            "factors": [["no_service", 40]],
            "problem": f"Problème {number} " + "avec beaucoup de mots " * 20,
            "problem_hash": "0",
            "customer_name": f"Client {number}",
            "search_words": f"client {number} probleme " + "avec beaucoup de mots " * 20,
            "opened_at": now,
            "state_changed_at": now,
            "escalated_at": now,
            "first_answer_due_at": now + timedelta(minutes=(number * 7919) % tickets),
            "resolution_due_at": now + timedelta(days=2),
            "escalation_reason": EscalationReason.grave,
        }
        for number in count
    ]
    with database.session() as session:
        session.execute(insert(ConversationRow), conversations)
        session.execute(insert(TicketRow), rows)
        session.execute(update(TicketRow).values(state=TicketState.escalated))


def _seconds(action: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return min(taken)


if __name__ == "__main__":
    main()
