"""One step of the set-up, and whether its inputs changed since it was last done.

A stamp is the hash of a step's inputs, written only after the step succeeded. This runs before
anything is installed: standard library, Python 3.8.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MADE_BY_TOOLS = {"__pycache__", "node_modules", "dist"}


@dataclass(frozen=True)
class Command:
    """A program with its arguments, run in `folder` below the root."""

    arguments: Sequence[str]
    folder: str = "."
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Something to make; `inputs` and `outputs` are patterns below the root.

    `commands` is called only when the step runs: finding a Python takes time. A step without
    inputs runs every time. `settings` are the environment variables that change its result.
    """

    name: str
    title: str
    commands: Callable[[], list[Command]]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gigabytes: float = 0


class Stamps:
    """Remembers, in a folder, with which inputs each step was last done."""

    def __init__(self, root: Path, folder: Path, environment: dict[str, str]) -> None:
        self._root = root
        self._folder = folder
        self._environment = environment

    def is_current(self, step: Step) -> bool:
        """Whether nothing that the step depends on changed, and what it made is there."""
        stamp = self._folder / step.name
        return (
            bool(step.inputs)
            and all((self._root / output).exists() for output in step.outputs)
            and stamp.is_file()
            and stamp.read_text(encoding="utf-8") == self.fingerprint(step)
        )

    def keep(self, step: Step, fingerprint: str) -> None:
        """Note that the step was done; `fingerprint` was taken before it began."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / step.name).write_text(fingerprint, encoding="utf-8")

    def forget(self, step: Step) -> None:
        """Note that the step is under way: cut short, it is done again."""
        stamp = self._folder / step.name
        if stamp.exists():
            stamp.unlink()

    def fingerprint(self, step: Step) -> str:
        """A hash of the names and contents of the inputs and of the settings."""
        digest = hashlib.sha256()
        for path in sorted(set(self._files(step))):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(self._root).as_posix()} {content}\n".encode())
        for name in step.settings:
            digest.update(f"{name}={self._environment.get(name, '')}\n".encode())
        return digest.hexdigest()

    def _files(self, step: Step) -> Iterator[Path]:
        for pattern in step.inputs:
            for path in self._root.glob(pattern):
                parts = path.relative_to(self._root).parts
                if path.is_file() and not MADE_BY_TOOLS.intersection(parts):
                    yield path


def environment_with_file(path: Path) -> dict[str, str]:
    """The environment, and below it the plain `NAME=value` lines of a `.env` file."""
    values: dict[str, str] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, equals, value = line.partition("=")
            if equals and not line.lstrip().startswith("#"):
                values[name.strip()] = value.strip().strip("'\"")
    return {**values, **os.environ}
