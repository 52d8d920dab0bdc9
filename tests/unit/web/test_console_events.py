from __future__ import annotations

import asyncio
import threading

from web.console.events import QUEUE, WAITING_EVENTS, Events, of_ticket

SOON = 2.0


async def test_a_page_hears_only_what_it_asked_for() -> None:
    events = Events()
    events.start()

    with events.listener(QUEUE, of_ticket("FM-1")) as page:
        events.publish(of_ticket("FM-2"))
        events.publish(of_ticket("FM-1"), what="note")
        heard = await page.next(SOON)

    assert heard is not None
    assert (heard.kind, heard.data) == ("ticket:FM-1", {"what": "note"})


async def test_any_thread_may_publish() -> None:
    events = Events()
    events.start()

    with events.listener(QUEUE) as page:
        thread = threading.Thread(target=events.publish, args=(QUEUE,))
        thread.start()
        heard = await page.next(SOON)
        thread.join()

    assert heard is not None


async def test_a_page_that_reads_nothing_costs_little_and_loses_the_oldest() -> None:
    events = Events()
    events.start()

    with events.listener(QUEUE) as page:
        for number in range(WAITING_EVENTS + 1):
            events.publish(QUEUE, number=number)
        await asyncio.sleep(0)
        heard = await page.next(SOON)

    assert heard is not None
    assert heard.data == {"number": 1}


async def test_silence_is_no_event() -> None:
    events = Events()
    events.start()

    with events.listener(QUEUE) as page:
        assert await page.next(0.01) is None


async def test_an_event_crosses_to_the_other_process_and_is_not_heard_twice() -> None:
    announced: list[str] = []

    async def announce(text: str) -> None:
        announced.append(text)
        await here.receive(text)
        await there.receive(text)

    here, there = Events(announce), Events()
    here.start()

    with here.listener(QUEUE) as near, there.listener(QUEUE) as far:
        here.publish(QUEUE)
        assert await far.next(SOON) is not None
        assert await near.next(SOON) is not None
        assert await near.next(0.01) is None

    assert len(announced) == 1


async def test_the_queue_is_told_when_its_version_changes_and_only_then() -> None:
    events = Events()
    versions = iter([7, 7, 8])

    with events.listener(QUEUE) as page:
        for _ in range(2):
            await events.watch_queue(lambda: next(versions))
        assert await page.next(0.01) is None
        await events.watch_queue(lambda: next(versions))
        assert await page.next(0.01) is not None
