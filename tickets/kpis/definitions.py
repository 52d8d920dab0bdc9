"""Each figure, declared: dashboard, API, export, alerts and docs/kpis.md all read it here.

It computes nothing: `formulas` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tickets.vocabulary import EscalationReason


class Unit(StrEnum):
    """What a figure counts; a ratio lies between 0 and 1."""

    ratio = "ratio"
    seconds = "seconds"
    rating = "rating"
    dollars = "dollars"
    number = "number"


class Direction(StrEnum):
    """On which side of its target a figure is good."""

    above = "above"
    below = "below"


class Source(StrEnum):
    """What lies behind a figure."""

    tickets = "tickets"
    mentions = "mentions"
    spend = "spend"


@dataclass(frozen=True)
class Words:
    """The same sentence in the languages that people read here."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """The English one where English is asked for, else the French one."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True)
class Target:
    """What the figure should be: above or below `value`, which itself is a miss."""

    direction: Direction
    value: float

    def is_met_by(self, value: float) -> bool:
        if self.direction is Direction.above:
            return value > self.value
        return value < self.value


@dataclass(frozen=True)
class Part:
    """Some of the tickets or mentions behind a figure, as a person opens them."""

    key: str
    name: Words


@dataclass(frozen=True)
class Kpi:
    """One figure; `companion` names the share shown beside it, where it has one.

    `parts` divide what is behind the figure, `details` are what its charts show of it; where they
    are free, any key is one, such as an article's id.
    """

    key: str
    unit: Unit
    source: Source
    formula: str
    name: Words
    explanation: Words
    target: Target | None = None
    companion: Words | None = None
    parts: tuple[Part, ...] = ()
    details: tuple[Part, ...] = ()
    has_free_details: bool = False

    def part(self, key: str) -> Part | None:
        """The part or detail of this key, if there is one."""
        declared = (part for part in (*self.parts, *self.details) if part.key == key)
        free = Part(key, Words(key, key)) if self.has_free_details else None
        return next(declared, free)


def _above(value: float) -> Target:
    return Target(Direction.above, value)


def _below(value: float) -> Target:
    return Target(Direction.below, value)


ALL = Part("all", Words("tous", "all"))
MET = "met"
MISSED = "missed"


def _parts(met: Words, missed: Words) -> tuple[Part, ...]:
    return (ALL, Part(MET, met), Part(MISSED, missed))


_REVIEWED = Words("revus par une personne", "reviewed by a person")
_SLOW = _parts(Words("dans l’objectif", "on target"), Words("trop lents", "too slow"))

_REASONS = tuple(
    Part(reason.value, words)
    for reason, words in (
        (
            EscalationReason.attempts_exhausted,
            Words("solutions épuisées", "solutions exhausted"),
        ),
        (EscalationReason.customer_request, Words("demande du client", "customer's request")),
        (EscalationReason.no_answer_found, Words("pas de réponse trouvée", "no answer found")),
        (EscalationReason.grave, Words("cas grave", "grave case")),
        (EscalationReason.bot_failure, Words("panne de l’assistant", "assistant failure")),
        (EscalationReason.agent_takeover, Words("prise en main", "agent takeover")),
    )
)
# As many as MAX_ATTEMPTS may be set to.
_ATTEMPTS = tuple(
    Part(
        f"attempts.{times}", Words(f"solutions proposées : {times}", f"solutions proposed: {times}")
    )
    for times in range(11)
)
_COMPLAINTS = Part("complaints", Words("réclamations", "complaints"))
_REQUESTS = Part("requests", Words("demandes", "requests"))
_REACHED = tuple(
    Part(stage, words)
    for stage, words in (
        ("replies", Words("avec notre réponse", "with our reply")),
        ("clicks", Words("avec un clic", "with a click")),
        ("chats", Words("avec une conversation", "with a chat")),
        ("tickets", Words("avec un ticket", "with a ticket")),
        ("resolved", Words("avec un ticket résolu", "with a ticket resolved")),
    )
)
_STAGES = (
    Part("worth_answer", Words("à répondre", "worth an answer")),
    _COMPLAINTS,
    _REQUESTS,
    Part("others", Words("sans réponse à donner", "worth no answer")),
    *_REACHED,
    *(
        Part(
            f"{stage.key}.{sort.key}",
            Words(f"{sort.name.fr} {stage.name.fr}", f"{sort.name.en} {stage.name.en}"),
        )
        for stage in _REACHED
        for sort in (_COMPLAINTS, _REQUESTS)
    ),
)

