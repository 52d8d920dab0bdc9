"""Rasa's command line, made quiet: `.venv-rasa/bin/python -m scripts.quiet_rasa run ...`.

Nothing leaves the machine and no library's warning hides what a person must read. Python 3.10.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from scripts.rasa_command import QUIET

# Rasa's validation looks for responses in stories and rules only; most of ours are said by actions,
# and tests/unit/bot/test_responses.py knows them. An interactive session compares its domain with
# the one that it came from. `rasa test` plots entities, of which there are none.
BESIDE_THE_POINT = re.compile(
    r"The utterance '\w+' is not used in any story or rule"
    r"|The following duplicated intents have been found across multiple domain files"
    r"|Attempting to set identical (left == right|bottom == top)"
)


def with_token(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """`arguments`, with RASA_TOKEN for `run`: given here, no list of processes shows it."""
    token = environment.get("RASA_TOKEN")
    return [*arguments, "--auth-token", token] if token and "run" in arguments[:1] else [*arguments]


def leave_out_what_is_beside_the_point() -> None:
    """Show no such warning; a filter would not do, since Rasa sets its own anew each time."""
    show = warnings.showwarning

    def show_others(message: Warning | str, *rest: Any) -> None:
        if not BESIDE_THE_POINT.match(str(message)):
            show(message, *rest)

    warnings.showwarning = show_others  # type: ignore[assignment]


def main() -> None:
    os.environ.update(QUIET)
    import sanic.app  # noqa: F401 - it turns the warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")
    leave_out_what_is_beside_the_point()
    from rasa.__main__ import main as rasa

    sys.argv = ["rasa", *with_token(sys.argv[1:], os.environ)]
    rasa()


if __name__ == "__main__":
    main()
