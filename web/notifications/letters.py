"""Mails as their readers see them: each from a pair of templates, plain text and page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tickets.unread_answers import UnreadAnswer
from web.catalogue import Catalogue, choose_language
from web.notifications.mail import Letter
from web.notifications.notices import LANGUAGE, Notice
from web.notifications.weekly import WeeklyReport

TEMPLATES = Path(__file__).parents[1] / "templates" / "mail"


class Letters:
    def __init__(self, catalogue: Catalogue, public_url: str) -> None:
        self._catalogue = catalogue
        self._chat_url = f"{public_url.rstrip('/')}/chat"
        self._console_url = f"{public_url.rstrip('/')}/console"
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def to_people(self, notice: Notice) -> Letter:
        """To agents: a ticket needs one of them."""
        return self._letter("ticket", notice.headline, LANGUAGE, notice=notice)

    def to_readers(self, weekly: WeeklyReport) -> Letter:
        """To those on the list: what changed last week, the rest as a PDF."""
        report = weekly.report
        subject = f"{report.title}, {report.period}"
        url = f"{self._console_url}/report?{urlencode(weekly.view.address())}"
        letter = self._letter("report", subject, report.language, report=report, url=url)
        return replace(letter, attachment=weekly.attachment)

    def to_customer(self, answer: UnreadAnswer) -> Letter:
        """To a customer: what agents said while they were away, in their language."""
        language = choose_language(answer.language)
        subject = self._catalogue.text("answer.subject", language, reference=answer.reference)
        return self._letter("answer", subject, language, answer=answer, chat_url=self._chat_url)

    def _letter(self, name: str, subject: str, language: str, **context: Any) -> Letter:
        def t(key: str, **values: object) -> str:
            return self._catalogue.text(key, language, **values)

        text, html = (
            self._templates.get_template(f"{name}.{ending}").render(
                t=t, language=language, subject=subject, **context
            )
            for ending in ("txt", "html")
        )
        return Letter(subject, text, html)
