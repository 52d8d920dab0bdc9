"""Rasa's command line, made quiet: `.venv-rasa/bin/python -m scripts.quiet_rasa run ...`.

Nothing leaves the machine and no library's warning hides what a person must read. Python 3.10.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping, Sequence

from scripts.rasa_command import QUIET


def with_token(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """`arguments`, with RASA_TOKEN for `run`: given here, no list of processes shows it."""
    token = environment.get("RASA_TOKEN")
    return [*arguments, "--auth-token", token] if token and "run" in arguments[:1] else [*arguments]


def main() -> None:
    os.environ.update(QUIET)
    import sanic.app  # noqa: F401 - it turns the warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")
    from rasa.__main__ import main as rasa

    sys.argv = ["rasa", *with_token(sys.argv[1:], os.environ)]
    rasa()


if __name__ == "__main__":
    main()
