"""`python -m tickets notify-target` as an operator uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.fakes.webhook_server import WebhookServer
from tickets.__main__ import main
from tickets.outbox import Notifications
from tickets.service import TicketService
from tickets.targets import Targets
from tickets.vocabulary import EscalationReason, NotificationChannel
from web.notifications.__main__ import main as notifications_main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    """Runs a command; its exit code, output and complaint."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def _run(*arguments: str, entry: Callable[[list[str]], int] = main) -> tuple[int, str, str]:
        code = entry([*arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run


def test_a_target_is_added_listed_and_removed(run: Run, cast: Cast) -> None:
    added = run(
        "notify-target", "add", "email", "fixe@example.org", "--team", "fixe",
        "--from-priority", "P1",
    )  # fmt: skip
    listed = run("notify-target", "list")
    removed = run("notify-target", "remove", listed[1].split()[0])

    assert added[0] == removed[0] == 0
    assert listed[1].split(maxsplit=2)[1:] == ["email", "fixe@example.org  Fixe, up to P1\n"]
    assert run("notify-target", "list")[1] == "Nobody is told outside the console.\n"


def test_a_list_shows_no_secret_of_a_webhook(run: Run) -> None:
    run("notify-target", "add", "webhook", "https://hooks.example.org/services/T0/hush")

    listed = run("notify-target", "list")[1]

    assert "https://hooks.example.org/…" in listed
    assert "hush" not in listed


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "email", "chez-moi"), "address: should look like support@example.org"),
        (("add", "webhook", "ftp://example.org"), "address: should begin with https://"),
        (("add", "email", "a@example.org", "--team", "Fixe"), "team: should be one of"),
        (("remove", "7"), "target_id: there is none of this id"),
    ],
)
def test_a_refusal_says_what_would_be_right(
    run: Run, arguments: tuple[str, ...], complaint: str
) -> None:
    code, _, said = run("notify-target", *arguments)

    assert code == 1
    assert said.startswith(complaint)


def test_what_was_given_up_is_due_again(
    run: Run,
    service: TicketService,
    open_ticket: Any,
    database: Any,
    clock: Any,
) -> None:
    run("notify-target", "add", "email", "care@example.org")
    service.escalate(open_ticket().reference, EscalationReason.customer_request)
    outbox = Notifications(database, clock)
    (claimed,) = outbox.claim_due()
    outbox.mark_failed(claimed.id, "refused", is_permanent=True)

    said = run("notify-target", "retry")

    assert said == (0, "Due again: 1.\n", "")


def test_a_target_is_tried_at_once(run: Run, database: Any) -> None:
    hook = WebhookServer()
    hook.start()
    targets = Targets(database)
    target = targets.add(NotificationChannel.webhook, hook.url)

    tried = run("test", str(target.id), entry=notifications_main)
    hook.status = 404
    refused = run("test", str(target.id), entry=notifications_main)
    hook.stop()

    assert tried == (0, "It left.\n", "")
    assert refused == (1, "", "the webhook answered 404\n")
    assert b"Ceci est un essai." in hook.received[0].body


def test_a_mail_target_needs_a_mail_server_to_be_tried(run: Run, database: Any) -> None:
    target = Targets(database).add(NotificationChannel.email, "care@example.org")

    code, _, said = run("test", str(target.id), entry=notifications_main)

    assert code == 1
    assert said.startswith("SMTP_HOST: is not set")
