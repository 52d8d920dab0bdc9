"""What Rasa remembers goes with the customer's data, comes back with a copy, and fades."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.rasa_memory import Memory
from tickets.__main__ import main
from tickets.conversations import Conversations
from tickets.trackers import Trackers
from tickets.views import TicketView

Open = Callable[..., TicketView]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def trackers(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trackers:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return Trackers(database_url, tmp_path)


@pytest.fixture
def memory(trackers: Trackers, database_url: str) -> Iterator[Memory]:
    memory = Memory(trackers)
    yield memory
    memory.close(database_url)


def test_erasing_a_customer_erases_every_dialogue_of_theirs_and_no_other(
    memory: Memory, conversations: Conversations, conversation_id: str, open_ticket: Open
) -> None:
    reference = open_ticket("Plus d'internet").reference
    conversations.begin_new_dialogue(conversation_id)
    for sender in (f"{conversation_id}.1", f"{conversation_id}.2", "somebody-else.1"):
        memory.note(sender, NOW)

    assert main(["erase", reference]) == 0

    assert memory.senders == ["somebody-else.1"]


def test_a_copy_brings_back_what_rasa_remembered(
    memory: Memory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.note("alice.1", NOW)
    saved = tmp_path / "saved"

    assert main(["backup", str(saved)]) == 0
    memory.note("bob.1", NOW)
    assert main(["restore", str(saved)]) == 0

    assert f"{saved}.rasa" in capsys.readouterr().out
    assert memory.senders == ["alice.1"]


def test_dialogues_in_which_nothing_happens_any_more_are_forgotten_whole(
    memory: Memory, trackers: Trackers
) -> None:
    memory.note("alice.1", NOW - timedelta(days=40))
    memory.note("bob.1", NOW - timedelta(days=40))
    memory.note("bob.1", NOW - timedelta(days=1))

    trackers.forget(NOW - timedelta(days=30))

    assert memory.senders == ["bob.1", "bob.1"]


def test_before_rasas_first_start_there_is_nothing_to_erase_or_copy(
    trackers: Trackers, open_ticket: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = open_ticket("Plus d'internet").reference

    assert main(["erase", reference]) == 0
    assert main(["backup", str(tmp_path / "saved")]) == 0
    trackers.forget(NOW)

    assert "Rasa has kept no dialogue yet" in capsys.readouterr().out
    assert not trackers.exist()
