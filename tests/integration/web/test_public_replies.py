"""The page of public replies: who approves what, who steers, and what is refused to whom."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from collector.wordings import read_wordings
from tests.fakes.agent_browser import AgentBrowser
from tests.fakes.chat_product import ChatProduct
from tickets.claims import Claims
from tickets.collector_settings import CollectorControls
from tickets.judging import Decision, Judgement, Judging
from tickets.mentions import Mentions, NewMention
from tickets.replies import Replies
from tickets.spending import Spending
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Theme, Tone
from tickets.x_vocabulary import CollectorMode, MentionSource, ReplyState, SpendKind

PLACE = "/console/replies"
SETTINGS = {
    "mode": "approval",
    "per_author_per_day": "2",
    "per_hour": "9",
    "per_day": "50",
    "dollars_per_day": "5",
    "quiet_from": "23:00",
    "quiet_to": "07:00",
}
AT_ALL_HOURS = {"quiet_from": "00:00", "quiet_to": "00:00"}
NOW = datetime.now(ZoneInfo("Europe/Paris"))
QUIET = {
    "quiet_from": f"{NOW - timedelta(hours=1):%H:%M}",
    "quiet_to": f"{NOW + timedelta(hours=12):%H:%M}",
}
Visit = Callable[[str], AgentBrowser]


def open_chapter(page: str) -> str:
    [title] = re.findall(r"<details[^>]* open>\s*<summary><b>([^<]+)</b>", page)
    return title


@pytest.fixture
def replies(product: ChatProduct) -> Replies:
    """One reply waits for an approval."""
    ReplyTemplates(product.database).take_in(read_wordings())
    mention = NewMention(
        post_id="1990000000000000007",
        edit_ids=(),
        thread_id="1990000000000000007",
        author_id="42",
        author_handle="alice_m",
        text="@FreeAide ma box <i>est</i> en panne",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=datetime.now(UTC),
        source=MentionSource.poll,
    )
    Mentions(product.database).store([mention])
    judgement = Judgement(True, Theme.internet_fixe, Tone.calm, True, {"scores": {}})
    [claimed] = Claims(product.database).take("a judge", limit=1)
    decision = Decision("reply", CollectorMode.approval)
    Judging(product.database).record(claimed.id, "a judge", judgement, lambda _: decision)
    return Replies(product.database)


def test_an_agent_reads_the_post_and_approves_in_other_words(
    replies: Replies, visit: Visit
) -> None:
    charlie = visit("charlie")

    page = charlie.get(PLACE)
    charlie.post(f"{PLACE}/1/approve", {"text": "Bonjour, voyons cela ici : {link}"})

    assert "ma box &lt;i&gt;est&lt;/i&gt; en panne" in page.text
    [reply] = replies.due()
    assert reply.text == "Bonjour, voyons cela ici : {link}"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({}, "Approuvée : elle part dans quelques secondes."),
        (QUIET, f"Approuvée. Elle attend : heures de silence jusqu'à {QUIET['quiet_to']}."),
        ({"per_hour": "0"}, "Approuvée. Elle attend : assez de réponses pour cette heure."),
        ({"dollars_per_day": "0"}, "Approuvée. Elle attend : budget du jour dépensé."),
        ({"mode": "dry_run"}, "Approuvée. Elle attend : mode d'essai."),
    ],
)
def test_who_approves_is_told_when_it_leaves_or_what_keeps_it_back(
    replies: Replies, visit: Visit, setting: dict[str, str], told: str
) -> None:
    visit("bob").post(f"{PLACE}/settings", SETTINGS | AT_ALL_HOURS | setting)

    answer = visit("charlie").post(f"{PLACE}/1/approve", {"text": "Voyons cela : {link}"})

    assert json.loads(answer.headers["hx-trigger"])["toast"]["text"] == told


def test_what_keeps_an_approved_reply_back_stands_beside_it(replies: Replies, visit: Visit) -> None:
    charlie = visit("charlie")

    charlie.post(f"{PLACE}/1/approve", {"text": "Voyons cela : {link}"})
    charlie.post(f"{PLACE}/stop")

    assert "en attente d&#39;envoi</span> arrêt d&#39;urgence" in charlie.get(PLACE).text


def test_how_many_replies_wait_for_a_decision_is_told_there_and_on_every_page(
    replies: Replies, visit: Visit
) -> None:
    charlie = visit("charlie")
    waiting = [charlie.get(f"{PLACE}/waiting").json()]
    page = charlie.get(PLACE).text

    charlie.post(f"{PLACE}/1/refuse")

    waiting.append(charlie.get(f"{PLACE}/waiting").json())
    assert waiting == [{"count": 1}, {"count": 0}]
    assert "1 réponse à décider" in page
    assert "à décider" not in charlie.get(PLACE).text
    assert 'id="replies-count"' in charlie.get("/console/account").text


def test_a_refused_reply_never_leaves_and_cannot_be_approved_after(
    replies: Replies, visit: Visit
) -> None:
    charlie = visit("charlie")

    charlie.post(f"{PLACE}/1/refuse")
    late = charlie.post(f"{PLACE}/1/approve", {"text": "trop tard"})

    assert late.status_code == 422
    assert [reply.state for reply in replies.recent()] == [ReplyState.rejected]


def test_a_text_that_x_would_not_take_is_refused(replies: Replies, visit: Visit) -> None:
    answer = visit("charlie").post(f"{PLACE}/1/approve", {"text": "x" * 281})

    assert answer.status_code == 422
    assert len(replies.pending()) == 1


def test_any_agent_pulls_the_kill_switch_and_a_supervisor_releases_it(
    product: ChatProduct, visit: Visit
) -> None:
    controls = CollectorControls(product.database)

    visit("charlie").post(f"{PLACE}/stop")
    stopped = controls.read().is_stopped
    refused = visit("charlie").post(f"{PLACE}/go-on").status_code
    visit("bob").post(f"{PLACE}/go-on")

    assert (stopped, refused, controls.read().is_stopped) == (True, 403, False)


def test_a_supervisor_sets_mode_caps_and_hours(product: ChatProduct, visit: Visit) -> None:
    visit("bob").post(f"{PLACE}/settings", SETTINGS)

    settings = CollectorControls(product.database).read()
    assert (settings.mode, settings.per_hour, settings.quiet_from) == (
        CollectorMode.approval,
        9,
        "23:00",
    )


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/settings", SETTINGS | {"mode": "automatic"}),
        ("/wordings/approve", {"wording": "1"}),
        ("/wordings/1/withdraw", {}),
        ("/links/1/revoke", {}),
    ],
)
def test_an_agent_does_not_steer(
    product: ChatProduct, replies: Replies, visit: Visit, path: str, form: dict[str, str]
) -> None:
    refused = visit("charlie").post(PLACE + path, form)

    assert refused.status_code == 403
    assert CollectorControls(product.database).read().mode is CollectorMode.dry_run


def test_what_was_spent_is_told_as_people_write_it(
    product: ChatProduct, replies: Replies, visit: Visit
) -> None:
    Spending(product.database).note(SpendKind.post_with_link, 7)

    assert "1,40\u202f$" in visit("charlie").get(PLACE).text


@pytest.mark.parametrize(("field", "value"), [("quiet_from", "25:00"), ("dollars_per_day", "-1")])
def test_a_setting_that_makes_no_sense_is_refused(
    product: ChatProduct, visit: Visit, field: str, value: str
) -> None:
    answer = visit("bob").post(f"{PLACE}/settings", SETTINGS | {field: value})

    assert answer.status_code == 422
    assert CollectorControls(product.database).read().mode is CollectorMode.dry_run


def test_a_supervisor_approves_what_was_left_ticked_and_the_next_theme_opens(
    product: ChatProduct, replies: Replies, visit: Visit
) -> None:
    bob = visit("bob")
    wordings = ReplyTemplates(product.database).list()
    chosen = [one.id for one in wordings if one.theme is Theme.internet_fixe][:-1]

    page = bob.get(f"{PLACE}/wordings").text
    left_one = bob.post(f"{PLACE}/wordings/approve", {"wording": chosen}).text
    last = [one.id for one in wordings if one.theme is Theme.internet_fixe][-1:]
    after = bob.post(f"{PLACE}/wordings/approve", {"wording": last}).text

    approved = [one.id for one in ReplyTemplates(product.database).list() if one.is_approved]
    assert sorted(approved) == sorted(chosen + last)
    assert (open_chapter(page), open_chapter(left_one)) == ("Internet fixe", "Internet fixe")
    assert open_chapter(after) == "Réseau mobile"


def test_a_withdrawn_wording_is_to_be_approved_again(
    product: ChatProduct, replies: Replies, visit: Visit
) -> None:
    templates = ReplyTemplates(product.database)
    bob = visit("bob")
    bob.post(f"{PLACE}/wordings/approve", {"wording": [1, 2]})

    bob.post(f"{PLACE}/wordings/1/withdraw")

    assert [one.id for one in templates.list() if one.is_approved] == [2]


def test_nothing_ticked_approves_nothing(replies: Replies, visit: Visit) -> None:
    answer = visit("bob").post(f"{PLACE}/wordings/approve")

    assert answer.status_code == 200
    assert "120 textes, 120 à approuver" in answer.text


def test_in_automatic_mode_the_subjects_without_an_approved_wording_are_told(
    product: ChatProduct, replies: Replies, visit: Visit
) -> None:
    bob = visit("bob")
    bob.post(f"{PLACE}/wordings/approve", {"wording": [1]})
    before = bob.get(PLACE).text

    after = bob.post(f"{PLACE}/settings", SETTINGS | {"mode": "automatic"}).text

    assert "restent sans réponse" not in before
    [told] = re.findall(r"restent sans réponse : (.*)\.", after)
    assert "Facturation" in told
    assert "Internet fixe" not in told


def test_a_correction_is_kept_beside_the_machines_judgement(
    product: ChatProduct, replies: Replies, visit: Visit
) -> None:
    visit("charlie").post(f"{PLACE}/mentions/1", {"theme": "tv", "tone": "calm"})

    mention = Mentions(product.database).get(1)
    assert (mention.theme, mention.complaint) == (Theme.tv, False)
