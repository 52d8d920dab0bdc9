"""What no article answers is kept for whoever writes the next one."""

from __future__ import annotations

from sqlalchemy import select

from tests.integration.dialogue.conftest import Bot, Customer
from tickets.kpis.schema import UnansweredQuestionRow


def kept(bot: Bot) -> list[str]:
    with bot.database.reading() as session:
        return list(session.scalars(select(UnansweredQuestionRow.text)))


def test_a_question_without_an_answer_is_kept_without_the_name(
    bot: Bot, customer: Customer
) -> None:
    customer.says_all("Je n'ai plus internet du tout depuis ce matin", "Camille Martin")

    customer.says("comment je fais pour apprendre le piano à Camille ?")

    asked = [text for text in kept(bot) if "piano" in text]
    assert len(asked) == 1
    assert "Camille" not in asked[0]
