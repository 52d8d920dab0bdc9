"""Last week's report for one reader, made when it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tickets.kpis.views import View
from tickets.report_recipients import ReportRecipients
from web.catalogue import choose_language
from web.notifications.errors import SendError
from web.notifications.mail import Attachment
from web.report.contents import Report, Reports
from web.report.document import DocumentError, file_name, pdf_of


@dataclass(frozen=True)
class WeeklyReport:
    view: View
    report: Report
    attachment: Attachment


class WeeklyReports:
    def __init__(self, reports: Reports, recipients: ReportRecipients) -> None:
        self._reports = reports
        self._recipients = recipients

    def of(self, address: str, payload: Mapping[str, Any]) -> WeeklyReport:
        """Of the days that the outbox kept, or `SendError`."""
        if not self._recipients.has(address):
            raise SendError("the reader is on the list no more", is_permanent=True)
        figures, language = self._reports.figures, choose_language(payload["language"])
        days = {"from": payload["from"], "to": payload["to"]}
        view = View.parse(days, figures.now, figures.zone)
        report = self._reports.of(view, language)
        try:
            pdf = pdf_of(report, self._reports.labels(language))
        except DocumentError as error:
            raise SendError("the report could not be set") from error
        return WeeklyReport(view, report, Attachment(file_name(view), pdf))
