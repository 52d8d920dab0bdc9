"""Why a client was refused, in words a person and a program can both use."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer to a client, not a fault of ours
    """`code` is stable for programs, `field` is what to change, `key` names the sentence."""

    def __init__(
        self, code: str, field: str, key: str, *, status: int = 422, **values: object
    ) -> None:
        super().__init__(f"{field}: {code}")
        self.code = code
        self.field = field
        self.key = key
        self.status = status
        self.values = values
