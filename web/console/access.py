"""Who may open what: every route of the console names the role that it needs, here and only here.

A route that takes `AsAgent`, `AsSupervisor` or `AsAdmin` gets who is signed in. Whoever changes
something must bring the form's token as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from tickets.desk_views import AgentView
from tickets.vocabulary import Role
from web.catalogue import Language
from web.console.parts import FromConsole
from web.console.session import brings_csrf, csrf_of, session_token
from web.console.views import language_of

PASSWORD_PATH = "/console/password"  # noqa: S105 - an address
SIGN_OUT_PATH = "/console/sign-out"
_OPEN_BEFORE_CHANGE = {PASSWORD_PATH, SIGN_OUT_PATH}
_READING = {"GET", "HEAD"}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent in one browser; `csrf` is what its forms bring back."""

    agent: AgentView
    token: str
    csrf: str
    language: Language

    def may(self, role: Role) -> bool:
        return self.agent.role.includes(role)


class SignInNeeded(Exception):  # noqa: N818 - an answer to a browser, not a fault of ours
    """Nobody is signed in, or not any more."""


class PasswordChangeNeeded(Exception):  # noqa: N818
    """The password was given by an admin; nothing else is open before it is changed."""


class NotAllowed(Exception):  # noqa: N818
    """The role does not include this."""


class FormExpired(Exception):  # noqa: N818
    """A form without its token: another site sent it, or another session's page."""


async def signed_in(request: Request, console: FromConsole) -> SignedIn:
    token = session_token(request)
    agent = await asyncio.to_thread(console.agents.by_session, token) if token else None
    if token is None or agent is None:
        raise SignInNeeded
    request.state.agent = agent  # refusals, too, are told in the agent's language
    if request.method not in _READING and not await brings_csrf(request, token):
        raise FormExpired
    if agent.must_change_password and request.url.path not in _OPEN_BEFORE_CHANGE:
        raise PasswordChangeNeeded
    return SignedIn(agent, token, csrf_of(token), language_of(request))


def require(role: Role) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    """A dependency that lets through whoever has the role or a higher one."""

    async def allowed(signed: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
        if not signed.may(role):
            raise NotAllowed
        return signed

    return allowed


AsAgent = Annotated[SignedIn, Depends(require(Role.agent))]
AsSupervisor = Annotated[SignedIn, Depends(require(Role.supervisor))]
AsAdmin = Annotated[SignedIn, Depends(require(Role.admin))]
