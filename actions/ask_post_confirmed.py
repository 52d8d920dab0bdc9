"""Asks whether the quoted post is what the customer comes for."""

from __future__ import annotations

from actions.asking import AskAction


class AskPostConfirmed(AskAction):
    def slot(self) -> str:
        return "post_confirmed"
