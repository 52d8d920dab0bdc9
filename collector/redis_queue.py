"""Redis as the collector's broker. The one file on Kombu's Redis transport."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu.transport import redis, virtual


class _QoS(redis.QoS):
    """Gives a task's place free even where Redis did not hear that the task is done.

    Kombu 5.7.0 keeps it. Once it has kept all of a worker's, that worker reads no more from Redis,
    so that it neither learns that the connection is lost nor takes a task again.
    """

    def ack(self, delivery_tag: Any) -> None:
        with self._giving_free(delivery_tag):
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        with self._giving_free(delivery_tag):
            super().reject(delivery_tag, requeue)  # type: ignore[no-untyped-call]

    @contextmanager
    def _giving_free(self, delivery_tag: Any) -> Iterator[None]:
        try:
            yield
        except self.channel.connection_errors:
            virtual.QoS.ack(self, delivery_tag)  # type: ignore[no-untyped-call]
            raise


def outlive_lost_connections() -> None:
    """Have every worker of this process read from Redis again after a connection was lost."""
    redis.Channel.QoS = _QoS
