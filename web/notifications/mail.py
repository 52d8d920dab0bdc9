"""Hands mails to the operator's mail server: the only file that knows SMTP and its messages.

A server that refuses this mail is told apart from one that does not work as it should.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from tickets.clock import Clock
from web.notifications.config import MailServer
from web.notifications.errors import SendError

AT_ONCE = 4
# A mail takes about ten exchanges; together they end before the outbox's claim of two minutes does.
EXCHANGE_SECONDS = 8.0
REFUSED_FOR_GOOD = 500
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a mail brings along; always a PDF."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, twice: to read as plain text and as a page."""

    subject: str
    text: str
    html: str
    attachment: Attachment | None = None


class Mailer:
    """Sends in threads of its own, so that a slow mail server holds up nothing else."""

    def __init__(
        self,
        server: MailServer,
        sender_name: str,
        clock: Clock,
        exchange_seconds: float = EXCHANGE_SECONDS,
    ) -> None:
        self._server = server
        self._sender = Address(display_name=sender_name, addr_spec=server.sender)
        self._clock = clock
        self._exchange_seconds = exchange_seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def send(self, letter: Letter, address: str, key: str) -> None:
        """Hand one mail in, or raise `SendError`; the same `key` makes the same Message-ID."""
        message = self._message(letter, address, key)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._hand_in, message)

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _message(self, letter: Letter, address: str, key: str) -> EmailMessage:
        if not _ADDRESS.fullmatch(address):
            raise SendError("the address is none that mail goes to", is_permanent=True)
        message = EmailMessage()
        message["Subject"] = " ".join(letter.subject.split())
        message["From"] = self._sender
        message["To"] = address
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{key}@{self._sender.domain}>"
        message["X-Notification-Id"] = key
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        if letter.attachment:
            message.add_attachment(
                letter.attachment.content,
                maintype="application",
                subtype="pdf",
                filename=letter.attachment.name,
            )
        return message

    def _hand_in(self, message: EmailMessage) -> None:
        with _own_errors(), self._connection() as connection:
            connection.send_message(message)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        connection = self._connect()
        try:
            if self._server.tls == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if self._server.user and self._server.password:
                connection.login(self._server.user, self._server.password)
            yield connection
        finally:
            # What was handed in stays so, however the server takes the farewell.
            with suppress(OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, port, timeout = self._server.host, self._server.port, self._exchange_seconds
        if self._server.tls == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        return smtplib.SMTP(host, port, timeout=timeout)


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal("the address", min(code for code, _ in error.recipients.values())) from error
    except smtplib.SMTPDataError as error:
        raise _refusal("the mail", error.smtp_code) from error
    except smtplib.SMTPResponseException as error:
        # Signing in, our own address: a person mends that, and the mail can leave after all.
        raise SendError(f"the mail server answered {error.smtp_code}") from error
    except (OSError, ValueError) as error:
        raise SendError(f"no mail server as it should be ({type(error).__name__})") from error


def _refusal(what: str, code: int) -> SendError:
    return SendError(
        f"the mail server refused {what} ({code})", is_permanent=code >= REFUSED_FOR_GOOD
    )
