"""`python -m tickets warehouse export DIR`: the star schema for analysts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tickets.database import Database
from tickets.opening_hours import OpeningHours
from tickets.warehouse.export import Warehouse


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its own command."""
    warehouse = commands.add_parser("warehouse", help="facts for analysts, as Parquet files")
    actions = warehouse.add_subparsers(dest="action", required=True)
    exporting = actions.add_parser("export", help="bring the files in DIR up to date")
    exporting.add_argument("folder", metavar="DIR", type=Path)


def run(database: Database, options: argparse.Namespace, hours: OpeningHours) -> str:
    """Export; what was written."""
    done = Warehouse(database, hours, options.folder).export(_tell)
    return f"Exported to {options.folder}: {done.days} days anew, {done.messages} messages more."


def _tell(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)
