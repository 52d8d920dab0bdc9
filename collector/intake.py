"""Mentions come in: every page is stored before the cursor moves, so a crash only repeats work.

Reposts and the account's own posts are left out; a newer version of a post takes the older's place.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from collector.posts import Account, Post
from collector.x_client import XClient
from tickets.clock import Clock, utc_now
from tickets.collector_marks import LAST_LOOK, NEWEST_POST, CollectorMarks
from tickets.mentions import Arrival, Mentions, NewMention
from tickets.spending import Spending
from tickets.x_vocabulary import MentionSource, SpendKind

logger = logging.getLogger(__name__)
FIRST_LOOK = timedelta(hours=1)
MOST_PAGES = 50  # X ends sooner, with some 800 mentions; more would be a loop


class Intake:
    """Stores what X tells; judging it is another step."""

    def __init__(
        self, mentions: Mentions, marks: CollectorMarks, spending: Spending, clock: Clock = utc_now
    ) -> None:
        self._mentions = mentions
        self._marks = marks
        self._spending = spending
        self._clock = clock

    def poll(self, client: XClient, account: Account) -> Counter[str]:
        """All mentions since the cursor; what became of them. Raises `XError`."""
        since = self._marks.read(NEWEST_POST)
        start_at = None if since else self._clock() - FIRST_LOOK
        seen: Counter[str] = Counter()
        newest: str | None = None
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = client.mentions(account, since_id=since, start_at=start_at, page_token=token)
            self._spending.note(SpendKind.own_read, len(page.posts) + page.unreadable)
            seen += self.take(page.posts, account, MentionSource.poll)
            seen["unreadable"] += page.unreadable
            newest, token = newest or page.newest_id, page.next_token
            if token is None:
                break
        else:
            logger.warning("more mentions than X hands out: the oldest of this gap are lost")
            seen["lost"] += 1
        if newest:
            self._marks.advance(newest)
        self._marks.write(LAST_LOOK, "")
        self._note(seen)
        return +seen

    def take(self, posts: Sequence[Post], account: Account, source: MentionSource) -> Counter[str]:
        """Store what is a mention; what became of each post."""
        seen: Counter[str] = Counter()
        kept = []
        for post in sorted(posts, key=lambda post: int(post.id)):
            if post.is_repost:
                seen["repost"] += 1
            elif post.author_id == account.id:
                seen["own"] += 1
            else:
                kept.append(new_mention(post, account, source))
        seen.update(str(arrival) for arrival in self._mentions.store(kept))
        return seen

    def _note(self, seen: Counter[str]) -> None:
        for what in ("unreadable", "lost", Arrival.edited):
            if seen[what]:
                self._marks.count(f"post.{what}", seen[what])


def new_mention(post: Post, account: Account, source: MentionSource) -> NewMention:
    """A post as the store takes it."""
    return NewMention(
        post_id=post.id,
        edit_ids=post.edit_ids,
        thread_id=post.conversation_id,
        author_id=post.author_id,
        author_handle=post.author_handle,
        text=post.text,
        language=post.language,
        reply_settings=post.reply_settings,
        names_us=post.names(account),
        created_at=post.created_at,
        source=source,
    )
