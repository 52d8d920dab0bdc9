"""Rows of invented tickets, mentions and messages, as PostgreSQL's COPY reads them.

Nothing is real: names are numbers, every sentence is one of a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import TypeVar

from tickets.priority import DEADLINES
from tickets.vocabulary import EscalationReason, Priority, Theme, Tone

Lines = dict[str, list[str]]
Word = TypeVar("Word", bound=str)
COLUMNS: dict[str, tuple[str, ...]] = {
    "agents": tuple(
        "id login display_name role password_hash is_active must_change_password created_at"
        " preferences".split()
    ),
    "conversations": tuple(
        "id token_hash dialogue last_seq controller channel language started_at".split()
    ),
    "messages": tuple(
        "id conversation_id seq author agent_id text client_id created_at handled_at"
        " delivered_at".split()
    ),
    "tickets": tuple(
        "id reference conversation_id state theme tone priority score factors is_public problem"
        " problem_hash escalation_reason closing rating opened_at state_changed_at"
        " first_answer_due_at resolution_due_at assignee_id escalated_at taken_at"
        " first_agent_message_at waiting_for_customer search_words".split()
    ),
    "attempts": tuple("id ticket_id number article_id title outcome proposed_at judged_at".split()),
    "events": tuple(
        "id ticket_id happened_at actor_kind actor_id from_state to_state reason".split()
    ),
    "mentions": tuple(
        "id post_id root_id edit_ids interaction_key author_id author_handle text language"
        " reply_settings names_us source state created_at stored_at checked_at judged_at complaint"
        " theme tone respond classification verdict corrected_complaint corrected_by"
        " corrected_at".split()
    ),
    "post_replies": tuple(
        "id mention_id interaction_key text link_id state attempts cost_micros created_at"
        " next_try_at sending_at sent_at sent_post_id".split()
    ),
    "chat_links": tuple("id token_hash mention_id created_at expires_at clicked_at".split()),
    "chat_openings": tuple("conversation_id link_id opened_at has_consent".split()),
    "spend": tuple("id at kind units micros".split()),
    "unanswered_questions": tuple("id asked_at theme text_hash text".split()),
}
NONE = r"\N"
MENTIONS_A_TICKET = 10
MESSAGES_A_TICKET = 20
THEMES = tuple(Theme)
TONES = tuple(Tone)
PRIORITIES = (Priority.P0, *[Priority.P1] * 3, *[Priority.P2] * 6, *[Priority.P3] * 10)
REASONS = tuple(EscalationReason)
ARTICLES = tuple(f"article-invente-{number}" for number in range(102))
SENTENCES = (
    "Phrase inventée : la box numéro {} ne répond plus depuis hier.",
    "Phrase inventée : la facture numéro {} compte deux fois l’option.",
    "Phrase inventée : le colis numéro {} n’est pas arrivé.",
)
DAY_SECONDS = 86_400
_CLOCK = [
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00"
    for second in range(DAY_SECONDS)
]


@dataclass
class Link:
    """A way from a reply into the chat that no customer has used yet."""

    id: int
    sent_at: int


class Invented:
    """Makes one day after the other; moments are seconds since 1970."""

    def __init__(self, seed: int, agents: int, until: datetime) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing here is secret
        self._agents = agents
        self._until = int(until.timestamp())
        self._ids: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self._days: dict[int, str] = {}
        self._lines: Lines = {}
        self._links: list[Link] = []

    def agents(self) -> Lines:
        """Those who take tickets; none of them can sign in."""
        lines = [
            f"{number}\tagent{number}\tPersonne inventée {number}\tagent\tnone\tt\tf"
            f"\t{self._moment(self._until)}\t{{}}\n"
            for number in range(1, self._agents + 1)
        ]
        return {"agents": lines}

    def day(self, day: date, tickets: int) -> Lines:
        """All rows of what began that day, tables in the order in which they refer."""
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        self._lines = {table: [] for table in COLUMNS if table != "agents"}
        self._links = []
        seconds = min(DAY_SECONDS, self._until - start)
        for moment in self._moments(start, seconds, tickets * MENTIONS_A_TICKET):
            self._mention(moment)
        for moment in self._moments(start, seconds, tickets):
            self._conversation(moment)
        for moment in self._moments(start, seconds, tickets // 20):
            self._question(moment)
        return self._lines

    def _moments(self, start: int, seconds: int, wanted: int) -> list[int]:
        return sorted(start + int(self._random.random() * seconds) for _ in range(wanted))

    # Mentions

    def _mention(self, at: int) -> None:
        number, chance = self._next("mentions"), self._random.random
        is_complaint, is_corrected = chance() < 0.4, chance() < 0.04
        theme, tone = self._pick(THEMES), self._pick(TONES)
        text = self._sentence(number)
        judged_at, stored = self._moment(at + 20), self._moment(at + 10)
        corrected = (
            f"{'f' if is_complaint else 't'}\t1\t{self._moment(at + 4000)}"
            if is_corrected
            else f"{NONE}\t{NONE}\t{NONE}"
        )
        complains = "t" if is_complaint else "f"
        self._lines["mentions"].append(
            f'{number}\t{number}\t{number}\t["{number}"]\t{number:064x}\t{number % 900_000}\t{NONE}'
            f"\t{text}\tfr\teveryone\tt\tpoll\tjudged\t{self._moment(at)}\t{stored}\t{stored}"
            f"\t{judged_at}\t{complains}\t{theme}\t{tone}\t{complains}\t{NONE}\tanswer"
            f"\t{corrected}\n"
        )
        if number % 100 == 0:
            self._spend(at, "own_read", 100, 1000)
        if is_complaint and chance() < 0.75:
            self._reply(number, at + 25 + int(self._random.expovariate(1 / 90)))

    def _reply(self, mention: int, sent_at: int) -> None:
        if sent_at > self._until:
            return
        link, reply, is_clicked = self._next("chat_links"), self._next("post_replies"), False
        if self._random.random() < 0.15:
            self._links.append(Link(link, sent_at))
            is_clicked = True
        sent, expires = self._moment(sent_at), self._moment(sent_at + 604_800)
        clicked = self._moment(sent_at + 60) if is_clicked else NONE
        self._lines["chat_links"].append(
            f"{link}\t{link:064x}\t{mention}\t{sent}\t{expires}\t{clicked}\n"
        )
        self._lines["post_replies"].append(
            f"{reply}\t{mention}\t{mention:064x}\tRéponse inventée {{link}}\t{link}\tsent\t1"
            f"\t200000\t{sent}\t{sent}\t{sent}\t{sent}\t{reply}\n"
        )
        self._spend(sent_at, "post_with_link", 1, 200_000)

    def _spend(self, at: int, kind: str, units: int, price: int) -> None:
        row = f"{self._next('spend')}\t{self._moment(at)}\t{kind}\t{units}\t{units * price}\n"
        self._lines["spend"].append(row)

    # Tickets

    def _conversation(self, at: int) -> None:
        number = self._next("conversations")
        conversation = f"c{number:015}"
        channel = self._channel(conversation, at)
        agent, spoke_at = self._ticket(conversation, at)
        self._lines["conversations"].append(
            f"{conversation}\t{NONE}\t1\t{MESSAGES_A_TICKET}\tbot\t{channel}\tfr"
            f"\t{self._moment(at - 300)}\n"
        )
        for seq in range(1, MESSAGES_A_TICKET + 1):
            is_agents = agent and spoke_at and seq > MESSAGES_A_TICKET - 4
            author = "agent" if is_agents else ("customer" if seq % 2 else "bot")
            said_at = spoke_at + seq if is_agents and spoke_at else at - 300 + seq * 14
            said = self._moment(said_at)
            self._lines["messages"].append(
                f"{self._next('messages')}\t{conversation}\t{seq}\t{author}"
                f"\t{agent if is_agents else NONE}\t{self._sentence(number)}\t{NONE}"
                f"\t{said}\t{said}\t{said}\n"
            )

    def _channel(self, conversation: str, at: int) -> str:
        if self._links and self._random.random() < 0.3:
            link = self._links.pop()
            opened = self._moment(max(at - 300, link.sent_at + 60))
            self._lines["chat_openings"].append(f"{conversation}\t{link.id}\t{opened}\tf\n")
            return "x"
        return "web" if self._random.random() < 0.9 else "api"

    def _ticket(self, conversation: str, at: int) -> tuple[int, int]:
        """Write the ticket; its agent, 0 for none, and when that agent first spoke."""
        number, priority = self._next("tickets"), self._pick(PRIORITIES)
        story = Story(self, number, at)
        story.tell(self._random.random())
        first, resolution = DEADLINES[priority].first_answer, DEADLINES[priority].resolution
        due_from = story.waits_since or at
        moments = (
            self._moment(at),
            self._moment(story.now),
            self._moment(due_from + int(first.total_seconds())),
            self._moment(due_from + int(resolution.total_seconds())),
        )
        self._lines["tickets"].append(
            f"{number}\tFM-{number:09}\t{conversation}\t{story.state}\t{self._pick(THEMES)}"
            f"\t{self._pick(TONES)}\t{priority}\t10\t[]\tf\t{self._sentence(number)}\t{number:064x}"
            f"\t{story.reason or NONE}\t{story.closing or NONE}\t{story.rating or NONE}"
            f"\t{chr(9).join(moments)}\t{story.agent or NONE}\t{self._maybe(story.waits_since)}"
            f"\t{self._maybe(story.taken_at)}\t{self._maybe(story.spoke_at)}\tf\t\n"
        )
        return story.agent, story.spoke_at

    def event(self, ticket: int, at: int, by: str, agent: int, move: tuple[str, str]) -> None:
        origin, target = move
        self._lines["events"].append(
            f"{self._next('events')}\t{ticket}\t{self._moment(at)}\t{by}\t{agent or NONE}"
            f"\t{origin or NONE}\t{target}\tinvented\n"
        )

    def attempt(self, ticket: int, number: int, at: int, outcome: str) -> None:
        # Not the same twice for one ticket.
        article = ARTICLES[(ticket * 7 + number * 31) % len(ARTICLES)]
        judged = NONE if outcome == "proposed" else self._moment(at + 200)
        self._lines["attempts"].append(
            f"{self._next('attempts')}\t{ticket}\t{number}\t{article}\tTitre inventé\t{outcome}"
            f"\t{self._moment(at)}\t{judged}\n"
        )

    def _question(self, at: int) -> None:
        number = self._next("unanswered_questions")
        kind = number % 5000
        self._lines["unanswered_questions"].append(
            f"{number}\t{self._moment(at)}\t{THEMES[kind % 10]}\t{kind:064x}"
            f"\t{self._sentence(kind)}\n"
        )

    # What stories need

    @property
    def until(self) -> int:
        return self._until

    def chance(self) -> float:
        return self._random.random()

    def wait(self, mean_seconds: float) -> int:
        return 1 + int(self._random.expovariate(1 / mean_seconds))

    def agent(self) -> int:
        return 1 + int(self._random.random() * self._agents)

    def reason(self) -> str:
        return self._pick(REASONS)

    def _pick(self, words: tuple[Word, ...]) -> Word:
        return words[int(self._random.random() * len(words))]

    def _next(self, table: str) -> int:
        return next(self._ids[table])

    def _sentence(self, number: int) -> str:
        return SENTENCES[number % len(SENTENCES)].format(number)

    def _maybe(self, at: int) -> str:
        return self._moment(at) if at else NONE

    def _moment(self, at: int) -> str:
        day, second = divmod(at, DAY_SECONDS)
        if day not in self._days:
            self._days[day] = str(date(1970, 1, 1) + timedelta(days=day))
        return f"{self._days[day]} {_CLOCK[second]}"


class Story:
    """What happens to one ticket, until it is over or the present is reached."""

    def __init__(self, invented: Invented, ticket: int, opened_at: int) -> None:
        self._invented = invented
        self._ticket = ticket
        self.now = opened_at
        self.state = ""
        self.closing = self.reason = ""
        self.rating = self.agent = 0
        self.waits_since = self.taken_at = self.spoke_at = 0
        self._move("open", "bot")

    def tell(self, kind: float) -> None:
        """`kind`, from 0 to 1, says which of the usual stories it is."""
        tries = 1 + int(self._invented.chance() * 2)
        self._propose(tries, is_solved=kind < 0.62)
        if kind < 0.62:
            self._solve_by_bot()
        elif kind < 0.92:
            self._escalate(self._invented.reason())
        elif kind < 0.97:
            self._after(86_400, "closed", "system", closing="unconfirmed")
        else:
            self._after(600, "cancelled", "customer")

    def _propose(self, tries: int, *, is_solved: bool) -> None:
        for number in range(1, tries + 1):
            is_last = number == tries
            outcome = "accepted" if is_solved and is_last else "refused"
            self._invented.attempt(self._ticket, number, self.now + 60 * number, outcome)
        self.now += 60 * tries + self._invented.wait(900)

    def _solve_by_bot(self) -> None:
        self._move("resolved", "bot")
        if self._invented.chance() < 0.05:
            if self._after(self._invented.wait(80_000), "escalated", "customer"):
                self._wait_for_agent("customer_request")
            return
        self._close()

    def _escalate(self, reason: str) -> None:
        self._move("escalated", "bot")
        self._wait_for_agent(reason)

    def _wait_for_agent(self, reason: str) -> None:
        self.reason, self.waits_since = reason, self.now
        agent = self._invented.agent()
        wait = self._invented.wait(240)
        if self.now + wait > self._invented.until:
            return
        self.agent = agent
        self._after(wait, "in_progress", "agent")
        self.taken_at, self.spoke_at = self.now, self.now + 20
        if self._after(self._invented.wait(9000), "resolved", "agent"):
            self._close()

    def _close(self) -> None:
        if self._invented.chance() < 0.4 and self._after(90, "closed", "customer", "confirmed"):
            self.rating = 3 + int(self._invented.chance() * 3)
        elif self.state == "resolved":
            self._after(259_200, "closed", "system", "confirmed")

    def _after(self, seconds: int, state: str, by: str, closing: str = "") -> bool:
        if self.now + seconds > self._invented.until:
            return False
        self.now += seconds
        self.closing = closing
        self._move(state, by)
        return True

    def _move(self, state: str, by: str) -> None:
        agent = self.agent if by == "agent" else 0
        self._invented.event(self._ticket, self.now, by, agent, (self.state, state))
        self.state = state
