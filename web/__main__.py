"""`python -m web`: read the settings, build the application, serve it."""

from __future__ import annotations

import sys

import uvicorn

from settings import Settings, load_settings
from telemetry.process import watching
from tickets.agents import Agents
from tickets.database import Database
from tickets.errors import TicketError
from web.app import create_app
from web.assets import FrontendNotBuilt
from web.config import WebConfig
from web.notifications.config import MailServer, NotificationConfig

SHUTDOWN_SECONDS = 10


def config_of(settings: Settings) -> WebConfig:
    return WebConfig(
        database_url=settings.database_url,
        redis_url=settings.redis_url or None,
        rasa_url=settings.rasa_url,
        actions_url=settings.actions_url,
        rasa_token=settings.rasa_token,
        metrics_token=settings.metrics_token or None,
        kpi_token=settings.kpi_token or None,
        public_url=settings.public_url,
        operator_name=settings.operator_name,
        max_message_chars=settings.max_message_chars,
        session_messages_per_minute=settings.session_messages_per_minute,
        address_messages_per_minute=settings.address_messages_per_minute,
        bot_timeout_seconds=settings.bot_timeout_seconds,
        outage_ticket_after_seconds=settings.outage_ticket_after_seconds,
        allowed_origins=settings.allowed_origins,
        max_attempts=settings.max_attempts,
        trusted_proxies=settings.trusted_proxies,
        var_dir=settings.var_dir,
        dialogue_days=settings.dialogue_days,
        embedding_model=settings.embedding_model,
        agent_grace_seconds=settings.agent_grace_seconds,
        opening_hours=settings.hours(),
        notifications=notification_config(settings),
    )


def notification_config(settings: Settings) -> NotificationConfig:
    """What the operator set."""
    return NotificationConfig(
        mail_server=_mail_server(settings),
        emails=tuple(settings.emails_to_notify),
        webhook_url=settings.notify_webhook_url or None,
        webhook_secret=settings.notify_webhook_secret or None,
        timezone=settings.opening_timezone,
        deadline_warning_minutes=settings.deadline_warning_minutes,
    )


def _mail_server(settings: Settings) -> MailServer | None:
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        sender=settings.mail_from or "",
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user or None,
        password=settings.smtp_password or None,
    )


def make_first_admin(settings: Settings) -> None:
    """The account that FIRST_ADMIN_PASSWORD asks for, unless there is an admin."""
    if not settings.first_admin_password:
        return
    database = Database(settings.database_url)
    try:
        agents = Agents(database)
        agents.ensure_first_admin(settings.first_admin_login, settings.first_admin_password)
    finally:
        database.close()


def main() -> int:
    settings = load_settings()
    with watching("web", settings.log_format, settings.otel_exporter_otlp_endpoint):
        return serve(settings)


def serve(settings: Settings) -> int:
    """Until it is told to stop; 2 when it cannot begin, with one line that says why."""
    try:
        make_first_admin(settings)
        app = create_app(config_of(settings))
    except (FrontendNotBuilt, TicketError) as error:
        print(error, file=sys.stderr)
        return 2
    uvicorn.run(
        app,
        host=settings.bind_host,
        port=settings.port,
        log_level="warning",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
