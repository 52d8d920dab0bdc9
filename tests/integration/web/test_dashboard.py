"""The dashboard over a real database: who may look, and that every figure is what is behind it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.fakes.agent_browser import AgentBrowser, employ
from tests.fakes.chat_product import ChatProduct, MakeProduct, chat_product
from tests.fakes.weeks_of_work import WeeksOfWork
from tickets.drafts import Drafts
from tickets.kpis.definitions import MEASURED, Source
from tickets.kpis.figures import Figures
from tickets.kpis.questions import UnansweredQuestions
from tickets.kpis.results import Figure
from tickets.kpis.rollup import Rollup
from tickets.kpis.views import View
from tickets.vocabulary import Theme
from web.config import ALWAYS
from web.console.kpi_tables import TABLES

PLACE = "/console/kpi"
TOKEN = "un-jeton-assez-long"
PATHS = ("", "/live", "/behind?kpi=volume", "/funnel.csv", "/funnel.json")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatProduct]:
    """Five days with a few stories each; what tests add to them is not looked for by others."""
    with chat_product(tmp_path_factory.mktemp("dashboard"), kpi_token=TOKEN) as product:
        yield product


@pytest.fixture(scope="module")
def bob(product: ChatProduct) -> Iterator[AgentBrowser]:
    """The supervisor's browser; charlie, an agent, and sofia worked."""
    staff = employ(product.database)
    ids = [staff["charlie"], staff["sofia"]]
    WeeksOfWork(product.database, ids, datetime.now(UTC)).run(days=5, stories_a_day=9)
    Rollup(product.database, ALWAYS).refresh(longest_seconds=60)
    with signed_in(product, "bob") as browser:
        yield browser


@contextmanager
def signed_in(product: ChatProduct, login: str) -> Iterator[AgentBrowser]:
    browser = AgentBrowser(product.url)
    assert browser.sign_in(login).status_code == 303
    yield browser
    browser.close()


@pytest.fixture
def figures(product: ChatProduct, bob: AgentBrowser) -> Figures:
    return Figures(product.database, ALWAYS)


@pytest.fixture
def view(figures: Figures) -> View:
    return View.parse({"window": "7d"}, figures.now, figures.zone)


@pytest.fixture
async def api(product: ChatProduct) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as client:
        yield client


def total_of(page: str) -> int:
    found = re.search(r'role="status">\s*([\d\s\u202f]+?)\s*(du|from) ', page)
    return int(re.sub(r"\D", "", found[1])) if found else 0


def test_supervisors_and_admins_look_and_agents_are_told_that_they_may_not(
    product: ChatProduct, bob: AgentBrowser
) -> None:
    with signed_in(product, "charlie") as charlie, signed_in(product, "alice") as alice:
        refusals = [charlie.get(PLACE + path) for path in PATHS]
        page = charlie.get("/console").text
        served = [who.get(PLACE + path).status_code for who in (alice, bob) for path in PATHS]

    assert served == [200] * len(served)
    assert {refusal.status_code for refusal in refusals} == {403}
    assert all('role="alert"' in refusal.text for refusal in refusals)
    assert 'href="/console/kpi"' not in page


def test_without_data_every_figure_says_so_and_none_is_0(bob: AgentBrowser) -> None:
    page = bob.get(PLACE, **{"from": "2020-01-01", "to": "2020-01-07"}).text

    tiles = re.findall(r'<article class="card tile".*?</article>', page, re.DOTALL)
    assert len(tiles) == len(MEASURED)
    assert all("Aucune donnée dans cette période" in tile for tile in tiles)
    assert "tile-value" not in page
    assert "data-chart" not in page


def test_a_wrong_address_is_answered_with_what_is_right_and_the_usual_view(
    bob: AgentBrowser,
) -> None:
    page = bob.get(PLACE, window="bientôt", theme="tv", priority="P9").text

    assert page.count('role="alert"') == 2
    assert "choisissez 24 h" in page
    assert "de P0 à P3" in page
    assert re.search(r'window=30d[^"]*" aria-current="true"', page)
    assert f"{PLACE}?window=24h&amp;theme=tv" in page


def test_filters_stay_in_every_address_of_the_page(bob: AgentBrowser) -> None:
    page = bob.get(PLACE, window="7d", theme="internet_fixe", channel="web").text

    leading_on = re.findall(r'href="(/console/kpi/[^"]+)"', page)
    assert leading_on
    assert all("theme=internet_fixe" in link and "channel=web" in link for link in leading_on)


def test_what_is_behind_a_figure_is_as_much_as_it_says(
    figures: Figures, view: View, bob: AgentBrowser
) -> None:
    query = "&".join(f"{name}={value}" for name, value in view.address().items())

    shown = {
        figure.kpi.key: total_of(bob.get(f"{PLACE}/behind?{query}&kpi={figure.kpi.key}").text)
        for figure in figures.measure(view)
        if figure.kpi.source is not Source.spend
    }

    assert shown == {
        figure.kpi.key: figure.sample
        for figure in figures.measure(view)
        if figure.kpi.source is not Source.spend
    }
    assert all(shown.values())


def test_every_value_of_every_chart_leads_to_as_many_as_it_shows(bob: AgentBrowser) -> None:
    page = bob.get(PLACE, window="7d").text

    cells = re.findall(r'<td><a href="(/console/kpi/behind[^"]+)">([^<]+)</a></td>', page)
    counted = [(link.replace("&amp;", "&"), int(re.sub(r"\D", "", text))) for link, text in cells]

    assert len(counted) > 20
    assert {link: total_of(bob.get(link).text) for link, _ in counted} == dict(counted)


