from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.endpoints import DEFAULT, endpoints_file, endpoints_for
from settings import Settings


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def given() -> dict[str, Any]:
    endpoints: dict[str, Any] = yaml.safe_load(DEFAULT.read_text(encoding="utf-8"))
    return endpoints


def test_with_the_default_settings_rasa_takes_the_file_at_the_root() -> None:
    assert endpoints_file(settings()) == DEFAULT


def test_another_port_makes_another_file(tmp_path: Path) -> None:
    made = endpoints_file(settings(actions_port=6055, var_dir=tmp_path))

    endpoints = yaml.safe_load(made.read_text())
    assert made == tmp_path / "endpoints.yml"
    assert endpoints["action_endpoint"]["url"] == "http://127.0.0.1:6055/webhook"
    assert endpoints["tracker_store"]["db"] == str(tmp_path / "rasa.db")


def test_a_file_that_may_hold_a_password_is_for_its_owner_only(tmp_path: Path) -> None:
    made = endpoints_file(settings(actions_port=6055, var_dir=tmp_path))

    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_on_postgresql_rasa_has_a_database_of_its_own_on_the_same_server(
    given: dict[str, Any],
) -> None:
    url = "postgresql+psycopg://anne:s%40cret@db.example.org:5433/care"

    endpoints = endpoints_for(settings(database_url=url), given)

    assert endpoints["tracker_store"] == {
        "type": "bot.tracker_store.QuickSQLTrackerStore",
        "dialect": "postgresql",
        "url": "db.example.org",
        "port": 5433,
        "username": "anne",
        "password": "s@cret",
        "db": "care_rasa",
        "login_db": "care",
    }


def test_rasa_answers_whether_redis_does_or_not(given: dict[str, Any]) -> None:
    assert endpoints_for(settings(redis_url="redis://127.0.0.1:1/0"), given) == given


def test_what_the_settings_say_nothing_about_stays(given: dict[str, Any]) -> None:
    given["action_endpoint"]["enable_selective_domain"] = True
    given["event_broker"] = {"type": "file"}

    endpoints = endpoints_for(settings(actions_port=6055), given)

    assert endpoints["action_endpoint"]["enable_selective_domain"] is True
    assert endpoints["event_broker"] == {"type": "file"}
