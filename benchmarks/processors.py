"""Processor time of this process and of its connection to a PostgreSQL on this machine.

It is what holds while others work on the machine: the clock then tells of them.
"""

from __future__ import annotations

import time

from psutil import Process
from sqlalchemy import text

from tickets.database import Database


class Processors:
    """Counts from when it is made, for a process that uses one connection at a time."""

    def __init__(self, database: Database) -> None:
        with database.reading() as session:
            self._backend = Process(session.scalar(text("SELECT pg_backend_pid()")))
        self._began = self._total()

    def seconds(self) -> float:
        return self._total() - self._began

    def _total(self) -> float:
        times = self._backend.cpu_times()
        return float(times.user + times.system) + time.process_time()
