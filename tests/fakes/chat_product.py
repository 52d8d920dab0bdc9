"""The real web process over a fresh SQLite database and the stand-in Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from scripts.ports import free_port
from tests.fakes.rasa_server import RasaServer
from tests.fakes.server import ThreadedServer
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.service import TicketService
from web.app import create_app
from web.config import WebConfig


class ChatProduct:
    """Alice's side is `url`; `conversations` and `tickets` look into the database behind it."""

    def __init__(self, config: WebConfig, rasa: RasaServer, port: int) -> None:
        self.config = config
        self.rasa = rasa
        self.port = port
        self.database = Database(config.database_url)
        self.conversations = Conversations(self.database)
        self.tickets = TicketService(self.database)
        self._server: ThreadedServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = ThreadedServer(create_app(self.config), self.port)
        self._server.start()

    def stop(self) -> None:
        if self._server:
            self._server.stop()
        self._server = None


def write_frontend(folder: Path) -> Path:
    """A front-end build of a few bytes, for tests that open no browser."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ["chat.js", "console.js", "kpi.js", "widget.js", "chat.css", "console.css", "site.css"]
    names += ["icon.svg", "bot.svg", "agent.svg"]
    published = {}
    for name in names:
        stem, _, ending = name.rpartition(".")
        published[name] = f"{stem}.abc123.{ending}"
        (folder / published[name]).write_bytes(b"/* built */")
        (folder / f"{published[name]}.gz").write_bytes(b"gzipped")
    manifest = ", ".join(f'"{name}": "{hashed}"' for name, hashed in published.items())
    (folder / "manifest.json").write_text(f"{{{manifest}}}", encoding="utf-8")
    return folder


@contextmanager
def chat_product(tmp_path: Path, **changes: Any) -> Iterator[ChatProduct]:
    rasa = RasaServer()
    rasa.start()
    port = free_port()
    config = WebConfig(
        database_url=f"sqlite:///{tmp_path / 'test.db'}",
        var_dir=tmp_path / "var",
        rasa_url=rasa.url,
        actions_url=rasa.url,
        public_url=f"http://127.0.0.1:{port}",
        bot_timeout_seconds=60,
        pickup_every_seconds=0.1,
        publish_every_seconds=3600,  # tests that publish say so, and where
    )
    if "dist" not in changes:
        changes["dist"] = write_frontend(tmp_path / "dist")
    upgrade(config.database_url)
    product = ChatProduct(replace(config, **changes), rasa, port)
    product.start()
    try:
        yield product
    finally:
        product.stop()
        rasa.stop()
        product.database.close()


MakeProduct = Callable[..., ChatProduct]
