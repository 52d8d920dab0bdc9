"""The closed lists of the domain: the same words in Python, YAML, tables and screens."""

from __future__ import annotations

from enum import StrEnum


class Theme(StrEnum):
    """What a mention, a ticket or an article is about."""

    internet_fixe = "internet_fixe"
    reseau_mobile = "reseau_mobile"
    facturation = "facturation"
    resiliation = "resiliation"
    commande_activation = "commande_activation"
    tv = "tv"
    service_client = "service_client"
    offre = "offre"
    messagerie_compte = "messagerie_compte"
    autre = "autre"


class Tone(StrEnum):
    """How the customer speaks."""

    calm = "calm"
    frustrated = "frustrated"
    angry = "angry"


class TicketState(StrEnum):
    """Where a ticket is; `tickets.lifecycle` holds the ways between them."""

    open = "open"
    escalated = "escalated"
    in_progress = "in_progress"
    resolved = "resolved"
    closed = "closed"
    cancelled = "cancelled"


class EscalationReason(StrEnum):
    """Why a ticket went from the bot to humans."""

    attempts_exhausted = "attempts_exhausted"
    customer_request = "customer_request"
    no_answer_found = "no_answer_found"
    grave = "grave"
    bot_failure = "bot_failure"
    agent_takeover = "agent_takeover"


class Author(StrEnum):
    """Who said or did something."""

    customer = "customer"
    bot = "bot"
    agent = "agent"
    system = "system"


class Controller(StrEnum):
    """Who answers in a conversation now."""

    bot = "bot"
    agent = "agent"


class Channel(StrEnum):
    """How a conversation came in."""

    web = "web"
    api = "api"
    shell = "shell"
    x = "x"


class Priority(StrEnum):
    """P0 is the gravest."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class AttemptOutcome(StrEnum):
    """What became of a proposed solution."""

    proposed = "proposed"
    refused = "refused"
    accepted = "accepted"


class ClosingKind(StrEnum):
    """Whether a closed ticket was solved, or its customer only fell silent."""

    confirmed = "confirmed"
    unconfirmed = "unconfirmed"


class Role(StrEnum):
    """What a person on the operator's side may do; each role includes the ones before it."""

    agent = "agent"
    supervisor = "supervisor"
    admin = "admin"

    def includes(self, other: Role) -> bool:
        """Whether who has this role may do what `other` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class ResolutionKind(StrEnum):
    """How an agent solved a ticket."""

    fixed = "fixed"
    explained = "explained"
    workaround = "workaround"
    goodwill = "goodwill"
    referred = "referred"
    no_action = "no_action"


class CorrectionField(StrEnum):
    """What of the machine's judgement an agent may correct."""

    theme = "theme"
    priority = "priority"
    tone = "tone"


class NotificationKind(StrEnum):
    """Why people, or a customer, are told something outside the chat."""

    escalated = "escalated"
    deadline_near = "deadline_near"
    agent_answer = "agent_answer"
    alert_firing = "alert_firing"
    alert_ended = "alert_ended"
    report = "report"


class NotificationChannel(StrEnum):
    """How a notification travels."""

    email = "email"
    webhook = "webhook"


class NotificationState(StrEnum):
    """Where a notification is; `sending` is claimed by one worker for a while."""

    pending = "pending"
    sending = "sending"
    sent = "sent"
    failed = "failed"


class DraftState(StrEnum):
    """Where a wording of an article is; `retired`: thrown away, or another took its place."""

    draft = "draft"
    published = "published"
    retired = "retired"


class Visibility(StrEnum):
    """Who may read an article."""

    customer = "customer"
    internal = "internal"


class QueueView(StrEnum):
    """Which tickets an agent looks at."""

    queue = "queue"
    mine = "mine"
    all = "all"
