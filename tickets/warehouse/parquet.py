"""Writes rows to a Parquet file, moments in UTC. The only file that knows DuckDB.

Rows go through a CSV file beside the target, so that a million of them need no more memory than
one. A write that is cut short leaves the file before as it was.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from tickets.warehouse.tables import Row, Table


def write(target: Path, table: Table, rows: Iterable[Row]) -> int:
    """Put the rows into `target`, or remove it when there are none; how many there were."""
    target.parent.mkdir(parents=True, exist_ok=True)
    plain = target.with_suffix(".csv.part")
    unfinished = target.with_suffix(".parquet.part")
    try:
        count = _write_plain(plain, rows)
        if count == 0:
            target.unlink(missing_ok=True)
            return 0
        _convert(plain, table, unfinished)
        unfinished.replace(target)
        return count
    finally:
        plain.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)


def _write_plain(target: Path, rows: Iterable[Row]) -> int:
    count = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([_plain(value) for value in row])
            count += 1
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return value


def _convert(plain: Path, table: Table, target: Path) -> None:
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in table.columns)
    options = f"header = false, auto_detect = false, nullstr = '', columns = {{{columns}}}"
    path = str(target).replace("'", "''")  # COPY takes no parameter for its target
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv(?, {options}))"  # noqa: S608 - ours, or the operator's
            f" TO '{path}' (FORMAT parquet, COMPRESSION zstd)",
            [str(plain)],
        )
