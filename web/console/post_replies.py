"""/console/replies: public replies to approve, doubts to settle, and the switches of the collector.

Any agent approves, refuses and pulls the kill switch; supervisors choose mode and caps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from collector.policy import Hold, hold
from tickets.chat_links import ChatLinks
from tickets.collector_marks import LAST_LOOK, CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.kpis.definitions import Unit
from tickets.mentions import Mentions
from tickets.replies import MAX_CHARS, Replies
from tickets.spending import MICROS_PER_DOLLAR
from tickets.templates import ReplyTemplates
from tickets.vocabulary import Role, Theme, Tone
from tickets.x_views import LINK
from tickets.x_vocabulary import CollectorMode, ReplyState
from web.console.access import AsAgent, AsSupervisor, SignedIn
from web.console.numbers import spoken_value
from web.console.parts import Console, FromConsole

PLACE = "/console/replies"
SHORTCUTS = [
    ("a", "post.key_approve"),
    ("e", "post.key_edit"),
    ("Ctrl Enter", "post.key_send"),
    ("Esc", "post.key_leave"),
    ("r", "post.key_refuse"),
]
router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
Number = Annotated[int, Form()]
Flag = Annotated[bool, Form()]


@dataclass(frozen=True)
class Room:
    """The services behind the page."""

    replies: Replies
    mentions: Mentions
    controls: CollectorControls
    templates: ReplyTemplates
    marks: CollectorMarks

    @classmethod
    def of(cls, console: Console) -> Room:
        database, clock = console.database, console.clock
        return cls(
            Replies(database, clock),
            Mentions(database, clock),
            CollectorControls(database, clock),
            ReplyTemplates(database, clock),
            CollectorMarks(database, clock),
        )


@router.get(PLACE)
def show(console: FromConsole, signed: AsAgent) -> Response:
    context = _context(console, signed)
    return console.views.page("post_replies.html", signed, shortcuts=SHORTCUTS, **context)


@router.get(PLACE + "/waiting")
def count_waiting(console: FromConsole, signed: AsAgent) -> Response:
    """For the rail, on every page."""
    count = Room.of(console).replies.to_decide()
    return JSONResponse({"count": count}, headers={"cache-control": "no-store"})


@router.get(PLACE + "/part")
def show_part(console: FromConsole, signed: AsAgent) -> Response:
    return console.views.partial("_post_replies.html", signed, **_context(console, signed))


@router.post(PLACE + "/{reply_id:int}/approve")
def approve(console: FromConsole, signed: AsAgent, reply_id: int, text: Text) -> Response:
    room = Room.of(console)
    room.replies.approve(reply_id, signed.agent.id, text)
    held = _hold(console, room)(has_link=LINK in text, is_approved_by_person=True)
    if held is None:
        return _told(console, signed, "post.approved")
    until = room.controls.read().quiet_to
    why = console.views.text(f"post.hold_{held}", signed.language, until=until)
    return _told(console, signed, "post.approved_held", why=why)


@router.post(PLACE + "/{reply_id:int}/refuse")
def refuse(console: FromConsole, signed: AsAgent, reply_id: int) -> Response:
    Room.of(console).replies.refuse(reply_id, signed.agent.id)
    return _told(console, signed, "post.refused")


@router.post(PLACE + "/{reply_id:int}/settle")
def settle(console: FromConsole, signed: AsAgent, reply_id: int, was_sent: Flag) -> Response:
    Room.of(console).replies.settle(reply_id, signed.agent.id, was_sent=was_sent)
    return _told(console, signed, "post.settled")


@router.post(PLACE + "/links/{link_id}/revoke")
def revoke(console: FromConsole, signed: AsSupervisor, link_id: int) -> Response:
    ChatLinks(console.database, clock=console.clock).revoke(link_id)
    return _told(console, signed, "post.revoked")


@router.post(PLACE + "/mentions/{mention_id}")
def correct(
    console: FromConsole,
    signed: AsAgent,
    mention_id: int,
    theme: Annotated[Theme, Form()],
    tone: Annotated[Tone, Form()],
    complaint: Flag = False,
) -> Response:
    Room.of(console).mentions.correct(
        mention_id, signed.agent.id, complaint=complaint, theme=theme, tone=tone
    )
    return _told(console, signed, "post.corrected")


@router.post(PLACE + "/stop")
def stop(console: FromConsole, signed: AsAgent) -> Response:
    Room.of(console).controls.stop(signed.agent.id)
    return _told(console, signed, "post.stopped")


@router.post(PLACE + "/go-on")
def go_on(console: FromConsole, signed: AsSupervisor) -> Response:
    Room.of(console).controls.change(signed.agent.id, is_stopped=False)
    return _told(console, signed, "post.going_on")


@router.post(PLACE + "/settings")
def change_settings(
    console: FromConsole,
    signed: AsSupervisor,
    mode: Annotated[CollectorMode, Form()],
    per_author_per_day: Number,
    per_hour: Number,
    per_day: Number,
    dollars_per_day: Number,
    quiet_from: Text,
    quiet_to: Text,
) -> Response:
    Room.of(console).controls.change(
        signed.agent.id,
        mode=mode,
        per_author_per_day=per_author_per_day,
        per_hour=per_hour,
        per_day=per_day,
        dollars_per_day=dollars_per_day,
        quiet_from=quiet_from,
        quiet_to=quiet_to,
    )
    return _told(console, signed, "post.saved")


def _told(console: Console, signed: SignedIn, key: str, why: str = "") -> Response:
    part = console.views.partial("_post_replies.html", signed, **_context(console, signed))
    return console.views.with_toast(part, key, signed.language, why=why)


def _context(console: Console, signed: SignedIn) -> dict[str, Any]:
    room = Room.of(console)
    traffic = room.replies.traffic()
    spent = traffic.spent_today_micros / MICROS_PER_DOLLAR
    wordings = room.templates.list()
    spoken = {one.theme for one in wordings if one.is_approved}
    return {
        "pending": room.replies.pending(),
        "unknown": room.replies.unknown(),
        "recent": room.replies.recent(),
        "hold": _hold(console, room),
        "settings": room.controls.read(),
        "traffic": traffic,
        "spent": spoken_value(spent, Unit.dollars, signed.language),
        "last_look_at": room.marks.written_at(LAST_LOOK),
        "to_decide": room.replies.to_decide(),
        "wordings": wordings,
        "unapproved": sum(not one.is_approved for one in wordings),
        "silent": [theme for theme in Theme if theme not in spoken],
        "modes": list(CollectorMode),
        "states": ReplyState,
        "themes": list(Theme),
        "tones": list(Tone),
        "max_chars": MAX_CHARS,
        "may_steer": signed.may(Role.supervisor),
    }


def _hold(console: Console, room: Room) -> Callable[..., Hold | None]:
    """What would keep an approved reply back now, by `has_link` and `is_approved_by_person`."""
    settings, traffic = room.controls.read(), room.replies.traffic()
    return partial(hold, settings, traffic, now=console.clock(), zone=console.zone)
