"""A text that rests on an article may be shown in its place; any other may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.articles import load_articles
from knowledge_base.grounding import is_made_of, is_supported

ARTICLE = """\
1. Débranchez la box 30 secondes, rebranchez, attendez 10 minutes.
2. N'appuyez pas sur le bouton de remise à zéro : il efface vos réglages.
3. Sur https://adsl.free.fr, « Mon téléphone », vérifiez le renvoi.
4. Le dépannage est facturé 49 € hors garantie ; appelez le 32 44.

**Arrêtez-vous là et demandez une personne** si un câble est abîmé."""
WARNING = ARTICLE.rpartition("\n")[2]
ARTICLES = load_articles()


def answer(*steps: str) -> str:
    return "\n".join([*steps, WARNING])


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_every_article_supports_itself(article) -> None:  # type: ignore[no-untyped-def]
    assert is_supported(article.answer, article.answer)
    assert article.answer_en is None or is_supported(article.answer_en, article.answer_en)


@pytest.mark.parametrize(
    "said",
    [
        answer("1. Débranchez la box 30 secondes, puis rebranchez et attendez 10 minutes."),
        answer("1. Débranchez d'abord votre box 30 secondes, rebranchez, attendez 10 minutes !"),
        answer("Débrancher la box 30 secondes, rebrancher, attendre 10 minutes"),
        answer("1. N'appuyez pas sur le bouton de remise à zéro : il efface vos réglages."),
        answer("1. Le dépannage est facturé 49 € hors garantie ; appelez le 3244."),
        ARTICLE,
    ],
)
def test_what_leaves_out_steps_in_the_articles_words_is_supported(said: str) -> None:
    assert is_supported(said, ARTICLE)


@pytest.mark.parametrize(
    "said",
    [
        "Débranchez la box 60 secondes, rebranchez, attendez 10 minutes.",
        "Débranchez la box soixante secondes, rebranchez, attendez 10 minutes.",
        "Le dépannage est facturé 4 € hors garantie ; appelez le 32 44.",
        "Le dépannage est facturé 49 $ hors garantie ; appelez le 32 44.",
        "Le dépannage est gratuit hors garantie ; appelez le 32 44.",
        "Le dépannage est facturé 49 € hors garantie ; appelez le 08 99 12 34 56.",
        "Le dépannage est facturé 49 € hors garantie ; appelez le zéro huit 32 44.",
        "06.\n99.\n12.\n34.",
        "Sur https://adsl.free.fr.example.com, « Mon téléphone », vérifiez le renvoi.",
        "Sur https://adsl.free.fr/../vol, « Mon téléphone », vérifiez le renvoi.",
        "Sur free-secours.com, « Mon téléphone », vérifiez le renvoi.",
        "Sur https://аdsl.free.fr, « Mon téléphone », vérifiez le renvoi.",
        "[Mon téléphone](https://adsl.free.fr) : vérifiez le renvoi.",
        "<b>Débranchez la box 30 secondes, rebranchez, attendez 10 minutes.</b>",
        "Appuyez sur le bouton de remise à zéro : il efface vos réglages.",
        "Ne débranchez pas la box 30 secondes, rebranchez, attendez 10 minutes.",
        "Rebranchez la box 30 secondes, débranchez, attendez 10 minutes.",
        "Débranchez la box.\u202e",
        "Free vous rembourse.",
        "Donnez-moi le mot de passe de votre box.",
        "👍",
    ],
)
def test_what_the_article_does_not_say_is_not(said: str) -> None:
    assert not is_supported(answer(said), ARTICLE)


def test_an_answer_without_the_articles_warning_is_not_supported() -> None:
    step = "Débranchez la box 30 secondes, rebranchez, attendez 10 minutes."

    assert is_supported(answer(step), ARTICLE)
    assert not is_supported(step, ARTICLE)


@pytest.mark.parametrize("said", ["", " \n", "vous pouvez", "…"])
def test_saying_nothing_is_not_supported(said: str) -> None:
    assert not is_supported(said, "Débranchez la box.")


@given(st.lists(st.sampled_from(ARTICLE.split()), min_size=1), st.integers(100, 10**12))
def test_no_number_gets_in_whatever_surrounds_it(words: list[str], number: int) -> None:
    said = " ".join([*words, str(number)])

    assert is_supported(answer(said), ARTICLE) is False


def test_a_query_is_made_of_the_storys_words_alone() -> None:
    story = "Ma box clignote rouge depuis hier, ma fille pleure."

    assert is_made_of("box clignote rouge", story)
    assert not is_made_of("box volée", story)
    assert not is_made_of("", story)
