from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from scripts.rasa_command import QUIET, RASA
from tests.services import require_made

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_the_components_hold_in_rasas_own_environment() -> None:
    require_made(ROOT / RASA[0], "make train makes it")

    ended = subprocess.run(
        [RASA[0], "-W", "ignore", "-m", "unittest", "tests.unit.bot.components"],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
