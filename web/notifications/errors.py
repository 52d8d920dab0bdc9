"""What the ways out of the product refuse, in the product's own words."""

from __future__ import annotations


class SendError(Exception):
    """It did not leave. `is_permanent`: the same message would be refused again.

    The text is kept in the outbox and in the log: it names no address and quotes no answer.
    """

    def __init__(self, message: str, *, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent
