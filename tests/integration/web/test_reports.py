"""The report as a page, as PDF and by mail, over a real database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.fakes.agent_browser import AgentBrowser, employ
from tests.fakes.chat_product import ChatProduct, chat_product
from tests.fakes.weeks_of_work import WeeksOfWork
from tickets.kpis.rollup import Rollup
from tickets.kpis.views import View
from tickets.report_recipients import ReportRecipients
from web.catalogue import Catalogue
from web.config import ALWAYS
from web.notifications.errors import SendError
from web.notifications.letters import Letters
from web.notifications.weekly import WeeklyReports
from web.report.__main__ import main
from web.report.contents import ArticleRow, Report, Reports
from web.report.document import pdf_of

PLACE = "/console/report"
CATALOGUE = Catalogue.load("Exemple Télécom")
NO_DATA = {"from": "2020-01-01", "to": "2020-01-07"}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatProduct]:
    with chat_product(tmp_path_factory.mktemp("reports")) as product:
        yield product


@pytest.fixture(scope="module")
def staff(product: ChatProduct) -> dict[str, int]:
    """Bob supervises; charlie and sofia worked for five days."""
    staff = employ(product.database)
    workers = [staff["charlie"], staff["sofia"]]
    WeeksOfWork(product.database, workers, datetime.now(UTC)).run(days=5, stories_a_day=6)
    Rollup(product.database, ALWAYS).refresh(longest_seconds=60)
    return staff


@pytest.fixture(scope="module")
def bob(product: ChatProduct, staff: dict[str, int]) -> Iterator[AgentBrowser]:
    browser = AgentBrowser(product.url)
    assert browser.sign_in("bob").status_code == 303
    yield browser
    browser.close()


@pytest.fixture
def reports(product: ChatProduct, staff: dict[str, int]) -> Reports:
    return Reports.over(product.database, ALWAYS, CATALOGUE)


@pytest.fixture
def week(reports: Reports) -> View:
    return View.parse({"window": "7d"}, reports.figures.now, reports.figures.zone)


def words_of(pdf: bytes) -> str:
    """What a reader of the PDF reads, each blank as one."""
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_page_and_the_pdf_say_the_same_figures(
    reports: Reports, week: View, bob: AgentBrowser
) -> None:
    report = reports.of(week, "fr")
    page = re.sub(r"\s+", " ", bob.get(PLACE, window="7d").text)
    paper = words_of(bob.get(PLACE + ".pdf", window="7d").content)

    values = [re.sub(r"\s+", " ", row.value) for row in report.rows if row.value]
    assert len(values) >= 8
    assert [value for value in values if value not in page] == []
    assert [value for value in values if value not in paper] == []
    assert all(bar.label in page and bar.label in paper for bar in report.funnel)


@pytest.mark.parametrize(("language", "said"), [("fr", "Indicateurs"), ("en", "Figures")])
def test_it_is_written_in_french_and_in_english(
    reports: Reports, week: View, language: str, said: str
) -> None:
    chosen = "en" if language == "en" else "fr"

    paper = words_of(pdf_of(reports.of(week, chosen), reports.labels(chosen)))

    assert said in paper
    assert "{" not in paper


def test_without_data_every_figure_says_so_and_none_is_0(bob: AgentBrowser) -> None:
    page = bob.get(PLACE, **NO_DATA).text
    paper = words_of(bob.get(PLACE + ".pdf", **NO_DATA).content)

    assert page.count("Aucune donnée dans cette période") >= 15
    assert "Il manque des données" in page
    assert "Il manque des données" in paper
    assert "Aucune donnée" in paper
    assert not re.search(r"\b0 ?%", paper)


def test_a_window_without_tickets_is_nothing_to_compare_with(reports: Reports) -> None:
    month = View.parse({"window": "30d"}, reports.figures.now, reports.figures.zone)

    report = reports.of(month, "fr")

    assert report.tickets
    assert report.changes == ()


def test_words_are_set_as_they_are_whatever_markup_they_hold(reports: Reports, week: View) -> None:
    trick = '#read("/etc/passwd") *gras* $x^2$ <b>'
    row = ArticleRow(trick, "1", "0", "1", "0 %")
    report: Report = replace(reports.of(week, "fr"), articles=(row,), changes=(trick,))

    paper = words_of(pdf_of(report, reports.labels("fr")))

    assert paper.count(trick) == 2


def test_agents_get_no_report(product: ChatProduct, bob: AgentBrowser) -> None:
    charlie = AgentBrowser(product.url)
    charlie.sign_in("charlie")

    refusals = [charlie.get(PLACE + path).status_code for path in ("", ".pdf")]
    added = charlie.post(PLACE + "/recipients", {"address": "a@example.org", "language": "fr"})
    charlie.close()

    assert (refusals, added.status_code) == ([403, 403], 403)


def test_a_supervisor_keeps_the_list_of_readers(product: ChatProduct, bob: AgentBrowser) -> None:
    form = {"address": "chef@example.org", "language": "en"}
    recipients = ReportRecipients(product.database)

    added = bob.post(PLACE + "/recipients", form)
    again = bob.post(PLACE + "/recipients", form)
    (recipient,) = recipients.list()
    removed = bob.post(f"{PLACE}/recipients/{recipient.id}/remove")

    assert "chef@example.org" in added.text
    assert again.status_code == 422
    assert "chef@example.org" not in removed.text
    assert recipients.list() == []


def test_the_mail_brings_last_week_as_pdf_to_who_is_still_on_the_list(
    product: ChatProduct, reports: Reports, staff: dict[str, int]
) -> None:
    recipients = ReportRecipients(product.database)
    reader = recipients.add("lectrice@example.org", "en", by=staff["bob"])
    today = datetime.now(UTC).date()
    days = {"from": str(today - timedelta(days=6)), "to": str(today), "language": "en"}
    weekly = WeeklyReports(reports, recipients)

    letter = Letters(CATALOGUE, product.url).to_readers(weekly.of(reader.address, days))
    recipients.remove(reader.id, by=staff["bob"])
    with pytest.raises(SendError) as refusal:
        weekly.of(reader.address, days)

    assert letter.subject.startswith("Customer care report, ")
    assert letter.attachment is not None
    assert letter.attachment.content.startswith(b"%PDF-")
    assert letter.attachment.name == f"report-{days['from']}-{days['to']}.pdf"
    assert f"{product.url}/console/report?from={days['from']}" in letter.text
    assert refusal.value.is_permanent


def test_a_command_writes_the_pdf_without_a_running_product(
    product: ChatProduct,
    staff: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", product.config.database_url)
    out = tmp_path / "report.pdf"
    today = str(datetime.now(UTC).date())

    written = main(["--out", str(out), "--since", today, "--theme", "tv", "--language", "en"])
    refused = main(["--out", str(out), "--since", "hier"])

    assert (written, refused) == (0, 1)
    assert "TV" in words_of(out.read_bytes())
    assert capsys.readouterr().err.startswith("from: should be a day such as")
