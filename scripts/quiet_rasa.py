"""Rasa's command line, made quiet: `.venv-rasa/bin/python -m scripts.quiet_rasa run ...`.

Nothing leaves the machine, no library's warning hides what a person must read, and no failure
puts a customer's words into the log. Python 3.10.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from textwrap import shorten
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
ADVICE = re.compile(r"Please make sure the file is correct[^:]*:|You can use https://yamlchecker.*")
CHECKS = {"train", "validate"}
INTERRUPTED = 130
LONGEST_LINE = 300

ExitCode = str | int | None

QUOTING = {"text", "message", "response_text"}


def with_token(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """`arguments`, with RASA_TOKEN for `run`: given here, no list of processes shows it."""
    token = environment.get("RASA_TOKEN")
    return [*arguments, "--auth-token", token] if token and "run" in arguments[:1] else [*arguments]


def leave_out_what_is_beside_the_point() -> list[str]:
    """Show no such warning; a filter would not do, since Rasa sets its own anew each time.

    The list fills with what Rasa warns of.
    """
    show = warnings.showwarning
    warned: list[str] = []

    def show_others(message: Warning | str, category: type[Warning], *rest: Any) -> None:
        if not BESIDE_THE_POINT.match(str(message)):
            show(message, category, *rest)
            if category is UserWarning:
                warned.append(str(message))

    warnings.showwarning = show_others  # type: ignore[assignment]
    return warned


def end_of(rasa: Callable[[], object], warned: Sequence[str], *, is_check: bool) -> ExitCode:
    """Run Rasa and say what to exit with: after a check, what is wrong, in one line. Rasa tells it
    amid others, and is content with an intent that nobody knows."""
    error: BaseException | None = None
    code: ExitCode = 0
    try:
        rasa()
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        code, error = end.code, end.__context__
    faults = [*([f"{type(error).__name__}: {error}"] if error else []), *warned]
    return one_line(faults[0]) if is_check and faults else code


def one_line(fault: str) -> str:
    """Without line breaks, and without advice that stands between what is wrong and where."""
    return shorten(ADVICE.sub("", fault), LONGEST_LINE, placeholder=" …")


def keep_customers_out_of_the_log() -> None:
    """Rasa would write the message that it failed at, and with it every local variable."""
    from rasa.utils import log_utils

    log_utils._anonymizer = without_words


def without_words(_: Any, level: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """What happened, with the errors and their places; DEBUG keeps all that it shows."""
    if level == "debug":
        return event
    kept = {name: value for name, value in event.items() if name not in QUOTING}
    if kept.pop("exc_info", None):
        kept["errors"] = [*_causes(sys.exc_info()[1])]
    return kept


def _causes(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        said = str(error).partition("\n")[0]  # SQLAlchemy's other lines hold what was to be stored
        places = [
            f" ({at.filename}:{at.lineno})" for at in traceback.extract_tb(error.__traceback__)
        ]
        yield f"{type(error).__name__}: {said}{''.join(places[-1:])}"
        error = error.__cause__ or error.__context__


def main() -> None:
    os.environ.update(QUIET)
    import sanic.app  # noqa: F401 - it turns the warnings on, so it comes before they are turned off

    warnings.simplefilter("ignore")
    warned = leave_out_what_is_beside_the_point()
    keep_customers_out_of_the_log()
    from rasa.__main__ import main as rasa

    sys.argv = ["rasa", *with_token(sys.argv[1:], os.environ)]
    sys.exit(end_of(rasa, warned, is_check=bool(CHECKS.intersection(sys.argv[1:3]))))


if __name__ == "__main__":
    main()
