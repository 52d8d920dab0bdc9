"""A report on paper: the only file that knows typst.

Every word goes in as data and is set as it is: none is read as typst's markup. Fonts are those that
typst brings; it reads no file and no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import typst

from tickets.kpis.views import View
from web.report.contents import Report

TEMPLATE = Path(__file__).with_name("report.typ")
ACCESSIBLE: Final = "ua-1"


class DocumentError(Exception):
    """The report could not be set; the template is wrong, or typst is."""


def file_name(view: View) -> str:
    """A name that sorts by its days."""
    window = view.window
    return f"report-{window.first_day}-{window.last_local_day}.pdf"


def pdf_of(report: Report, labels: Mapping[str, str]) -> bytes:
    """The report as a tagged PDF on A4."""
    contents = json.dumps({**asdict(report), "labels": dict(labels)}, ensure_ascii=False)
    try:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"report": contents},
            pdf_standards=ACCESSIBLE,
        )
    except typst.TypstError as error:
        raise DocumentError(f"the report could not be set: {error.message}") from error
    if not isinstance(made, bytes):
        raise DocumentError("the report came out as several files")
    return made
