"""What the report's pages work with; kept on the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tickets.report_recipients import ReportRecipients
from web.report.contents import Reports


@dataclass(frozen=True, slots=True)
class ReportDesk:
    reports: Reports
    recipients: ReportRecipients


def keep(app: FastAPI, desk: ReportDesk) -> None:
    app.state.report_desk = desk


def report_desk_of(request: Request) -> ReportDesk:
    desk: ReportDesk = request.app.state.report_desk
    return desk


FromReportDesk = Annotated[ReportDesk, Depends(report_desk_of)]
