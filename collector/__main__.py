"""`python -m collector`: the operator's commands on what is said on X."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from collector import commands
from collector.judge import Understands
from settings import Settings, load_settings
from tickets.errors import TicketError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 when it was refused, with one line that says why."""
    parser = argparse.ArgumentParser(prog="python -m collector", description=__doc__)
    commands.add_to(parser.add_subparsers(dest="command", required=True))
    options = parser.parse_args(arguments)
    settings = load_settings()
    try:
        return commands.execute(options, settings, lambda: classifier(settings))
    except TicketError as error:
        print(error, file=sys.stderr)
        return 1


def classifier(settings: Settings) -> Understands:
    """Imported late: a collector that stands by or idles loads no model."""
    from collector.classify import embedded_classifier

    return embedded_classifier(settings.var_dir)


if __name__ == "__main__":
    sys.exit(main())
