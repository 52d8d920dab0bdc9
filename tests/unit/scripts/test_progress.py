from __future__ import annotations

import io

from scripts.progress import Progress


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_than_on_a_terminal_a_long_step_says_that_it_lives() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(out, clock)

    progress.begin("Rasa's environment")
    progress.say("Rasa's environment", "Collecting tensorflow")
    clock.seconds = 75
    progress.remind()
    progress.end("Rasa's environment", is_done=True)

    assert out.getvalue().splitlines() == [
        "  … Rasa's environment",
        "  … Rasa's environment 1 min 15 s: Collecting tensorflow",
        "  ✓ Rasa's environment (1 min 15 s)",
    ]


def test_on_a_terminal_one_line_is_redrawn() -> None:
    out, clock = Terminal(), Clock()
    progress = Progress(out, clock)

    progress.begin("The model")
    clock.seconds = 3
    progress.remind()
    progress.begin("The index")
    progress.remind()

    assert "\n" not in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[2K  … The model 3 s:  | The index 0 s: ")


def test_a_failed_step_is_marked() -> None:
    out = io.StringIO()
    progress = Progress(out, Clock())

    progress.begin("The model")
    progress.end("The model", is_done=False)

    assert out.getvalue().splitlines()[-1] == "  ✗ The model (0 s)"
