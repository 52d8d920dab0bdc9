"""A post is taken apart: words, names, signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.cleaning import MOST_LETTERS, OTHER_COMPANY, clean


def test_no_handle_and_no_address_becomes_a_word() -> None:
    post = clean("@free @marie_dupont12 regarde https://t.co/abc et [url] la panne")

    assert post.words == "regarde et la panne"
    assert (post.names_operator, post.names_others, post.link_count) == (True, 1, 2)


def test_emoji_become_what_people_mean_with_them() -> None:
    assert clean("@free bravo 👏🏽 😡").words == "bravo emoji ironie emoji colere"


def test_a_hashtag_is_read_as_its_words() -> None:
    assert clean("#SansInternet depuis hier #free_mobile").words.startswith("sans internet")


def test_a_repost_is_known_by_its_mark() -> None:
    post = clean("RT @freemobile: la promo du jour")

    assert post.is_repost
    assert post.words == "la promo du jour"


def test_the_number_of_a_part_of_a_thread_is_no_word() -> None:
    assert clean("2/3 la suite").words == "la suite"


@pytest.mark.parametrize(
    ("text", "is_for_company", "is_marked"),
    [
        ("@orange toujours en panne", True, True),
        ("@orange et vous ça marche ? chez @free c'est non", False, True),
        ("@free panne, @orange me tente", False, False),
    ],
)
def test_a_post_that_opens_with_another_company_is_marked(
    text: str, is_for_company: bool, is_marked: bool
) -> None:
    post = clean(text)

    assert post.addresses_company is is_for_company
    assert (OTHER_COMPANY in post.words) is is_marked


def test_who_names_a_private_person_first_opens_with_another() -> None:
    assert clean(".@paul_42 chez @free aussi").opens_with_other
    assert not clean("@free et @paul_42").opens_with_other


def test_shouts_questions_and_exclamations_are_counted() -> None:
    post = clean("RENDEZ MOI MA FIBRE !! sinon ?")

    assert (post.shouted_words, post.exclamation_count, post.question_count) == (2, 2, 1)


@given(st.text(max_size=300))
def test_any_text_leaves_plain_words(text: str) -> None:
    assert set(clean(text).words) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    assert clean("panne " * 10_000).letter_count <= MOST_LETTERS
