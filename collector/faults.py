"""How long to leave X alone after each kind of failure, and how it is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from collector.errors import XError, XFault

SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(minutes=5)
FOR_PEOPLE = timedelta(minutes=5)
CAPPED = timedelta(hours=1)
LONGEST_RESET = timedelta(hours=24)

ADVICE = {
    XFault.unauthorized: "X refuses the keys: check X_API_KEY, X_ACCESS_TOKEN and their secrets",
    XFault.unpaid: "X asks for payment: top up the credits of the developer account",
    XFault.forbidden: "X forbids this call: check the app's plan and its write permission",
    XFault.usage_capped: "the month's quota of posts on X is used up",
    XFault.rate_limited: "X asks to slow down",
    XFault.server: "X has a fault of its own",
    XFault.unreachable: "X cannot be reached",
    XFault.timeout: "X does not answer in time",
    XFault.bad_answer: "X answers what its API does not document",
    XFault.rejected: "X rejects the request as wrong",
    XFault.duplicate: "X has seen this reply before",
    XFault.stalled: "the stream fell silent",
    XFault.closed: "the stream was closed",
}


@dataclass
class Backoff:
    """The waits of one kind of call: doubled with each failure, forgotten with a success."""

    failures: int = 0

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self, error: XError, now: datetime) -> datetime:
        """When the next try may be."""
        self.failures += 1
        doubled = min(SHORTEST * (1 << min(self.failures - 1, 10)), LONGEST)
        if error.fault is XFault.usage_capped:
            return now + CAPPED
        if error.permanent:
            return now + max(doubled, FOR_PEOPLE)
        if error.retry_at is not None and now < error.retry_at < now + LONGEST_RESET:
            return error.retry_at + timedelta(seconds=1)
        return now + doubled


def told(what: str, error: XError, wait: timedelta) -> str:
    """The one line of the log."""
    seconds = max(0, round(wait.total_seconds()))
    return f"{what}: {ADVICE[error.fault]} ({error}); next try in {seconds} s"
