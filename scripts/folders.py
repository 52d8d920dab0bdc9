"""Tells, before anything starts, why nothing can be written in a folder.

Standard library, Python 3.8: the set-up uses it before anything is installed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path


def folder_fault(setting: str, folder: Path) -> str | None:
    """One line on the folder that this setting names; None when it can be written in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return (
            f"{setting}: nothing can be written in {folder} ({error.strerror}): "
            "name another folder."
        )
