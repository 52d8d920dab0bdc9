"""The real Rasa with the real actions on loopback, spoken to as the web server speaks to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from scripts.endpoints import endpoints_file
from scripts.ports import free_port
from scripts.rasa_command import QUIET
from scripts.run import rasa_server
from settings import Settings
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.migrate import upgrade
from tickets.service import TicketService
from tickets.vocabulary import Channel

START_SECONDS = 300
CHOICE = re.compile("Plusieurs pistes|Je vois une piste")


@dataclass
class Bot:
    """Where the test's Rasa answers, and the database that its actions write to."""

    settings: Settings
    database: Database

    def customer(self) -> Customer:
        conversations = Conversations(self.database)
        conversation = conversations.ensure(uuid.uuid4().hex, Channel.web)
        return Customer(self, conversation.id)


@dataclass
class Customer:
    """One customer in one conversation; keeps what the bot said last."""

    bot: Bot
    conversation_id: str
    heard: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Send one message; all that the bot answers, in one text."""
        conversation = Conversations(self.bot.database).get(self.conversation_id)
        answer = httpx.post(
            f"{self.bot.settings.rasa_url}/webhooks/rest/webhook",
            json={"sender": conversation.sender_id, "message": text},
            timeout=60,
            trust_env=False,
        )
        answer.raise_for_status()
        messages = answer.json()
        self.heard = [message.get("text", "") for message in messages]
        self.buttons = [b["payload"] for m in messages for b in m.get("buttons") or []]
        return "\n".join(self.heard)

    def says_all(self, *texts: str) -> str:
        return [self.says(text) for text in texts][-1]

    def opens_ticket(self, problem: str, name: str = "Camille Martin") -> str:
        """The shortest way to a ticket with this problem; what the bot proposes first."""
        return self.says_all(problem, name, "/decline", "/affirm")

    @property
    def ticket(self):  # type: ignore[no-untyped-def]
        return TicketService(self.bot.database).latest(self.conversation_id)


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("dialogue")
    index = Path("var/index")
    assert index.exists(), "the index is missing: `make run` or `make test` builds it"
    settings = Settings(
        database_url=f"sqlite:///{folder}/product.db",
        var_dir=folder,
        rasa_port=free_port(),
        actions_port=free_port(),
    )
    (folder / "index").symlink_to(index.resolve())
    upgrade(settings.database_url)
    environment = {
        **os.environ,
        **QUIET,
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(folder),
        "RASA_PORT": str(settings.rasa_port),
        "ACTIONS_PORT": str(settings.actions_port),
    }
    with ExitStack() as stack:
        actions = [sys.executable, "-m", "actions"]
        rasa = rasa_server(settings, endpoints_file(settings))
        stack.enter_context(_running(actions, environment, folder / "actions.log"))
        stack.enter_context(_running(rasa, environment, folder / "rasa.log"))
        _wait_for(f"{settings.actions_url}/health", folder / "actions.log")
        _wait_for(settings.rasa_url, folder / "rasa.log")
        yield Bot(settings, Database(settings.database_url))


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not come up:\n{log.read_text()[-3000:]}")


@pytest.fixture
def customer(bot: Bot) -> Customer:
    return bot.customer()
