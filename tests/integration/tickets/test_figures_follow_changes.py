"""Every change that moves a figure is noted with it, and counted by who comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.integration.tickets.conftest import SteppedClock
from tickets.chat_links import ChatLinks
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.errors import InvalidValue
from tickets.kpis import behind
from tickets.kpis.definitions import (
    AGENT_RESPONSE,
    ALL,
    ARTICLES,
    AUTOMATIC_RESOLUTION,
    COMPLAINT_PRECISION,
    ESCALATION,
    FUNNEL,
    MET,
    SPEND,
    VOLUME,
)
from tickets.kpis.figures import Figures
from tickets.kpis.results import Stage
from tickets.kpis.rollup import Rollup
from tickets.kpis.schema import FigureChangeRow
from tickets.kpis.views import View, Window
from tickets.mentions import Mentions, NewMention
from tickets.opening_hours import OpeningHours
from tickets.schema import TicketRow
from tickets.service import TicketService
from tickets.spending import Spending
from tickets.views import TicketView
from tickets.vocabulary import Author, Channel, CorrectionField, EscalationReason
from tickets.x_schema import MentionRow, PostReplyRow
from tickets.x_vocabulary import MentionSource, ReplyState, SpendKind

HOURS = OpeningHours.parse("")
Opened = Callable[..., TicketView]


@pytest.fixture
def rollup(database: Database, clock: SteppedClock) -> Rollup:
    return Rollup(database, HOURS, clock)


@pytest.fixture
def figures(database: Database, clock: SteppedClock) -> Figures:
    return Figures(database, HOURS, clock)


@pytest.fixture
def view(clock: SteppedClock) -> View:
    return View(Window.last_days(28, clock(), HOURS.zone))


class Afternoon:
    """One ticket, one mention with its reply and link, one chat: all counted once."""

    def __init__(self, database: Database, clock: SteppedClock, cast: Cast) -> None:
        self.database, self.clock, self.cast = database, clock, cast
        self.conversations = Conversations(database, clock)
        self.service = TicketService(database, clock)
        self.desk = Desk(database, clock)
        self.links = ChatLinks(database, clock=clock)
        self.conversation_id = self.conversations.start(Channel.x)[0].id
        self.reference = self.service.open(self.conversation_id, problem="La TV saccade").reference
        self.service.propose(self.reference, "tv", "TV")
        self.desk.take(
            self.service.open(self.conversation_id, problem="Autre").reference, cast.diane.id
        )
        self.mention_id = self.post("7")
        self.token = self._reply()

    def post(self, post_id: str) -> int:
        post = NewMention(
            post_id=post_id,
            edit_ids=(post_id,),
            thread_id=post_id,
            author_id="a",
            author_handle=None,
            text="panne",
            language="fr",
            reply_settings="everyone",
            names_us=True,
            created_at=self.clock() - timedelta(days=2),
            source=MentionSource.poll,
        )
        Mentions(self.database, self.clock).store([post])
        with self.database.reading() as session:
            return session.scalars(select(MentionRow.id).filter_by(post_id=post_id)).one()

    def _reply(self) -> str:
        now = self.clock()
        with self.database.session() as session:
            mention = session.get_one(MentionRow, self.mention_id)
            link_id, token = self.links.make(session, mention)
            session.add(
                PostReplyRow(
                    mention_id=mention.id, interaction_key="k", text="", link_id=link_id,
                    state=ReplyState.pending, created_at=now, next_try_at=now,
                )
            )  # fmt: skip
        return token

    def send(self) -> None:
        with self.database.session() as session:
            reply = session.scalars(select(PostReplyRow)).one()
            reply.state, reply.sent_at = ReplyState.sent, self.clock()

    def click(self) -> None:
        self.links.open(self.token, self.conversation_id, has_consent=False)

    def change(self, table: type[TicketRow | MentionRow], **values: object) -> None:
        with self.database.session() as session:
            row = session.scalars(select(table).order_by(table.id)).first()
            for name, value in values.items():
                setattr(row, name, value)


CHANGES: dict[str, Callable[[Afternoon], object]] = {
    "a ticket is opened": lambda a: a.service.open(a.conversation_id, problem="Plus de réseau"),
    "a solution is refused": lambda a: a.service.refuse(a.reference),
    "a ticket is solved": lambda a: a.service.resolve_by_bot(a.reference),
    "a ticket is reopened": lambda a: a.service.reopen(a.reference),
    "a rating is changed": lambda a: a.change(TicketRow, rating=2),
    "a deadline is moved": lambda a: a.change(TicketRow, resolution_due_at=a.clock()),
    "a theme is corrected": lambda a: a.desk.correct(
        a.reference, CorrectionField.theme, "tv", a.cast.diane.id
    ),
    "an agent speaks": lambda a: a.conversations.append(a.conversation_id, Author.agent, "oui"),
    "a post comes": lambda a: a.post("8"),
    "a post is judged": lambda a: a.change(MentionRow, complaint=True, judged_at=a.clock()),
    "a judgement is corrected": lambda a: a.change(MentionRow, corrected_complaint=False),
    "a reply is sent": lambda a: a.send(),
    "a link is clicked": lambda a: a.click(),
    "X is paid": lambda a: Spending(a.database, a.clock).note(SpendKind.post, 1),
}


def test_every_change_that_moves_a_figure_is_noted(
    database: Database, clock: SteppedClock, cast: Cast, rollup: Rollup, figures: Figures
) -> None:
    afternoon = Afternoon(database, clock, cast)
    rollup.refresh()
    noted = {}

    for name, change in CHANGES.items():
        change(afternoon)
        noted[name] = figures.freshness().is_behind
        rollup.refresh()

    assert noted == dict.fromkeys(CHANGES, True)
    assert not figures.freshness().is_behind


def test_a_customer_who_speaks_makes_a_chat_of_an_opened_page(
    database: Database,
    clock: SteppedClock,
    cast: Cast,
    rollup: Rollup,
    figures: Figures,
    view: View,
) -> None:
    afternoon = Afternoon(database, clock, cast)
    afternoon.click()
    rollup.refresh()
    before = figures.funnel(view)

    afternoon.conversations.append(afternoon.conversation_id, Author.customer, "bonjour")
    rollup.refresh()

    after = figures.funnel(view)
    assert before is not None
    assert after is not None
    assert (before.chats, after.chats) == (0, 1)


def test_a_request_that_is_answered_is_in_the_funnel_and_no_stage_rises(
    database: Database,
    clock: SteppedClock,
    cast: Cast,
    rollup: Rollup,
    figures: Figures,
    view: View,
) -> None:
    afternoon = Afternoon(database, clock, cast)
    afternoon.send()
    afternoon.change(MentionRow, complaint=False, respond=True, judged_at=clock())
    rollup.refresh()

    stages = {stage.name: stage for stage in figures.stages(view)}

    assert stages["worth_answer"] == Stage("worth_answer", complaints=0, requests=1)
    assert stages["replies"] == Stage("replies", complaints=0, requests=1)
    assert stages["clicks"].posts == 0
    page = figures.tickets_behind(view, FUNNEL, "replies.requests")
    assert [one.mention_id for one in page.items] == [afternoon.mention_id]


def test_precision_has_no_figure_before_a_person_looked_at_a_complaint(
    database: Database,
    clock: SteppedClock,
    cast: Cast,
    rollup: Rollup,
    figures: Figures,
    view: View,
) -> None:
    afternoon = Afternoon(database, clock, cast)
    afternoon.change(MentionRow, complaint=True, judged_at=clock())
    rollup.refresh()
    [before] = figures.measure(view, [COMPLAINT_PRECISION])

    Mentions(database, clock).correct(afternoon.mention_id, cast.charlie.id, complaint=True)
    rollup.refresh()

    [after] = figures.measure(view, [COMPLAINT_PRECISION])
    assert (before.value, before.companion) == (None, 0.0)
    assert (after.value, after.companion) == (1.0, 1.0)


def test_what_moves_no_figure_is_not_counted_again(
    database: Database, clock: SteppedClock, cast: Cast, rollup: Rollup
) -> None:
    afternoon = Afternoon(database, clock, cast)
    rollup.refresh()

    Mentions(database, clock).seen([afternoon.mention_id])
    afternoon.conversations.append(afternoon.conversation_id, Author.system, "note")

    assert rollup.refresh() == 0


def test_a_ticket_reopened_within_72_hours_changes_the_day_it_was_opened(
    service: TicketService,
    open_ticket: Opened,
    clock: SteppedClock,
    rollup: Rollup,
    figures: Figures,
    view: View,
) -> None:
    reference = open_ticket().reference
    service.resolve_by_bot(reference)
    rollup.refresh()
    [before] = figures.measure(view, [AUTOMATIC_RESOLUTION])
    clock.advance(hours=71)

    service.reopen(reference)
    rollup.refresh()

    [after] = figures.measure(view, [AUTOMATIC_RESOLUTION])
    assert (before.value, after.value) == (1.0, 0.0)
    assert [point.value for point in after.points if point.sample] == [0.0]


def test_no_data_is_none_and_never_nought(figures: Figures, rollup: Rollup, view: View) -> None:
    rollup.refresh()

    measured = figures.measure(view)

    assert {figure.value for figure in measured} == {None}
    assert {figure.companion for figure in measured} == {None}
    assert {point.value for figure in measured for point in figure.points} == {None}
    assert figures.funnel(view) is None
    assert figures.stages(view) == []
    assert figures.spend(view).dollars is None


def test_other_opening_hours_make_other_figures(
    database: Database,
    service: TicketService,
    open_ticket: Opened,
    clock: SteppedClock,
    view: View,
) -> None:
    service.escalate(open_ticket().reference, EscalationReason.grave)
    always, never_now = HOURS, OpeningHours.parse("sun 09:00-10:00")
    Rollup(database, always, clock).refresh()
    [before] = Figures(database, always, clock).measure(view, [AGENT_RESPONSE])

    Rollup(database, never_now, clock).refresh()

    [after] = Figures(database, never_now, clock).measure(view, [AGENT_RESPONSE])
    assert (before.companion, after.companion) == (0.0, None)


def test_two_processes_count_each_change_once(
    database: Database, service: TicketService, conversations: Conversations, clock: SteppedClock
) -> None:
    for number in range(30):
        conversation_id = conversations.start(Channel.web)[0].id
        service.open(conversation_id, problem=f"Panne {number}")
        clock.advance(hours=1)

    threads = [Thread(target=Rollup(database, HOURS, clock).refresh) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Rollup(database, HOURS, clock).refresh()

    figures = Figures(database, HOURS, clock)
    [figure] = figures.measure(View(Window.last_days(7, clock(), HOURS.zone)), [ESCALATION])
    assert figure.sample == 30
    with database.reading() as session:
        assert session.scalars(select(FigureChangeRow)).all() == []


def test_pages_behind_a_figure_hold_each_ticket_once_the_latest_first(
    service: TicketService,
    conversations: Conversations,
    clock: SteppedClock,
    rollup: Rollup,
    figures: Figures,
) -> None:
    opened = []
    for number in range(7):
        conversation_id = conversations.start(Channel.web)[0].id
        opened.append(service.open(conversation_id, problem=f"Panne {number}").reference)
        clock.advance(hours=9)
    rollup.refresh()
    view = View(Window.last_days(7, clock(), HOURS.zone))

    pages = [figures.tickets_behind(view, VOLUME, page=page, rows=3) for page in (1, 2, 3, 4)]

    assert {page.total for page in pages} == {7}
    assert [len(page.items) for page in pages] == [3, 3, 1, 0]
    shown = [item.reference for page in pages for item in page.items]
    assert shown == opened[::-1]


def test_a_late_page_of_a_long_day_is_found_by_its_hours(
    service: TicketService,
    conversation_id: str,
    clock: SteppedClock,
    rollup: Rollup,
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(behind, "FIRST_LOOK", 2)
    opened = []
    for number in range(12):
        opened.append(service.open(conversation_id, problem=f"Panne {number}").reference)
        clock.advance(minutes=25)
    rollup.refresh()
    view = View(Window.last_days(7, clock(), HOURS.zone))

    page = figures.tickets_behind(view, VOLUME, page=4, rows=3)

    assert [item.reference for item in page.items] == opened[2::-1]


def test_articles_and_attempts_open_their_tickets(
    service: TicketService, open_ticket: Opened, rollup: Rollup, figures: Figures, view: View
) -> None:
    reference = open_ticket().reference
    service.propose(reference, "box", "Box")
    service.refuse(reference)
    service.propose(reference, "wifi", "Wi-Fi")
    service.resolve_by_bot(reference)
    rollup.refresh()

    by_article = {one.article_id: one for one in figures.articles(view)}
    refused = figures.tickets_behind(view, ARTICLES, "box")
    solved = figures.tickets_behind(view, AUTOMATIC_RESOLUTION, "attempts.2")

    assert (by_article["box"].refused, by_article["wifi"].solved) == (1, 1)
    assert [count.attempts for count in figures.attempts_to_resolution(view)] == [2]
    assert [item.reference for item in refused.items] == [reference]
    assert [item.reference for item in solved.items] == [reference]


@pytest.mark.parametrize(
    ("kpi", "part", "page"),
    [(ESCALATION, "nonsense", 1), (SPEND, ALL.key, 1), (ESCALATION, MET, 0)],
)
def test_a_part_or_page_that_there_is_not_is_refused(
    figures: Figures, view: View, kpi: object, part: str, page: int
) -> None:
    with pytest.raises(InvalidValue):
        figures.tickets_behind(view, kpi, part, page)  # type: ignore[arg-type]
