"""What may no longer be kept goes: posts that disappeared on X within a day, the rest by age.

X's terms ask for the first; a post that X merely failed to show stays until X says that it is gone.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from collector.x_client import XClient
from tickets.clock import Clock, utc_now
from tickets.mentions import Mentions
from tickets.replies import Replies
from tickets.spending import Spending
from tickets.x_vocabulary import ReplyRejection, SpendKind

logger = logging.getLogger(__name__)
CHECK_AFTER = timedelta(hours=20)  # leaves four hours for outages
BATCH = 100


class Purge:
    """Looks again at what is kept, and empties what has to go."""

    def __init__(
        self,
        mentions: Mentions,
        replies: Replies,
        spending: Spending,
        *,
        keep_for: timedelta,
        reply_within: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._mentions = mentions
        self._replies = replies
        self._spending = spending
        self._keep_for = keep_for
        self._reply_within = reply_within
        self._clock = clock

    def check(self, client: XClient) -> int:
        """Ask X for what was not looked at for long; how many were gone. Raises `XError`."""
        erased = 0
        while batch := self._mentions.to_check(self._clock() - CHECK_AFTER, BATCH):
            by_post = {mention.post_id: mention.id for mention in batch if mention.post_id}
            found = client.look_up(list(by_post))
            self._spending.note(SpendKind.read, len(found.found))
            gone = [by_post[post_id] for post_id in found.gone if post_id in by_post]
            erased += self._mentions.erase(gone, ReplyRejection.post_gone)
            self._mentions.seen([mention.id for mention in batch if mention.id not in gone])
        if erased:
            logger.info("erased %d mentions whose posts are gone", erased)
        return erased

    def expire(self) -> int:
        """Empty what is kept long enough, and give up replies that nobody let go in time."""
        now = self._clock()
        self._replies.give_up_older_than(now - self._reply_within)
        old = self._mentions.kept_from_before(now - self._keep_for)
        return self._mentions.erase(old, ReplyRejection.too_old) if old else 0
