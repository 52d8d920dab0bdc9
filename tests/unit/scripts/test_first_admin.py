from __future__ import annotations

from pathlib import Path

import pytest

from scripts.first_admin import console_line
from settings import Settings
from tickets.agents import Agents
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.vocabulary import Role
from web.__main__ import make_first_admin

URL = "http://localhost:8080"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    upgrade(url)
    return Settings(_env_file=None, database_url=url)


@pytest.fixture
def agents(settings: Settings) -> Agents:
    return Agents(Database(settings.database_url))


def test_the_first_run_shows_a_password_that_signs_in_and_the_second_shows_none(
    settings: Settings, agents: Agents
) -> None:
    first, second = console_line(settings, URL), console_line(settings, URL)

    password = first.split("password ")[1].split()[0]
    admin = agents.authenticate("admin", password)
    assert first.startswith(f"Console: {URL}/console  login admin  password ")
    assert admin.role is Role.admin
    assert admin.must_change_password
    assert second == f"Console: {URL}/console"


def test_a_password_of_the_environment_is_used_and_not_shown(
    settings: Settings, agents: Agents
) -> None:
    settings.first_admin_login, settings.first_admin_password = "dora", "dora-runs-this-place"

    make_first_admin(settings)
    make_first_admin(settings)

    assert agents.authenticate("dora", "dora-runs-this-place").role is Role.admin
    assert len(agents.list()) == 1
    assert console_line(settings, URL) == f"Console: {URL}/console"
