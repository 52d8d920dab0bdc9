"""Finds a Python of a given version that really runs, or has one installed.

A file named python3.10 on PATH proves nothing: pyenv puts one there for every version it holds, and
it fails unless that version is activated. Standard library, Python 3.8.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

# Debian ships Python without venv, and a Python built by hand may lack ssl or sqlite3.
PROBE = (
    "import sys, ensurepip, sqlite3, ssl, venv;"
    "print(*sys.version_info[:2], getattr(sys, '_base_executable', sys.executable))"
)
PROBE_SECONDS = 20


class MissingPythonError(Exception):
    """No Python of that version here, and no way to install one."""

    def __init__(self, version: tuple[int, int]) -> None:
        wanted = dotted(version)
        super().__init__(
            f"Python {wanted} is missing: install python{wanted} with its venv module (or pyenv or "
            "uv, which this command then uses), and start again."
        )


def dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def find_python(version: tuple[int, int], environment: Mapping[str, str] | None = None) -> str:
    """The path of a Python of that version; installed by uv when there is none."""
    variables = dict(os.environ if environment is None else environment)
    for candidate in _installed(version, variables):
        if found := _probe(candidate, version, variables):
            return found
    if found := _from_uv(version, variables):
        return found
    raise MissingPythonError(version)


def _installed(version: tuple[int, int], environment: Mapping[str, str]) -> Iterator[Path]:
    names = (f"python{dotted(version)}", "python3", "python")
    folders = [Path(entry) for entry in environment.get("PATH", "").split(os.pathsep) if entry]
    for name in names:
        yield from (folder / name for folder in folders if os.access(folder / name, os.X_OK))
    root = environment.get("PYENV_ROOT") or Path(environment.get("HOME", "/")) / ".pyenv"
    built = Path(root, "versions").glob(f"{dotted(version)}.*/bin/{names[0]}")
    yield from sorted(built, key=_patch_level, reverse=True)


def _patch_level(python: Path) -> int:
    digits = python.parents[1].name.split(".")[2]
    return int(digits) if digits.isdigit() else -1


def _probe(python: Path, version: tuple[int, int], environment: Mapping[str, str]) -> str | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a Python found on this machine
            [str(python), "-c", PROBE],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PROBE_SECONDS,
            check=True,
        ).stdout.decode()
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor, path = answer.strip().split(" ", 2)
    return path if (int(major), int(minor)) == version else None


def _from_uv(version: tuple[int, int], environment: Mapping[str, str]) -> str | None:
    uv = shutil.which("uv", path=environment.get("PATH", ""))
    if uv is None:
        return None
    variables = dict(environment)
    command = [uv, "python", "install", dotted(version)]
    if subprocess.run(command, env=variables, check=False).returncode != 0:  # noqa: S603
        return None
    found = subprocess.run(  # noqa: S603
        [uv, "python", "find", "--managed-python", dotted(version)],
        env=variables,
        stdout=subprocess.PIPE,
        check=False,
    )
    path = found.stdout.decode().strip()
    return _probe(Path(path), version, environment) if path else None
