"""The plain values that a collector is built from; where they come from is settings.py's affair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from collector.x_client import Credentials
from settings import Settings
from tickets.claims import CLAIMED_FOR


@dataclass(frozen=True)
class CollectorConfig:
    database_url: str
    var_dir: Path
    public_url: str
    timezone: str
    credentials: Credentials | None
    api_url: str | None
    streams: bool
    poll_seconds: float
    timeout_seconds: float
    settle_after: timedelta
    keep_for: timedelta
    reply_within: timedelta
    link_days: int
    broker_url: str | None = None
    queue: str = "collector"  # how its queues on the broker begin
    claimed_for: timedelta = CLAIMED_FOR


def config_of(settings: Settings) -> CollectorConfig:
    return CollectorConfig(
        database_url=settings.database_url,
        var_dir=settings.var_dir,
        public_url=settings.public_url,
        timezone=settings.opening_timezone,
        credentials=credentials_of(settings),
        api_url=settings.x_api_url or None,
        streams=settings.x_intake == "stream",
        poll_seconds=settings.x_poll_seconds,
        timeout_seconds=settings.x_timeout_seconds,
        settle_after=timedelta(seconds=settings.x_settle_seconds),
        keep_for=timedelta(days=settings.x_keep_days),
        reply_within=timedelta(hours=settings.reply_max_hours),
        link_days=settings.link_days,
        broker_url=settings.broker_url or None,
    )


def credentials_of(settings: Settings) -> Credentials | None:
    """The keys, when all four are set; one alone was refused at the start."""
    api_key, api_secret, token, token_secret = settings.x_keys
    if api_key is None or api_secret is None or token is None or token_secret is None:
        return None
    return Credentials(api_key, api_secret, token, token_secret, settings.x_bearer_token or None)