AUTOMATIC_RESOLUTION = Kpi(
    key="automatic_resolution",
    unit=Unit.ratio,
    source=Source.tickets,
    formula="tickets resolved by the bot with the customer's yes, not reopened within 72 h"
    " ÷ tickets opened",
    name=Words("Résolution automatique", "Automatic resolution"),
    explanation=Words(
        "Part des tickets ouverts que l’assistant a résolus, avec le oui du client, et qui n’ont"
        " pas été rouverts dans les 72 heures.",
        "Share of the tickets opened that the assistant resolved, with the customer's yes, and that"
        " were not reopened within 72 hours.",
    ),
    target=_above(0.60),
    parts=_parts(
        Words("résolus par l’assistant", "resolved by the assistant"),
        Words("non résolus par l’assistant", "not resolved by the assistant"),
    ),
    details=_ATTEMPTS,
)
ESCALATION = Kpi(
    key="escalation",
    unit=Unit.ratio,
    source=Source.tickets,
    formula="tickets escalated ÷ tickets opened",
    name=Words("Escalade", "Escalation"),
    explanation=Words(
        "Part des tickets ouverts passés au moins une fois de l’assistant à l’équipe, les"
        " réouvertures comprises.",
        "Share of the tickets opened that went at least once from the assistant to the team,"
        " reopenings included.",
    ),
    target=_below(0.30),
    parts=_parts(Words("non escaladés", "not escalated"), Words("escaladés", "escalated")),
    details=_REASONS,
)
PUBLIC_RESPONSE = Kpi(
    key="public_response",
    unit=Unit.seconds,
    source=Source.mentions,
    formula="reply published − mention created, median and p95",
    name=Words("Première réponse publique", "First response, public"),
    explanation=Words(
        "Temps entre un message sur X et notre réponse publiée, pour les messages auxquels nous"
        " avons répondu.",
        "Time from a post on X to our published reply, for the posts that we replied to.",
    ),
    target=_below(300),
    companion=Words("des réclamations ont eu une réponse", "of complaints replied to"),
    parts=_SLOW,
)
AGENT_RESPONSE = Kpi(
    key="agent_response",
    unit=Unit.seconds,
    source=Source.tickets,
    formula="agent's first message − first escalation, median and p95, for escalations in"
    " opening hours",
    name=Words("Première réponse d’un conseiller", "First response, agent"),
    explanation=Words(
        "Temps entre la première escalade d’un ticket et le premier message d’un conseiller. Seules"
        " comptent les escalades arrivées pendant les horaires d’ouverture.",
        "Time from a ticket's first escalation to an agent's first message. Only escalations that"
        " came within the opening hours count.",
    ),
    target=_below(300),
    companion=Words("des escalades ont déjà eu une réponse", "of escalations answered so far"),
    parts=_SLOW,
)
BOT_RESOLUTION = Kpi(
    key="bot_resolution",
    unit=Unit.seconds,
    source=Source.tickets,
    formula="resolved by the bot − opened, median and p95, for tickets that stand resolved",
    name=Words("Temps de résolution, assistant", "Time to resolution, assistant"),
    explanation=Words(
        "Temps entre l’ouverture et la résolution des tickets que l’assistant a résolus.",
        "Time from opening to resolution of the tickets that the assistant resolved.",
    ),
    target=_below(7200),
    parts=_SLOW,
)
AGENT_RESOLUTION = Kpi(
    key="agent_resolution",
    unit=Unit.seconds,
    source=Source.tickets,
    formula="last resolved by an agent − opened, median and p95, for tickets that stand resolved",
    name=Words("Temps de résolution, équipe", "Time to resolution, agents"),
    explanation=Words(
        "Temps entre l’ouverture et la dernière résolution des tickets que l’équipe a résolus.",
        "Time from opening to the last resolution of the tickets that agents resolved.",
    ),
    target=_below(7200),
    parts=_SLOW,
)
SATISFACTION = Kpi(
    key="satisfaction",
    unit=Unit.rating,
    source=Source.tickets,
    formula="mean rating from 1 to 5; answer rate: tickets rated ÷ tickets resolved at least once",
    name=Words("Satisfaction", "Satisfaction"),
    explanation=Words(
        "Note moyenne de 1 à 5 donnée par les clients, avec la part de ceux qui ont noté.",
        "Mean rating from 1 to 5 given by customers, with the share of those who rated.",
    ),
    target=_above(4),
    companion=Words("ont noté", "rated"),
    parts=_parts(Words("notés 5", "rated 5"), Words("notés 4 ou moins", "rated 4 or less")),
)
DEADLINES_KEPT = Kpi(
    key="deadlines_kept",
    unit=Unit.ratio,
    source=Source.tickets,
    formula="tickets within both deadlines ÷ tickets whose resolution deadline has passed, those"
    " cancelled or closed unconfirmed left out",
    name=Words("Délais tenus", "Deadlines kept"),
    explanation=Words(
        "Part des tickets arrivés à échéance qui ont été résolus à temps et, si une personne devait"
        " répondre, qui ont eu sa réponse à temps. Un ticket rouvert a de nouveaux délais.",
        "Share of the tickets due that were resolved in time and, where a person had to answer,"
        " answered in time. A reopened ticket has new deadlines.",
    ),
    target=_above(0.95),
    parts=_parts(Words("dans les délais", "in time"), Words("en retard", "late")),
)
CLASSIFICATION_CORRECTED = Kpi(
    key="classification_corrected",
    unit=Unit.ratio,
    source=Source.mentions,
    formula="classified mentions that a person later corrected ÷ classified mentions; beside it the"
    " share that a person reviewed",
    name=Words("Classements corrigés", "Classification corrected"),
    explanation=Words(
        "Part des messages classés dont une personne a changé le classement, le thème ou le ton.",
        "Share of the posts classified of which a person changed the class, theme or tone.",
    ),
    target=_below(0.10),
    companion=_REVIEWED,
    parts=_parts(Words("non corrigés", "not corrected"), Words("corrigés", "corrected")),
)
COMPLAINT_PRECISION = Kpi(
    key="complaint_precision",
    unit=Unit.ratio,
    source=Source.mentions,
    formula="mentions classified as complaints that no person said are none"
    " ÷ mentions classified as complaints; no data until a person reviewed one",
    name=Words("Précision des réclamations", "Complaint precision"),
    explanation=Words(
        "Part des messages classés comme réclamations dont personne n’a dit qu’ils n’en sont pas :"
        " au mieux, la précision du classement. Sans message revu, pas de chiffre.",
        "Share of the posts classified as complaints of which nobody said that they are none: the"
        " classifier's precision at best. Without a reviewed post there is no figure.",
    ),
    target=_above(0.85),
    companion=_REVIEWED,
    parts=_parts(Words("confirmés ou non revus", "not contested"), Words("contestés", "contested")),
)
SPEND = Kpi(
    key="spend",
    unit=Unit.dollars,
    source=Source.spend,
    formula="posts and reads × price; beside it the share of the cap of those days",
    name=Words("Dépense sur X", "Spend on X"),
    explanation=Words(
        "Ce qu’ont coûté les lectures et les publications sur X, et la part du plafond de ces"
        " jours-là.",
        "What reads and posts on X cost, and the share of the cap of those days.",
    ),
    companion=Words("du plafond", "of the cap"),
)
VOLUME = Kpi(
    key="volume",
    unit=Unit.number,
    source=Source.tickets,
    formula="mentions and tickets by theme and day",
    name=Words("Volume par thème", "Volume by theme"),
    explanation=Words(
        "Messages sur X et tickets ouverts, par thème et par jour.",
        "Posts on X and tickets opened, by theme and day.",
    ),
    parts=(ALL,),
)
FUNNEL = Kpi(
    key="funnel",
    unit=Unit.number,
    source=Source.mentions,
    formula="mentions → complaints → replies → clicks → chats → tickets → resolved",
    name=Words("Entonnoir", "Funnel"),
    explanation=Words(
        "Ce que sont devenus les messages sur X postés dans la période, d’étape en étape.",
        "What became of the posts on X of the period, stage by stage.",
    ),
    parts=(ALL,),
    details=_STAGES,
)
ARTICLES = Kpi(
    key="articles",
    unit=Unit.number,
    source=Source.tickets,
    formula="solutions proposed, accepted and refused, by article",
    name=Words("Articles", "Articles"),
    explanation=Words(
        "Combien de fois chaque article a été proposé, a résolu le problème ou a été refusé.",
        "How often each article was proposed, solved the problem or was refused.",
    ),
    has_free_details=True,
)

MEASURED = (
    AUTOMATIC_RESOLUTION,
    ESCALATION,
    PUBLIC_RESPONSE,
    AGENT_RESPONSE,
    BOT_RESOLUTION,
    AGENT_RESOLUTION,
    SATISFACTION,
    DEADLINES_KEPT,
    CLASSIFICATION_CORRECTED,
    COMPLAINT_PRECISION,
    SPEND,
)
DRAWN = (VOLUME, FUNNEL, ARTICLES)
KPIS: dict[str, Kpi] = {kpi.key: kpi for kpi in (*MEASURED, *DRAWN)}
