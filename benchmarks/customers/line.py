"""Puts simulated customers on the wire: Socket.IO, as the chat page speaks it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from socketio.exceptions import SocketIOError

from benchmarks.customers.customer import Customer, Said
from benchmarks.customers.population import Person, Population
from benchmarks.customers.reading import Heard, Reader
from benchmarks.customers.scoring import Conversation, Exchange
from tests.fakes.customer import Customer as Line

ANSWER_SECONDS = 90
QUIET_SECONDS = 0.5  # the messages of one turn come in one go
LOOK_AGAIN_SECONDS = 0.1
MOST_MESSAGES = 25


class NoAnswerError(Exception):
    """The product said nothing, or refused the message."""


async def converse_all(
    url: str, seeds: Sequence[int], population: Population, reader: Reader, at_once: int
) -> list[Conversation]:
    """One conversation for each seed, so many at the same time, in the order of the seeds."""
    places = asyncio.Semaphore(at_once)

    async def converse_in_turn(seed: int) -> Conversation:
        async with places:
            return await converse(url, population.person(seed), population, reader)

    return await asyncio.gather(*map(converse_in_turn, seeds))


async def converse(
    url: str, person: Person, population: Population, reader: Reader
) -> Conversation:
    """One customer's conversation, until somebody leaves or nothing comes any more."""
    line = Line(url)
    customer = Customer(person, population.speech[person.speech])
    exchanges: list[Exchange] = []
    try:
        await line.connect()
        exchanges.append(Exchange(None, await _heard(line, 0, reader)))
        while said := customer.answer(exchanges[-1].heard):
            if len(exchanges) > MOST_MESSAGES:
                return Conversation(person, tuple(exchanges), f"{MOST_MESSAGES} messages, no end")
            exchanges.append(Exchange(said, await _answer(line, said, reader)))
    except (NoAnswerError, SocketIOError, TimeoutError) as error:
        return Conversation(person, tuple(exchanges), f"{type(error).__name__}: {error}")
    finally:
        await line.leave()
    return Conversation(person, tuple(exchanges))


async def _answer(line: Line, said: Said, reader: Reader) -> Heard:
    heard_before = len(_uttered(line))
    taken = await line.say(said.text, client_id=f"{heard_before}")
    if not taken.get("ok"):
        raise NoAnswerError(f"refused: {taken}")
    return await _heard(line, heard_before, reader)


async def _heard(line: Line, heard_before: int, reader: Reader) -> Heard:
    """All that the bot says until it has been quiet for a moment."""
    deadline, count, since = time.monotonic() + ANSWER_SECONDS, heard_before, time.monotonic()
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        uttered, now = _uttered(line), time.monotonic()
        if len(uttered) > count:
            count, since = len(uttered), now
        elif count > heard_before and now - since >= QUIET_SECONDS:
            return reader.read(uttered[heard_before:])
        elif count == heard_before and now > deadline:
            raise NoAnswerError(f"nothing in {ANSWER_SECONDS} s")


def _uttered(line: Line) -> list[dict[str, Any]]:
    return [data for name, data in line.events if name == "bot_uttered"]
