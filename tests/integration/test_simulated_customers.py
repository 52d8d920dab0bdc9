"""A few simulated customers talk to the whole product: nobody is lost, and most are helped."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks.customers.line import converse_all
from benchmarks.customers.population import Character, Population
from benchmarks.customers.product import product
from benchmarks.customers.reading import Reader
from benchmarks.customers.scoring import Outcome, score
from scripts.rasa_command import MODEL
from tests.services import require_made

POPULATION = Population.load()
CALM = {Character.patient, Character.terse, Character.changing, Character.english}
CUSTOMERS = 8

pytestmark = pytest.mark.slow


def test_eight_customers_of_four_characters_get_to_an_end() -> None:
    require_made(Path(MODEL), "make train makes it")
    seeds = [seed for seed in range(100) if POPULATION.person(seed).character in CALM][:CUSTOMERS]

    with product() as url:
        talks = asyncio.run(converse_all(url, seeds, POPULATION, Reader.load(), at_once=4))

    outcomes = {talk.person.seed: score(talk).outcome for talk in talks}
    assert len(outcomes) == CUSTOMERS
    assert not {Outcome.lost, Outcome.resolved_wrongly} & set(outcomes.values()), outcomes
    assert list(outcomes.values()).count(Outcome.resolved_rightly) >= CUSTOMERS // 2, outcomes
