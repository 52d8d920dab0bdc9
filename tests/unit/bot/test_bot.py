from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scripts.rasa_command import QUIET, RASA

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_the_components_hold_in_rasas_own_environment() -> None:
    if not (ROOT / RASA[0]).exists():
        pytest.skip(f"{RASA[0]} is missing; `make train` makes it")

    ended = subprocess.run(
        [RASA[0], "-W", "ignore", "-m", "unittest", "tests.unit.bot.components"],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
