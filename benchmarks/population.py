"""Fills a PostgreSQL database with invented tickets, mentions and messages, to measure at size.

`python -m benchmarks.population --database URL [--tickets N] [--days N]` makes the database anew:
ten mentions and twenty messages a ticket, all in the days before today. Nothing in it is real. A
day is made and written at a time, so that memory stays the same whatever the size.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from benchmarks.invented import COLUMNS, Invented, Lines
from tickets.database import parse_url
from tickets.migrate import upgrade

AGENTS = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.population", description=__doc__)
    parser.add_argument("--database", required=True, help="it is dropped first if it exists")
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    address = parse_url(options.database).set(drivername="postgresql")
    _make_anew(address)
    upgrade(options.database)
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        populate(connection, options.tickets, options.days, options.seed)


def populate(connection: psycopg.Connection, tickets: int, days: int, seed: int) -> None:
    """Fill a migrated, empty database; indexes are made when all rows are there."""
    # As a replica does: rows are taken as they are, and no trigger notes them one by one.
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    made_of = _drop_indexes(connection)
    began_at, began = datetime.now(UTC), time.monotonic()
    invented = Invented(seed, agents=AGENTS, until=began_at)
    _write(connection, invented.agents())
    first_day = (began_at - timedelta(days=days - 1)).date()
    made = 0
    for number in range(days):
        wanted = tickets * (number + 1) // days - made
        _write(connection, invented.day(first_day + timedelta(days=number), wanted))
        connection.commit()
        made += wanted
        _show(made, tickets, began)
    _finish(connection, made_of)


def _make_anew(address: URL) -> None:
    server = address.set(database="postgres").render_as_string(hide_password=False)
    name = sql.Identifier(address.database or "")
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(statement).format(name))


def _drop_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop every index but those of keys; the statements that make them again."""
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname"
        " NOT IN (SELECT conname FROM pg_constraint)"
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in found]


def _write(connection: psycopg.Connection, lines: Lines) -> None:
    for table, rows in lines.items():
        columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in _blocks(rows):
                copy.write(block)


def _blocks(rows: Sequence[str], size: int = 5000) -> Iterable[str]:
    return ("".join(rows[start : start + size]) for start in range(0, len(rows), size))


def _finish(connection: psycopg.Connection, indexes: Sequence[str]) -> None:
    connection.execute("SET maintenance_work_mem = '1GB'")
    for index in indexes:
        print(f"\r{index.split()[2]:<60}", end="", flush=True)
        connection.execute(index)
        connection.commit()
    for table, columns in COLUMNS.items():
        if columns[0] == "id" and table != "conversations":
            counter = sql.SQL(
                "SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))"
            )
            connection.execute(counter.format(sql.Literal(table), sql.Identifier(table)))
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    print(f"\r{'done':<60}")


def _show(made: int, wanted: int, began: float) -> None:
    share = made / wanted
    bar = "█" * round(30 * share)
    left = (time.monotonic() - began) * (1 - share) / share
    end = "" if sys.stdout.isatty() else "\n"
    print(f"\r{bar:<30} {made:>9,} tickets, {left:4.0f} s left", end=end, flush=True)


if __name__ == "__main__":
    main()
