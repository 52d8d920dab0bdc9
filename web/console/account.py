"""What agents choose for themselves: language, title, sound, notifications."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from web.catalogue import LANGUAGES
from web.console.access import AsAgent
from web.console.parts import FromConsole

ACCOUNT_PATH = "/console/account"
MAX_TITLE_CHARS = 60
router = APIRouter(include_in_schema=False)


@router.get(ACCOUNT_PATH)
def show_account(console: FromConsole, signed: AsAgent) -> Response:
    teams = {team.id: team.name for team in console.teams.list()}
    team = teams.get(signed.agent.team_id or 0)
    return console.views.page("account.html", signed, team=team, languages=LANGUAGES)


@router.post(ACCOUNT_PATH)
def save_account(
    request: Request,
    console: FromConsole,
    signed: AsAgent,
    language: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    sound: Annotated[bool, Form()] = False,
    notifications: Annotated[bool, Form()] = False,
) -> Response:
    chosen = {
        "language": language if language in LANGUAGES else signed.language,
        "title": " ".join(title.split())[:MAX_TITLE_CHARS],
        "sound": sound,
        "notifications": notifications,
    }
    console.agents.save_preferences(signed.agent.id, {**signed.agent.preferences, **chosen})
    if chosen["language"] != signed.language:
        return console.views.redirect(request, ACCOUNT_PATH)
    return console.views.toast("account.saved", signed.language)
