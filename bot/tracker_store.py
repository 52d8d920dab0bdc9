"""Rasa's SQL tracker store, made quick on SQLite, and discreet everywhere.

As Rasa opens it, SQLite opens the file anew for each turn and waits for the disk at each commit,
which is most of a turn. Here connections stay open on a write-ahead log that is not waited for: a
crash of the process loses nothing, a power cut at most the dialogue's last turns. Messages and
tickets are not here but in the product's own database.
"""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import SQLTrackerStore, create_engine_kwargs
from sqlalchemy import create_engine, event
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

QUICK = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
# Rasa would go on without the dialogue when the server had been started again meanwhile.
LASTING = {"pool_pre_ping": True}


class QuickSQLTrackerStore(SQLTrackerStore):
    """Takes the settings of `SQLTrackerStore`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url, is_sqlite = self.engine.url, self.engine.dialect.name == "sqlite"
        self.engine.dispose()
        # A failure goes into Rasa's log, and what could not be stored is what customers wrote.
        options = QUICK if is_sqlite else LASTING | create_engine_kwargs(url)
        self.engine = create_engine(url, hide_parameters=True, **options)
        if is_sqlite:
            event.listen(self.engine, "connect", _write_ahead)
        self.sessionmaker = sessionmaker(bind=self.engine)


def _write_ahead(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
