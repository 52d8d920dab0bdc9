"""A product to talk to, started as `make run` starts it, with a database and ports of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import running
from scripts.ports import free_port
from settings import load_settings
from tickets.migrate import upgrade

UNLIMITED = "1000000"


@contextmanager
def product() -> Iterator[str]:
    """The product's address, for as long as this lasts; customers are not throttled there."""
    usual = load_settings().var_dir.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        (folder / "index").symlink_to(usual / "index")
        database = f"sqlite:///{folder}/customers.db"
        upgrade(database)
        variables = {
            "VAR_DIR": name,
            "DATABASE_URL": database,
            "PORT": str(port),
            "RASA_PORT": str(free_port()),
            "ACTIONS_PORT": str(free_port()),
            "SESSION_MESSAGES_PER_MINUTE": UNLIMITED,
            "ADDRESS_MESSAGES_PER_MINUTE": UNLIMITED,
        }
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "scripts.run", "--until-parent-ends"]
        with running(command, f"{url}/readyz", folder / "product.log", variables):
            yield url
