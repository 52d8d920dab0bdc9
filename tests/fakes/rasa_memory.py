"""Rasa's tracker store as Rasa makes and fills it, without Rasa."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from sqlalchemy import text

from tickets.database import Database
from tickets.trackers import Trackers

AS_RASA_MAKES_IT = text(
    "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, "
    "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, data TEXT)"
)
REMEMBERED = text("SELECT sender_id FROM events ORDER BY id")


class Memory:
    """Rasa's side of the table."""

    def __init__(self, trackers: Trackers) -> None:
        trackers.make_room()
        self._database = Database(trackers.url)
        self._count = 0
        with self._database.session() as session:
            session.execute(AS_RASA_MAKES_IT)

    def note(self, sender_id: str, at: datetime) -> None:
        self._count += 1
        row = text("INSERT INTO events VALUES (:id, :sender, 'user', :at, 'Alice, 0612345678')")
        values = {"id": self._count, "sender": sender_id, "at": at.timestamp()}
        with self._database.session() as session:
            session.execute(row, values)

    @property
    def senders(self) -> list[str]:
        with self._database.reading() as session:
            return list(session.scalars(REMEMBERED))

    def close(self, database_url: str) -> None:
        self._database.close()
        if not self._database.is_sqlite:
            with closing(Database(database_url)) as ours, ours.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                name = self._database.url.database
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
