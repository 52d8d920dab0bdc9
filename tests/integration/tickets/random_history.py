"""A history of random steps, taken through the product's own services where it has them."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import select

from tests.cast import Cast, assemble
from tests.integration.tickets.conftest import SteppedClock
from tickets.chat_links import ChatLinks
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.errors import TicketError
from tickets.mentions import Mentions, NewMention
from tickets.schema import ConversationRow, TicketRow
from tickets.service import TicketService
from tickets.spending import Spending
from tickets.sweeps import Sweeper
from tickets.vocabulary import (
    Author,
    Channel,
    CorrectionField,
    EscalationReason,
    Priority,
    ResolutionKind,
    Theme,
    Tone,
)
from tickets.x_schema import MentionRow, PostReplyRow
from tickets.x_vocabulary import MentionSource, MentionState, ReplyState, SpendKind

THEMES = (Theme.tv, Theme.facturation)
PROBLEMS = ("Plus de réseau du tout depuis deux jours", "La TV saccade", "Ma facture est fausse")


class RandomHistory:
    """Tickets and mentions to which things happen, some of them late, some of them refused."""

    def __init__(self, database: Database, clock: SteppedClock, seed: int) -> None:
        self.database, self.clock, self.random = database, clock, Random(seed)
        self.cast: Cast = assemble(database)
        self.conversations = Conversations(database, clock)
        self.tickets = TicketService(database, clock)
        self.desk = Desk(database, clock)
        self.links = ChatLinks(database, clock=clock)
        self.mentions = Mentions(database, clock)
        self._posts = itertools.count(1000)
        self._steps: tuple[Callable[[], object], ...] = (
            self._open, self._open, self._propose, self._refuse, self._resolve, self._resolve,
            self._escalate, self._take, self._say, self._agent_resolves, self._reopen, self._rate,
            self._cancel, self._sweep, self._correct, self._post, self._post, self._judge,
            self._judge, self._correct_mention, self._reply, self._click, self._chat, self._pay,
        )  # fmt: skip

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.clock.advance(seconds=self.random.choice((0.4, 20, 200, 2000, 20_000)))
            with contextlib.suppress(TicketError):
                self.random.choice(self._steps)()

    # Tickets

    def _open(self) -> None:
        channel = self.random.choice((Channel.web, Channel.api))
        conversation_id = self.conversations.start(channel)[0].id
        if self.random.random() < 0.3:
            conversation_id = self._any(ConversationRow.id) or conversation_id
        self.tickets.open(
            conversation_id,
            problem=f"{self.random.choice(PROBLEMS)} {self.random.random()}",
            theme=self.random.choice(THEMES),
        )

    def _propose(self) -> None:
        article = f"article-{self.random.randrange(3)}"
        self.tickets.propose(self._ticket(), article, article)

    def _refuse(self) -> None:
        self.tickets.refuse(self._ticket())

    def _resolve(self) -> None:
        self.tickets.resolve_by_bot(self._ticket())

    def _escalate(self) -> None:
        reason = self.random.choice((EscalationReason.grave, EscalationReason.customer_request))
        self.tickets.escalate(self._ticket(), reason)

    def _take(self) -> None:
        agent = self.random.choice((self.cast.diane, self.cast.eve))
        reference = self._ticket()
        self.desk.take(reference, agent.id)
        if self.random.random() < 0.5:
            self.clock.advance(seconds=100)
            self.desk.say(reference, agent.id, "Bonjour")

    def _say(self) -> None:
        agent = self.random.choice((self.cast.diane, self.cast.eve))
        self.desk.say(self._ticket(), agent.id, "Bonjour")

    def _agent_resolves(self) -> None:
        reference = self._ticket()
        agent_id = self.tickets.get(reference).assignee_id or self.cast.diane.id
        self.desk.resolve(reference, agent_id, ResolutionKind.fixed, "fait")

    def _reopen(self) -> None:
        self.tickets.reopen(self._ticket())

    def _rate(self) -> None:
        self.tickets.rate(self._ticket(), self.random.randint(1, 5))

    def _cancel(self) -> None:
        self.tickets.cancel(self._ticket())

    def _sweep(self) -> None:
        Sweeper(self.database, self.clock).run()

    def _correct(self) -> None:
        field, value = self.random.choice(
            ((CorrectionField.theme, Theme.tv), (CorrectionField.priority, Priority.P1))
        )
        self.desk.correct(self._ticket(), field, value, self.cast.diane.id)

    def _ticket(self) -> str:
        newest_first = select(TicketRow.reference).order_by(TicketRow.id.desc())
        with self.database.reading() as session:
            references = session.scalars(newest_first).all() or ["FM-2222-2222"]
        return self.random.choice(references[:4] if self.random.random() < 0.7 else references)

    # Mentions

    def _post(self) -> None:
        post_id = str(next(self._posts))
        self.clock.advance(seconds=1.5)
        self.mentions.store(
            [
                NewMention(
                    post_id=post_id,
                    edit_ids=(post_id,),
                    thread_id=post_id,
                    author_id=f"author-{post_id}",
                    author_handle=None,
                    text="panne",
                    language="fr",
                    reply_settings="everyone",
                    names_us=True,
                    created_at=self.clock(),
                    source=MentionSource.poll,
                )
            ]
        )

    def _judge(self) -> None:
        with self.database.session() as session:
            row = session.get(MentionRow, self._mention())
            if row is not None and row.state is MentionState.received:
                row.complaint = self.random.random() < 0.7
                row.theme, row.tone = self.random.choice(THEMES), Tone.calm
                row.state, row.judged_at = MentionState.judged, self.clock()

    def _correct_mention(self) -> None:
        self.mentions.correct(
            self._mention(),
            self.cast.diane.id,
            complaint=self.random.choice((None, True, False)),
            theme=self.random.choice((None, *THEMES)),
        )

    def _reply(self) -> None:
        mention_id, now = self._mention(), self.clock()
        with self.database.session() as session:
            taken = select(PostReplyRow).filter_by(mention_id=mention_id)
            if mention_id and session.scalar(taken) is None:
                session.add(
                    PostReplyRow(
                        mention_id=mention_id,
                        interaction_key=str(mention_id),
                        text="",
                        state=ReplyState.sent,
                        created_at=now,
                        next_try_at=now,
                        sent_at=now,
                    )
                )

    def _click(self) -> None:
        with self.database.session() as session:
            mention = session.get(MentionRow, self._mention())
            token = self.links.make(session, mention)[1] if mention else ""
        conversation_id = self.conversations.start(Channel.x)[0].id
        self.links.open(token, conversation_id, has_consent=False)

    def _chat(self) -> None:
        conversation_id = self._any(ConversationRow.id)
        if conversation_id:
            self.conversations.append(conversation_id, Author.customer, "oui")

    def _pay(self) -> None:
        spending = Spending(self.database, self.clock)
        spending.note(self.random.choice(list(SpendKind)), self.random.choice((3, 1, -1)))

    def _mention(self) -> int:
        return self._any(MentionRow.id) or 0

    def _any(self, column: Any) -> Any:
        with self.database.reading() as session:
            found = session.scalars(select(column).order_by(column)).all()
        return self.random.choice(found) if found else None
