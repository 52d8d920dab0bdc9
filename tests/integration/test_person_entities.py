"""spaCy's French model, the real one, behind `PersonEntities`."""

from __future__ import annotations

import pytest

from actions.person_entities import PersonEntities

pytestmark = pytest.mark.slow


def test_persons_are_found_and_other_names_are_not() -> None:
    persons = PersonEntities()

    assert list(persons("je m'appelle Élodie d'Almeida, enchantée")) == ["Élodie d'Almeida"]
    assert list(persons("ma box Free marche pas depuis lundi")) == []
