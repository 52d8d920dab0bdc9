"""A mail server on loopback that the test tells how to behave."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from scripts.ports import free_port
from web.notifications.config import MailServer

PASSWORD = "secret"
OK = "250 OK"


class MailDesk:
    """`received` are the mails taken; `recipient`, `data` and `delay_seconds` spoil the service."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipient = OK
        self.data = OK
        self.delay_seconds = 0.0
        self._port = free_port()
        self._controller: Controller | None = None
        self._lines: set[asyncio.Transport] = set()

    @property
    def settings(self) -> MailServer:
        """What the product sets to hand its mails in here."""
        return MailServer("127.0.0.1", "care@example.org", self._port, "none")

    @property
    def subjects(self) -> list[str]:
        return [str(mail["subject"]) for mail in self.received]

    def start(self, *, needs_sign_in: bool = False) -> None:
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self._port,
            authenticator=_check,
            auth_required=needs_sign_in,
            auth_require_tls=False,
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            hung_up = asyncio.run_coroutine_threadsafe(self._hang_up(), self._controller.loop)
            hung_up.result(timeout=5)
            self._controller.stop()
        self._controller = None

    async def _hang_up(self) -> None:
        """The library itself leaves the lines of clients that it is still serving."""
        for line in self._lines:
            line.abort()
        await asyncio.sleep(0)
        self._lines.clear()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if isinstance(server.transport, asyncio.Transport):
            self._lines.add(server.transport)
        if self.recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.delay_seconds)
        if self.data == OK:
            content = message_from_bytes(envelope.content or b"", policy=policy.default)
            assert isinstance(content, EmailMessage)
            self.received.append(content)
        return self.data


def _check(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth: object
) -> AuthResult:
    is_right = isinstance(auth, LoginPassword) and auth.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False)
