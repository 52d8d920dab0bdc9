"""`python -m web.report --out FILE`: a report as PDF; it needs no running product."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from settings import load_settings
from tickets.database import Database
from tickets.errors import TicketError
from tickets.kpis.rollup import Rollup
from tickets.kpis.views import View
from web.__main__ import config_of
from web.catalogue import LANGUAGES, Catalogue
from web.config import WebConfig
from web.report.contents import Reports
from web.report.document import DocumentError, pdf_of

FIELDS = {"since": "from", "until": "to"}


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when there is no report, with one line that says why."""
    parser = argparse.ArgumentParser(prog="python -m web.report", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--window", default="", help="24h, or days that end today: 7d, 28d")
    parser.add_argument("--since", default="", help="the first day, as 2026-11-16")
    parser.add_argument("--until", default="", help="the last day, itself included")
    for name in ("theme", "channel", "priority"):
        parser.add_argument(f"--{name}", default="", help="of this one only")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    options = parser.parse_args(arguments)
    try:
        write(config_of(load_settings()), options)
    except (TicketError, DocumentError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(options.out)
    return 0


def write(config: WebConfig, options: argparse.Namespace) -> None:
    """Count what changed since the last count, and write the file."""
    asked = {FIELDS.get(name, name): str(value) for name, value in vars(options).items()}
    database = Database(config.database_url)
    try:
        catalogue = Catalogue.load(config.operator_name)
        reports = Reports.over(database, config.opening_hours, catalogue)
        view = View.parse(asked, reports.figures.now, reports.figures.zone)
        Rollup(database, config.opening_hours).refresh()
        report = reports.of(view, options.language)
        options.out.write_bytes(pdf_of(report, reports.labels(options.language)))
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())
