"""`python -m web.notifications test ID`: send a sample to one target at once, and say what came.

It needs no running product, and leaves the outbox alone.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from settings import load_settings
from tickets.clock import utc_now
from tickets.database import Database
from tickets.desk_views import TargetView
from tickets.errors import NotFound, TicketError
from tickets.targets import Targets
from tickets.views import TicketView
from tickets.vocabulary import (
    EscalationReason,
    NotificationChannel,
    NotificationKind,
    Priority,
    Theme,
    TicketState,
    Tone,
)
from web.__main__ import config_of
from web.catalogue import Catalogue
from web.config import WebConfig
from web.notifications.errors import SendError
from web.notifications.letters import Letters
from web.notifications.mail import Mailer
from web.notifications.notices import Notices, webhook_body
from web.notifications.webhook import Webhooks

KIND = NotificationKind.escalated


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when it did not leave, with one line that says why."""
    parser = argparse.ArgumentParser(prog="python -m web.notifications", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    trial = commands.add_parser("test", help="send a sample to one target")
    trial.add_argument("target_id", type=int, help="as `python -m tickets notify-target list` says")
    options = parser.parse_args(arguments)
    config = config_of(load_settings())
    try:
        asyncio.run(send_sample(config, _target(config, options.target_id)))
    except (TicketError, SendError) as error:
        print(error, file=sys.stderr)
        return 1
    print("It left.")
    return 0


async def send_sample(config: WebConfig, target: TargetView) -> None:
    """A notice of a ticket that does not exist, or `SendError`."""
    key, ticket, catalogue = secrets.token_hex(16), _sample(), Catalogue.load(config.operator_name)
    zone = ZoneInfo(config.notifications.timezone)
    notice = Notices(catalogue, config.public_url, zone).of(KIND, ticket, utc_now())
    if target.channel is NotificationChannel.webhook:
        webhooks = Webhooks(config.notifications.webhook_secret, utc_now)
        body = webhook_body(KIND, ticket, notice, key)
        try:
            await webhooks.post(target.address, body, key)
        finally:
            await webhooks.close()
        return
    server = config.notifications.mail_server
    if server is None:
        raise SendError("SMTP_HOST: is not set; no mail can leave", is_permanent=True)
    letter = Letters(catalogue, config.public_url).to_people(notice)
    await Mailer(server, config.operator_name, utc_now).send(letter, target.address, key)


def _target(config: WebConfig, target_id: int) -> TargetView:
    database = Database(config.database_url)
    try:
        targets = {target.id: target for target in Targets(database).list()}
    finally:
        database.close()
    if target_id not in targets:
        raise NotFound("target_id")
    return targets[target_id]


def _sample() -> TicketView:
    now = utc_now()
    return TicketView(
        reference="FM-TEST-TEST",
        conversation_id="",
        state=TicketState.escalated,
        theme=Theme.autre,
        tone=Tone.calm,
        priority=Priority.P3,
        score=0,
        factors=(),
        is_public=False,
        problem="Ceci est un essai.",
        customer_name=None,
        contact=None,
        escalation_reason=EscalationReason.customer_request,
        proposed_article_ids=(),
        refused_count=0,
        rating=None,
        rating_comment=None,
        closing=None,
        opened_at=now,
        state_changed_at=now,
        first_answer_due_at=now + timedelta(hours=24),
        resolution_due_at=now + timedelta(hours=120),
    )


if __name__ == "__main__":
    sys.exit(main())
