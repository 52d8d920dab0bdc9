"""`python -m tickets` as an operator uses it."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.integration.tickets.conftest import SteppedClock
from tickets.__main__ import main
from tickets.agents import Agents
from tickets.clock import utc_now
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.views import TicketView
from tickets.vocabulary import (
    Author,
    Channel,
    EscalationReason,
    NotificationChannel,
    ResolutionKind,
    Role,
    Theme,
)

Open = Callable[..., TicketView]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command; its exit code, output and complaint."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run


@pytest.fixture
def told(
    conversations: Conversations, service: TicketService, conversation_id: str, open_ticket: Open
) -> str:
    """Alice's ticket, after some words and two attempts; its reference."""
    conversations.append(
        conversation_id, Author.customer, "Je suis Alice Martin, 0612345678", client_id="k"
    )
    reference = open_ticket("Plus d'internet, je suis malvoyante").reference
    service.propose(reference, "box-a", "Redémarrer la box")
    service.refuse(reference)
    service.escalate(reference, EscalationReason.customer_request)
    return reference


def test_migrate_says_when_it_is_done(run: Run) -> None:
    assert run("migrate") == (0, "The database is up to date.\n", "")


def test_a_database_that_is_down_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    codes = [main(["migrate"]), main(["list"])]

    assert codes == [1, 1]
    assert capsys.readouterr().err.count("DATABASE_URL: the database does not answer") == 2


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("postgresql://nobody@127.0.0.1:port/none", "DATABASE_URL: should look like"),
        ("sqlite:///{folder}/file/tickets.db", "DATABASE_URL: should be in a folder"),
        ("sqlite:///{folder}/file", "DATABASE_URL: the database does not answer (file is not"),
    ],
)
def test_an_address_that_leads_to_no_database_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    address: str,
    complaint: str,
) -> None:
    (tmp_path / "file").write_text("no database" * 100)
    monkeypatch.setenv("DATABASE_URL", address.format(folder=tmp_path))

    for command in ("migrate", "list"):
        assert main([command]) == 1
        said = capsys.readouterr().err
        assert said.startswith(complaint)
        assert said.count("\n") == 1


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_a_database_of_a_newer_version_is_refused(run: Run, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    code, _, complaint = run("migrate")

    assert code == 1
    assert complaint.startswith("DATABASE_URL: should be a database of this version or an older")
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_that_was_never_migrated_is_one_clear_line(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)

    assert main(["list"]) == 1

    complaint = capsys.readouterr().err
    assert complaint.startswith("DATABASE_URL: the database does not answer")
    assert complaint.count("\n") == 1


def test_list_shows_no_personal_data(run: Run, told: str) -> None:
    code, output, _ = run("list", "--state", "escalated")

    assert code == 0
    assert told in output
    assert "Alice" not in output


def test_list_of_a_state_without_tickets_says_so(run: Run) -> None:
    assert run("list", "--state", "closed")[1] == "No ticket.\n"


def test_show_tells_the_whole_history(run: Run, told: str) -> None:
    _, output, _ = run("show", told)

    for part in ("customer: Je suis Alice", "box-a proposed", "box-a refused", "open → escalated"):
        assert part in output


def test_export_holds_everything_as_json(run: Run, told: str) -> None:
    _, output, _ = run("export", told)

    exported: dict[str, Any] = json.loads(output)
    assert exported["messages"][0]["text"].startswith("Je suis Alice")
    assert exported["tickets"][0]["contact"] == "alice@example.org"
    assert [event["to_state"] for event in exported["tickets"][0]["events"]] == [
        "open",
        "escalated",
    ]
    assert "token_hash" not in exported["conversation"]


def test_erase_leaves_figures_and_no_personal_word(
    run: Run, told: str, database: Database, service: TicketService
) -> None:
    before = service.get(told)

    code, _, _ = run("erase", told)

    after = service.get(told)
    exported = run("export", told)[1]
    assert code == 0
    for word in ("Alice", "Martin", "0612345678", "example.org", "malvoyante", "vulnerable"):
        assert word not in exported
    assert (after.state, after.score, after.opened_at) == (
        before.state,
        before.score,
        before.opened_at,
    )
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM messages")) == 1
        assert session.scalar(text("SELECT token_hash FROM conversations")) is None


@pytest.mark.parametrize("product", ["sqlite"], indirect=True)
def test_an_erased_word_is_gone_from_sqlites_files_too(
    run: Run, told: str, database: Database
) -> None:
    file = Path(database.url.database or "")

    run("erase", told)

    for path in file.parent.glob(f"{file.name}*"):
        assert b"0612345678" not in path.read_bytes()


def test_an_erased_conversation_is_told_to_nobody(
    run: Run, told: str, service: TicketService, conversation_id: str
) -> None:
    run("erase", told)

    assert service.status_for_customer(conversation_id, told, "Alice Martin") is None


def test_what_ended_long_ago_is_forgotten_and_nothing_else(
    run: Run, conversations: Conversations, service: TicketService, clock: SteppedClock
) -> None:
    clock.now = utc_now() - timedelta(days=40)
    ended, waiting, gone, spoken = (conversations.start(Channel.web)[0].id for _ in range(4))
    for conversation_id in (ended, waiting, gone, spoken):
        conversations.append(conversation_id, Author.customer, "Je suis Alice", client_id="first")
    cancelled = opened(service, ended)
    open_still = opened(service, waiting)
    service.cancel(cancelled)
    clock.now = utc_now() - timedelta(days=20)
    conversations.append(spoken, Author.customer, "Je suis encore là", client_id="second")

    said = [run("forget", "30")[1] for _ in range(2)]

    assert said == [f"Erased the personal data of {count} conversations.\n" for count in (2, 0)]
    assert "Alice" not in run("export", cancelled)[1]
    assert "Alice" in run("export", open_still)[1]
    assert first_word(conversations, gone) == ""
    assert first_word(conversations, spoken) == "Je suis Alice"


def opened(service: TicketService, conversation_id: str) -> str:
    """The reference of Alice's new ticket."""
    told = {"problem": "Plus de son", "customer_name": "Alice Martin", "contact": None}
    return service.open(conversation_id, theme=Theme.tv, **told).reference


def first_word(conversations: Conversations, conversation_id: str) -> str:
    return conversations.messages(conversation_id)[0].text


@pytest.mark.parametrize("days", ["0", "-1", "soon"])
def test_forgetting_takes_whole_days(run: Run, days: str) -> None:
    with pytest.raises(SystemExit):
        run("forget", days)


def test_what_was_saved_comes_back(
    run: Run, told: str, service: TicketService, open_ticket: Open, tmp_path: Path
) -> None:
    before = service.get(told)
    saved = tmp_path / "saved.backup"
    assert run("backup", saved)[0] == 0
    open_ticket("ouvert après la sauvegarde")

    code, _, complaint = run("restore", saved)

    assert (code, complaint) == (0, "")
    assert [ticket.reference for ticket in service.listed()] == [told]
    assert service.get(told) == before


def test_a_copy_is_for_its_owner_only(run: Run, told: str, tmp_path: Path) -> None:
    run("backup", tmp_path / "saved.backup")

    assert stat.S_IMODE((tmp_path / "saved.backup").stat().st_mode) == 0o600


def test_a_copy_that_cannot_be_written_is_one_clear_line(
    run: Run, told: str, tmp_path: Path
) -> None:
    code, _, complaint = run("backup", tmp_path / "missing" / "saved.backup")

    assert code == 1
    assert complaint.startswith("FILE: it cannot be written (No such file or directory)")


def test_the_guards_come_back_with_the_rows(
    run: Run, told: str, database: Database, tmp_path: Path
) -> None:
    run("backup", tmp_path / "saved.backup")
    run("restore", tmp_path / "saved.backup")

    with pytest.raises(Exception, match="only ever added"), database.session() as session:
        session.execute(text("DELETE FROM events"))


def test_restoring_what_is_no_backup_changes_nothing(
    run: Run, told: str, service: TicketService, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Bonjour")

    for name in ("letter.txt", "missing.backup"):
        code, _, complaint = run("restore", tmp_path / name)
        assert code == 1
        assert complaint
    assert service.get(told).reference == told


def test_sweep_reports_what_it_closed(run: Run) -> None:
    assert run("sweep")[1] == "Closed 0 unconfirmed and 0 confirmed.\n"


def test_an_unknown_reference_is_one_clear_line(run: Run) -> None:
    code, output, complaint = run("show", "FM-2222-2222")

    assert (code, output) == (1, "")
    assert complaint.startswith("reference: no such ticket")


def test_create_agent_shows_a_password_once(run: Run, database: Database) -> None:
    code, output, _ = run("create-agent", "Sofia", "--name", "Sofia Roux", "--role", "supervisor")

    password = output.split()[-1]
    agent = Agents(database).authenticate("sofia", password)
    assert code == 0
    assert (agent.display_name, agent.role) == ("Sofia Roux", Role.supervisor)
    assert agent.must_change_password


def test_create_agent_with_a_taken_login_is_one_clear_line(run: Run) -> None:
    run("create-agent", "sofia", "--name", "Sofia")

    assert run("create-agent", "sofia", "--name", "Sofia") == (
        1,
        "",
        "login: is taken; choose another one\n",
    )


def test_erase_reaches_what_agents_wrote_about_the_customer(
    run: Run, told: str, database: Database, desk: Desk, cast: Cast
) -> None:
    Targets(database).add(NotificationChannel.email, "support@example.org")
    desk.take(told, cast.alice.id)
    desk.note(told, cast.alice.id, "Madame Martin rappelle au 0612345678")
    desk.say(told, cast.alice.id, "Bonjour Madame Martin")
    desk.release(told, cast.alice.id)
    desk.take(told, cast.alice.id)
    desk.resolve(told, cast.alice.id, ResolutionKind.fixed, "Vu avec Madame Martin")
    assert "rappelle" in run("export", told)[1]

    run("erase", told)

    exported = run("export", told)[1]
    assert "Martin" not in exported
    assert "0612345678" not in exported
    assert "support@example.org" not in exported
    with database.reading() as session:
        assert "martin" not in str(session.scalar(text("SELECT search_words FROM tickets")))
