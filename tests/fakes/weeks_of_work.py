"""Some weeks of invented posts, tickets and answers, through the product's own services.

Every story has its own moments, so that the dashboard has something to show; the same seed tells
the same stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from collector.wordings import read_wordings
from knowledge_base.written import load_written
from tickets.chat_links import ChatLinks
from tickets.claims import Claims
from tickets.conversations import Conversations
from tickets.database import Database
from tickets.desk import Desk
from tickets.judging import Decision, Judgement, Judging
from tickets.kpis.questions import UnansweredQuestions
from tickets.mentions import Mentions, NewMention
from tickets.replies import Replies
from tickets.service import TicketService
from tickets.spending import Spending
from tickets.templates import ReplyTemplates
from tickets.vocabulary import (
    Author,
    Channel,
    EscalationReason,
    ResolutionKind,
    Theme,
    Tone,
)
from tickets.x_vocabulary import CollectorMode, MentionSource, SpendKind

PROBLEMS = {
    Theme.internet_fixe: ("Je n'ai plus internet depuis ce matin", 9),
    Theme.reseau_mobile: ("Pas de réseau chez moi depuis deux jours", 7),
    Theme.facturation: ("Ma facture a augmenté sans raison", 5),
    Theme.tv: ("La télé saccade tous les soirs", 3),
    Theme.resiliation: ("Je veux résilier et personne ne répond", 2),
    Theme.commande_activation: ("Ma carte SIM n'est toujours pas activée", 2),
    Theme.messagerie_compte: ("Je ne peux plus lire mes mails", 1),
}
QUESTIONS = (
    "Avez-vous internet par satellite ?",
    "internet par satelite pr la campagne",
    "Ma montre connectée peut-elle avoir sa propre eSIM ?",
    "Est-ce que vous faites une esim pour montre",
    "Puis-je payer ma facture en cryptomonnaie ?",
    "Ma box fait un bruit de soufflerie",
)
HOLDER = "weeks"


class WeeksOfWork:
    """`until_at` is when it ends; who works are the agents of these ids."""

    def __init__(
        self, database: Database, agent_ids: Sequence[int], until_at: datetime, seed: int = 7
    ) -> None:
        self._database, self._agent_ids, self._until_at = database, agent_ids, until_at
        self._random = Random(seed)
        self._now = until_at
        self._posts = 0
        self._conversations = Conversations(database, self._clock)
        self._tickets = TicketService(database, self._clock)
        self._desk = Desk(database, self._clock)
        self._mentions = Mentions(database, self._clock)
        self._replies = Replies(database, self._clock)
        self._articles = list(load_written().values())

    def run(self, days: int, stories_a_day: int) -> None:
        ReplyTemplates(self._database, self._clock).take_in(read_wordings())
        for ago in range(days, 0, -1):
            for _ in range(self._random.randint(stories_a_day // 2, stories_a_day * 3 // 2)):
                begins_at = self._until_at - timedelta(days=ago) + self._some(hours=(0, 23))
                self._story(begins_at)
            self._question(self._until_at - timedelta(days=ago) + self._some(hours=(0, 23)))

    def _clock(self) -> datetime:
        return self._now

    def _story(self, begins_at: datetime) -> None:
        self._now = begins_at
        themes = list(PROBLEMS)
        theme = self._random.choices(themes, [PROBLEMS[theme][1] for theme in themes])[0]
        tone = self._random.choice(list(Tone))
        if self._happens(0.5):
            conversation_id = self._post(theme, tone)
        else:
            conversation_id = self._conversations.start(Channel.web)[0].id
        if conversation_id is not None:
            self._chat(conversation_id, theme, tone)

    def _post(self, theme: Theme, tone: Tone) -> str | None:
        """A post, our reply to it, and the conversation of who followed the link."""
        self._posts += 1
        post_id = str(1_990_000_000_000_000_000 + self._posts)
        self._mentions.store([_mention(post_id, PROBLEMS[theme][0], self._now)])
        Spending(self._database, self._clock).note(SpendKind.own_read, 1)
        self._later(seconds=(5, 40))
        [mention] = Claims(self._database, self._clock).take(HOLDER, 1)
        is_complaint = self._happens(0.8)
        is_worth_it = is_complaint or self._happens(0.5)
        judgement = Judgement(is_complaint, theme, tone, is_worth_it, {"scores": {}})
        mode = CollectorMode.approval if is_worth_it else None
        judging = Judging(self._database, self._clock)
        judging.record(mention.id, HOLDER, judgement, lambda _: Decision("reply", mode))
        if self._happens(0.06):
            agent_id = self._random.choice(self._agent_ids)
            self._mentions.correct(mention.id, agent_id, complaint=not is_complaint)
        token = self._reply() if is_worth_it and self._happens(0.9) else None
        return self._follow(token) if token and self._happens(0.7) else None

    def _reply(self) -> str | None:
        pending = self._replies.pending()
        if not pending:
            return None
        self._later(seconds=(30, 500))
        tokens: list[str] = []

        def make_link(session, mention):  # type: ignore[no-untyped-def]
            link_id, token = ChatLinks(self._database, clock=self._clock).make(session, mention)
            tokens.append(token)
            return link_id, f"https://example.org/c/{token}"

        reply_id = pending[-1].id
        self._replies.approve(reply_id, self._random.choice(self._agent_ids))
        self._replies.begin_sending(reply_id, make_link)
        self._replies.mark_sent(reply_id, str(1_991_000_000_000_000_000 + reply_id))
        return tokens[0] if tokens else None

    def _follow(self, token: str) -> str | None:
        self._later(seconds=(60, 5000))
        conversation_id = self._conversations.start(Channel.x)[0].id
        ChatLinks(self._database, clock=self._clock).open(token, conversation_id, has_consent=False)
        return conversation_id if self._happens(0.8) else None

    def _chat(self, conversation_id: str, theme: Theme, tone: Tone) -> None:
        problem = f"{PROBLEMS[theme][0]}, dossier {self._random.randrange(10**6)}"
        self._conversations.append(conversation_id, Author.customer, problem)
        self._later(seconds=(40, 200))
        name = self._random.choice(("Dominique Caron", "Camille Morel", "Sacha Noël", None))
        ticket = self._tickets.open(
            conversation_id, problem=problem, customer_name=name, theme=theme, tone=tone
        )
        is_solved = self._solutions(ticket.reference, theme)
        if not is_solved and self._happens(0.95):
            self._people(ticket.reference)

    def _solutions(self, reference: str, theme: Theme) -> bool:
        fitting = [one for one in self._articles if one.theme == theme and one.title_en]
        fitting = fitting or [one for one in self._articles if one.theme == theme]
        for article in self._random.sample(fitting, min(3, len(fitting))):
            self._later(seconds=(20, 90))
            self._tickets.propose(reference, article.id, article.title)
            self._later(seconds=(60, 1500))
            if self._happens(0.35 + 0.3 * (len(article.id) % 2)):
                self._tickets.resolve_by_bot(reference)
                self._rate(reference, (3, 4, 5, 5))
                return True
            self._tickets.refuse(reference)
            if self._happens(0.2):
                return False
        return False

    def _people(self, reference: str) -> None:
        reasons = (*([EscalationReason.attempts_exhausted] * 4), *list(EscalationReason)[1:5])
        self._tickets.escalate(reference, self._random.choice(reasons))
        waits_still = self._until_at - self._now < timedelta(hours=6)
        if waits_still and self._happens(0.7):
            return
        self._answer(reference)

    def _answer(self, reference: str) -> None:
        agent_id = self._random.choice(self._agent_ids)
        self._later(seconds=(20, 900))
        self._desk.take(reference, agent_id)
        self._desk.say(reference, agent_id, "Bonjour, je regarde votre dossier.")
        self._later(seconds=(600, 20_000))
        is_recent = self._until_at - self._now < timedelta(hours=6)
        if not is_recent or (self._now < self._until_at and self._happens(0.5)):
            self._desk.resolve(reference, agent_id, ResolutionKind.fixed, "Ligne remise en état.")
            self._rate(reference, (1, 3, 4, 5))

    def _rate(self, reference: str, ratings: Sequence[int]) -> None:
        if self._happens(0.5):
            self._later(seconds=(30, 300))
            self._tickets.rate(reference, self._random.choice(ratings))
        elif self._happens(0.05):
            self._later(seconds=(3000, 90_000))
            self._tickets.reopen(reference)
            self._answer(reference)

    def _question(self, asked_at: datetime) -> None:
        self._now = asked_at
        questions = UnansweredQuestions(self._database, self._clock)
        questions.record(self._random.choice(QUESTIONS), Theme.offre)

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _later(self, seconds: tuple[float, float]) -> None:
        self._now += timedelta(seconds=self._random.uniform(*seconds))

    def _some(self, hours: tuple[float, float]) -> timedelta:
        return timedelta(hours=self._random.uniform(*hours))


def _mention(post_id: str, text: str, posted_at: datetime) -> NewMention:
    return NewMention(
        post_id=post_id,
        edit_ids=(post_id,),
        thread_id=post_id,
        author_id=f"author-{post_id}",
        author_handle="client_exemple",
        text=f"@exemple {text}",
        language="fr",
        reply_settings="everyone",
        names_us=True,
        created_at=posted_at,
        source=MentionSource.poll,
    )
