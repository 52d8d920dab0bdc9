"""What a test needs of the machine: without it the test is left out, or fails where it must run."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text


def require(found: object, missing: str) -> None:
    """Skip the test that lacks something; with REQUIRE_SERVICES=1, fail it."""
    if found:
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{missing}, and REQUIRE_SERVICES=1 asks for it")
    pytest.skip(missing)


def require_address(name: str) -> str:
    """The address of a service, from the environment."""
    address = os.environ.get(name, "")
    require(address, f"{name} is not set")
    return address


def require_made(path: Path, command: str) -> None:
    """Something that a command makes beforehand."""
    require(path.exists(), f"{path} is missing: {command}")


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a new, empty database, gone afterwards."""
    server = require_address("TEST_DATABASE_URL")
    name = f"tickets_{uuid.uuid4().hex}"
    address = make_url(server.replace("postgresql://", "postgresql+psycopg://"))
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()
