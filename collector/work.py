"""`python -m collector work …`: the steps of the collector as tasks of a broker, scaled apart.

One `intake` reads and answers, and others stand by; any number of `understand` judge what it
stored. Each needs the database and the broker; only the intake needs the keys of X.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial

from collector.celery_app import Broker
from collector.config import CollectorConfig
from collector.dispatch import Dispatch
from collector.errors import BrokerError, CollectorError
from collector.judge import Judge, Understands
from collector.parts import build_judge, build_parts
from collector.rounds import Step
from collector.run import Collector
from collector.standby import Turn, alone
from tickets.claims import Claims
from tickets.database import Database
from tickets.errors import TicketError

logger = logging.getLogger(__name__)
DISPATCH_EVERY = timedelta(seconds=1)
NO_BROKER = (
    "BROKER_URL: should be set, such as amqp://user:password@host:5672/ or redis://host:6379/1; "
    "without a broker, `python -m collector run` does it all"
)


def intake(config: CollectorConfig) -> int:
    """The steps beside judging, as the only collector at work, until SIGTERM or SIGINT."""

    def _work(turn: Turn) -> None:
        broker = _broker(config)
        dispatch = Dispatch(
            Claims(turn.database, lasting=config.claimed_for),
            partial(broker.hand_out, config.claimed_for),
        )
        handing_out = Step("hand out", DISPATCH_EVERY, dispatch.run)
        parts = build_parts(config, turn.database)
        collector = Collector(config, turn.client, parts, handing_out)
        if broker.run_steps(collector.paces(), collector.run_one, turn.still_first):
            turn.stopping.set()
        collector.stop()

    return alone(config, _work)


def understand(
    config: CollectorConfig, make_classifier: Callable[[], Understands], concurrency: int
) -> int:
    """Judge batches, `concurrency` at a time, until told to stop."""

    @cache  # by each process for itself: neither connections nor models outlive a fork
    def judge() -> Judge:
        return build_judge(config, Database(config.database_url), make_classifier())

    def _judge(mention_ids: list[int]) -> None:
        try:
            judge().judge(mention_ids)
        except (CollectorError, TicketError) as error:
            logger.warning("a batch waits until its claims run out: %s", error)

    _broker(config).run_judge(_judge, concurrency)
    return 0


def _broker(config: CollectorConfig) -> Broker:
    if config.broker_url is None:
        raise BrokerError(NO_BROKER)
    return Broker(config.broker_url, config.queue)
