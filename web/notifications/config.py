"""The plain values that notifications are sent by; nothing set means that nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in, and the address that they come from."""

    host: str
    sender: str
    port: int = 587
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NotificationConfig:
    """`emails` and `webhook_url` are told of every ticket for people, whatever the team."""

    mail_server: MailServer | None = None
    emails: tuple[str, ...] = ()
    webhook_url: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    timezone: str = "Europe/Paris"
    deadline_warning_minutes: int = 60
    poll_every_seconds: float = 1.0
    look_every_seconds: float = 10.0