def test_a_ticket_behind_a_figure_is_one_click_away(bob: AgentBrowser) -> None:
    page = bob.get(f"{PLACE}/behind", kpi="escalation", part="missed").text
    posts = bob.get(f"{PLACE}/behind", kpi="public_response").text

    reference = re.search(r'href="(/console/tickets/FM-[^"]+)"', page)
    assert reference
    assert bob.get(reference[1]).status_code == 200
    assert "@exemple" in posts


@pytest.mark.parametrize(
    "query", ["kpi=none", "kpi=escalation&part=none", "kpi=escalation&page=0", "kpi=spend&page=-1"]
)
def test_what_there_is_not_is_refused_kindly(bob: AgentBrowser, query: str) -> None:
    answer = bob.get(f"{PLACE}/behind?{query}")

    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.text


def test_an_open_page_is_sent_only_what_is_new(product: ChatProduct, bob: AgentBrowser) -> None:
    address = f"{PLACE}/live?from=2020-01-01&to=2020-01-07"  # what others add is not in it
    first = bob.get(address)
    tag = {"if-none-match": first.headers["etag"]}
    same = bob.http.get(address, headers=tag)

    questions = UnansweredQuestions(product.database, lambda: datetime(2020, 1, 3, tzinfo=UTC))
    questions.record("Avez-vous le satellite ?")
    changed = bob.http.get(address, headers=tag)

    assert (same.status_code, same.content) == (304, b"")
    assert "Avez-vous le satellite ?" in changed.text
    assert "<html" not in changed.text


@pytest.mark.parametrize("name", TABLES)
def test_every_view_is_a_file_with_a_header_in_the_readers_language(
    figures: Figures, view: View, bob: AgentBrowser, name: str
) -> None:
    french = bob.get(f"{PLACE}/{name}.csv", window="7d")
    english = bob.get(f"{PLACE}/{name}.csv", window="7d", lang="en")
    records = bob.get(f"{PLACE}/{name}.json", window="7d").json()

    table = TABLES[name](figures, view)
    rows = list(csv.reader(io.StringIO(french.text.removeprefix("\ufeff"))))
    assert len(rows) == len(table.rows) + 1 > 1
    assert len(rows[0]) == len(table.columns)
    assert rows[0] != table.columns
    assert english.text.splitlines()[0] != french.text.splitlines()[0]
    assert records["view"] == {"window": "7d"}
    assert [list(row) for row in records["rows"]] == [list(table.columns)] * len(table.rows)
    assert f'filename="{name}.csv"' in french.headers["content-disposition"]


def test_no_file_is_made_of_what_is_no_view(bob: AgentBrowser) -> None:
    assert bob.get(f"{PLACE}/agents.csv").status_code == 404


def test_an_article_is_begun_from_questions_that_none_answered(
    product: ChatProduct, bob: AgentBrowser
) -> None:
    asked = ["Avez-vous le satellite ?", "internet par satellite"]

    answer = bob.post(f"{PLACE}/questions/draft", {"theme": "offre", "question": asked})

    draft = Drafts(product.database).get(int(answer.headers["hx-redirect"].rpartition("/")[2]))
    assert draft.questions == tuple(asked)
    assert draft.theme is Theme.offre


def test_colleagues_are_listed_by_name_and_never_ranked(bob: AgentBrowser) -> None:
    page = bob.get(PLACE, window="7d").text

    table = page[page.index('aria-labelledby="view-workload"') :]
    names = re.findall(r'<th scope="row">([A-Z]\w+ \w+)</th>', table)
    assert names[:2] == ["Charlie Petit", "Sofia Nguyen"]


async def test_programs_read_the_same_figures(
    figures: Figures, view: View, api: httpx.AsyncClient
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}

    answer = await api.get("/api/v1/kpis?window=7d", headers=headers)

    read = {kpi["key"]: kpi for kpi in answer.json()["kpis"]}
    assert {key: value["value"] for key, value in read.items()} == {
        figure.kpi.key: figure.value for figure in figures.measure(view)
    }
    assert all(_says_everything(read[figure.kpi.key], figure) for figure in figures.measure(view))


def _says_everything(read: dict[str, object], figure: Figure) -> bool:
    series = read["series"]
    return (
        isinstance(series, list)
        and len(series) == len(figure.points)
        and read["sample"] == figure.sample
        and read["previous"] == figure.previous
        and read["on_target"] == figure.is_on_target
        and read["unit"] == figure.kpi.unit
    )


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}])
async def test_without_the_token_programs_read_nothing(
    api: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await api.get("/api/v1/kpis", headers=headers)

    assert (answer.status_code, answer.json()["error"]["field"]) == (403, "Authorization")


async def test_without_a_token_set_nobody_reads(make_product: MakeProduct) -> None:
    product = make_product()

    async with httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=30) as http:
        answer = await http.get("/api/v1/kpis", headers={"Authorization": "Bearer None"})

    assert answer.status_code == 403


async def test_programs_are_told_which_part_of_the_address_is_wrong(
    api: httpx.AsyncClient,
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}

    answer = await api.get("/api/v1/kpis?theme=nope", headers=headers)

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "theme")
    assert "internet_fixe" in answer.json()["error"]["message"]


def test_a_window_that_began_before_anything_holds_what_there_is(bob: AgentBrowser) -> None:
    first = (datetime.now(UTC) - timedelta(days=400)).date()

    page = bob.get(PLACE, **{"from": str(first)}).text

    assert 'role="alert"' not in page
    assert "tile-value" in page
