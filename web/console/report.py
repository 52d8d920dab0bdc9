"""/console/report: a view of the figures to print, as PDF, and who gets it by mail each Monday."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from web.catalogue import LANGUAGES, choose_language
from web.console.access import AsSupervisor, SignedIn
from web.console.kpi_places import REPORT as PLACE
from web.console.kpi_places import Asked, page_of
from web.console.parts import Console, FromConsole
from web.console.report_desk import FromReportDesk, ReportDesk
from web.report.document import file_name, pdf_of

LAST_WEEK = "7d"
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


@router.get(PLACE)
def show_report(
    request: Request, console: FromConsole, desk: FromReportDesk, signed: AsSupervisor
) -> Response:
    asked = _asked(request, desk)
    view = asked.view
    return console.views.page(
        "report.html",
        signed,
        asked=asked,
        report=desk.reports.of(view, signed.language),
        dashboard=page_of(view),
        pdf=f"{PLACE}.pdf?{urlencode({**view.address(), 'lang': signed.language})}",
        **_list(desk),
    )


@router.get(PLACE + ".pdf")
def download_report(request: Request, desk: FromReportDesk, signed: AsSupervisor) -> Response:
    view, language = _asked(request, desk).view, signed.language
    pdf = pdf_of(desk.reports.of(view, language), desk.reports.labels(language))
    disposition = f'inline; filename="{file_name(view)}"'
    headers = {"cache-control": "no-store", "content-disposition": disposition}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post(PLACE + "/recipients")
def add_recipient(
    console: FromConsole, desk: FromReportDesk, signed: AsSupervisor, address: Text, language: Text
) -> Response:
    desk.recipients.add(address, choose_language(language), by=signed.agent.id)
    return _recipients(console, desk, signed)


@router.post(PLACE + "/recipients/{recipient_id}/remove")
def remove_recipient(
    console: FromConsole, desk: FromReportDesk, signed: AsSupervisor, recipient_id: int
) -> Response:
    desk.recipients.remove(recipient_id, by=signed.agent.id)
    return _recipients(console, desk, signed)


def _recipients(console: Console, desk: ReportDesk, signed: SignedIn) -> Response:
    response = console.views.partial("_recipients.html", signed, **_list(desk))
    return console.views.with_toast(response, "alerts.saved", signed.language)


def _list(desk: ReportDesk) -> dict[str, Any]:
    return {"recipients": desk.recipients.list(), "languages": LANGUAGES}


def _asked(request: Request, desk: ReportDesk) -> Asked:
    """The view that the address asks for, the last seven days unless it says."""
    figures, given = desk.reports.figures, dict(request.query_params)
    return Asked.of({"window": LAST_WEEK, **given}, figures.now, figures.zone)
