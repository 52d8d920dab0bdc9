"""The endpoints file that Rasa is started with: the one at the root, or one that fits the settings.

Rasa keeps its own database (`<name>_rasa`) on the same PostgreSQL server, because its tables have
common names. Its locks stay its own: the web processes ask one Rasa, a conversation's turn is a
lease in the database, and a Rasa that locks in Redis answers nobody while that is down.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.engine import URL, make_url

from settings import Settings
from tickets.trackers import tracker_url

DEFAULT = Path("endpoints.yml")


def endpoints_file(settings: Settings, default: Path = DEFAULT) -> Path:
    """`default`, when it already says what the settings want; else a file made below VAR_DIR."""
    given = yaml.safe_load(default.read_text(encoding="utf-8"))
    wanted = endpoints_for(settings, given)
    if wanted == given:
        return default
    made = settings.var_dir / "endpoints.yml"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.touch(mode=0o600)  # it may hold a password
    made.write_text(yaml.safe_dump(wanted, sort_keys=False), encoding="utf-8")
    return made


def endpoints_for(settings: Settings, given: dict[str, Any]) -> dict[str, Any]:
    """What `given` becomes under these settings; what they say nothing about stays."""
    wanted = copy.deepcopy(given)
    wanted["action_endpoint"]["url"] = f"{settings.actions_url}/webhook"
    trackers = tracker_url(settings.database_url, settings.var_dir)
    if trackers.get_backend_name() == "postgresql":
        store = _postgresql_store(trackers, make_url(settings.database_url))
        wanted["tracker_store"] = {"type": given["tracker_store"]["type"], **store}
    else:
        wanted["tracker_store"]["db"] = trackers.database
    return wanted


def _postgresql_store(trackers: URL, database: URL) -> dict[str, Any]:
    store = {
        "dialect": "postgresql",
        "url": database.host or "127.0.0.1",
        "port": database.port or 5432,
        "username": database.username,
        "password": database.password,
        "db": trackers.database,
        "login_db": database.database,
        "query": dict(database.query),
    }
    return {name: value for name, value in store.items() if value}
