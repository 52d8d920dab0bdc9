"""Print the lock of a list of direct requirements, from the packages installed beside it.

Run by the environment's own Python in which the `.in` file was installed. What is installed but
reached from no direct requirement is left out. It looks nothing up and installs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEADER = "# Made by scripts/lock.py from {name}; change that file, not this one."


class LockError(Exception):
    """A requirement that is not installed here, so that its version is unknown."""


def direct_requirements(path: Path) -> Iterator[Requirement]:
    """The requirements of an `.in` or lock file, those of the files that it includes left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-r "):
            yield Requirement(text)


def included_files(path: Path) -> list[str]:
    """The lock files that `path` builds on, by `-r`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("-r ").strip() for line in lines if line.startswith("-r ")]


def locked(requirements: list[Requirement]) -> dict[str, str]:
    """Lock line by package name, for `requirements` and all that they need on this machine."""
    lines: dict[str, str] = {}
    waiting = [(wanted, extra) for wanted in requirements for extra in _extras(wanted)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        lines.setdefault(name, _line(requirement, name))
        waiting += _needs(name, extra)
    return dict(sorted(lines.items()))


def _extras(requirement: Requirement) -> list[str]:
    return ["", *requirement.extras]


def _needs(name: str, extra: str) -> Iterator[tuple[Requirement, str]]:
    for text in distribution(name).requires or []:
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            needed.marker = None
            yield from ((needed, wanted) for wanted in _extras(needed))


def _line(requirement: Requirement, name: str) -> str:
    try:
        version = distribution(name).version
    except PackageNotFoundError as error:
        raise LockError(f"{name} is not installed: install the .in file here first") from error
    public = version.partition("+")[0]  # torch's "+cpu" says which build this machine took
    marker = f"; {requirement.marker}" if requirement.marker else ""
    return f"{name}=={public}{marker}"


def main(path: Path) -> int:
    included = included_files(path)
    already = {
        canonicalize_name(requirement.name)
        for name in included
        for requirement in direct_requirements(path.parent / name)
    }
    try:
        lines = locked(list(direct_requirements(path)))
    except LockError as error:
        print(error, file=sys.stderr)
        return 1
    print(HEADER.format(name=path.name), *(f"-r {name}" for name in included), sep="\n")
    print(*(line for name, line in lines.items() if name not in already), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
