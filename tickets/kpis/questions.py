"""What customers asked and no article answered: kept without personal data, to write articles.

Only ever added to; nothing says who asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tickets.clock import Clock, utc_now
from tickets.database import Database
from tickets.folding import storable, words
from tickets.kpis.results import UnansweredQuestion
from tickets.kpis.schema import UnansweredQuestionRow
from tickets.kpis.views import View
from tickets.opening import hash_of
from tickets.redaction import redact
from tickets.vocabulary import Theme

MAX_CHARS = 500


class UnansweredQuestions:
    """Keeps them; any process may add to them."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def record(
        self, text: str, theme: Theme = Theme.autre, names: Iterable[str | None] = ()
    ) -> None:
        """Keep a question without `names` and whatever else is personal; one without words is not
        kept."""
        redacted = redact(storable(text), names).strip()[:MAX_CHARS]
        if not words(redacted):
            return
        row = UnansweredQuestionRow(
            asked_at=self._clock(), theme=theme, text_hash=hash_of(redacted), text=redacted
        )
        with self._database.session() as session:
            session.add(row)


def read_unanswered(session: Session, view: View, limit: int) -> list[UnansweredQuestion]:
    """The same question once, in its latest wording, the latest asked first."""
    row = UnansweredQuestionRow
    asked = [row.asked_at >= view.window.starts_at, row.asked_at < view.window.ends_at]
    if view.theme is not None:
        asked.append(row.theme == view.theme)
    latest = (
        select(func.max(row.id).label("id"), func.count().label("times"))
        .where(*asked)
        .group_by(row.text_hash)
        .order_by(func.max(row.id).desc())
        .limit(limit)
        .subquery()
    )
    query = (
        select(row.text, row.theme, latest.c.times, row.asked_at)
        .join(latest, latest.c.id == row.id)
        .order_by(row.id.desc())
    )
    return [UnansweredQuestion(*found) for found in session.execute(query)]
