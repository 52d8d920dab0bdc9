"""Shows a person that the steps of the set-up are alive.

On a terminal one line is redrawn every moment; elsewhere a plain line now and then. It decides
nothing. Standard library, Python 3.8.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

REDRAW_SECONDS = 0.2
REMIND_SECONDS = 20
CLEAR_LINE = "\r\x1b[2K"


def spoken(seconds: float) -> str:
    """A duration as a person says it.

    >>> spoken(75)
    '1 min 15 s'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """The steps under way, each with what it last said; used as a context manager."""

    def __init__(
        self, out: TextIO = sys.stdout, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._out = out
        self._is_live = out.isatty()
        self._monotonic = monotonic
        self._began: dict[str, float] = {}
        self._said: dict[str, str] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Progress:
        self._ticker.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._is_over.set()
        self._ticker.join()
        with self._lock:
            self._erase()

    def begin(self, title: str) -> None:
        with self._lock:
            self._began[title] = self._monotonic()
            self._said[title] = ""
            if not self._is_live:
                self._print(f"  … {title}")

    def say(self, title: str, line: str) -> None:
        with self._lock:
            self._said[title] = line

    def end(self, title: str, *, is_done: bool) -> None:
        with self._lock:
            took = spoken(self._monotonic() - self._began.pop(title))
            self._said.pop(title)
            self._erase()
            self._print(f"  {'✓' if is_done else '✗'} {title} ({took})")

    def remind(self) -> None:
        """Print or redraw how long each step has been running and what it last said."""
        with self._lock:
            now = self._monotonic()
            parts = [
                f"{title} {spoken(now - began)}" + (f": {self._said[title]}"[:70])
                for title, began in self._began.items()
            ]
            if self._is_live:
                width = shutil.get_terminal_size().columns - 1
                self._erase()
                self._out.write(f"  … {' | '.join(parts)}"[:width] if parts else "")
                self._out.flush()
            else:
                for part in parts:
                    self._print(f"  … {part}")

    def _tick(self) -> None:
        while not self._is_over.wait(REDRAW_SECONDS if self._is_live else REMIND_SECONDS):
            self.remind()

    def _erase(self) -> None:
        if self._is_live:
            self._out.write(CLEAR_LINE)

    def _print(self, line: str) -> None:
        print(line, file=self._out, flush=True)
