"""What can go wrong with X and with the broker, as the collector tells it apart."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class XFault(StrEnum):
    """Each has its own wait and its own sentence; the names are those of the metric."""

    unreachable = "unreachable"
    timeout = "timeout"
    server = "server"
    rate_limited = "rate_limited"
    usage_capped = "usage_capped"
    unauthorized = "unauthorized"
    unpaid = "unpaid"
    forbidden = "forbidden"
    duplicate = "duplicate"
    rejected = "rejected"
    bad_answer = "bad_answer"
    stalled = "stalled"
    closed = "closed"


class XError(Exception):
    """A call to X failed.

    `permanent`: the same call would fail again until a person changes something. `may_have_acted`:
    X may have done what was asked. `retry_at`: X's own word on when to come back. The message holds
    neither a token nor a post's text.
    """

    def __init__(
        self,
        fault: XFault,
        message: str,
        *,
        permanent: bool = False,
        may_have_acted: bool = False,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.permanent = permanent
        self.may_have_acted = may_have_acted
        self.retry_at = retry_at


class CollectorError(Exception):
    """The collector can't do what it was asked; the message says what would be right."""


class BrokerError(CollectorError):
    """BROKER_URL's broker does not take a task; trying again later may help."""


class ClassifierError(CollectorError):
    """The classifiers that the settings ask for can't be used."""
