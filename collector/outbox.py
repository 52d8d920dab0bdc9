"""Replies leave: claimed and committed before the call, settled afterwards, never sent twice.

After a crash or an unclear answer only the account's own timeline may say that a reply is there;
when it does not, a person decides. Nothing here sends the same reply again by itself unless X said
that it did not take it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from collector.errors import XError, XFault
from collector.policy import Hold, hold
from collector.posts import Account
from collector.x_client import XClient
from tickets.chat_links import ChatLinks
from tickets.clock import Clock, utc_now
from tickets.collector_marks import CollectorMarks
from tickets.collector_settings import CollectorControls
from tickets.mentions import Mentions
from tickets.replies import Replies
from tickets.spending import Spending
from tickets.x_views import ReplyView
from tickets.x_vocabulary import ReplyRejection, ReplyState, SpendKind

logger = logging.getLogger(__name__)
RETRY = timedelta(minutes=1)
LOOK_BACK = timedelta(minutes=5)
LOOK_FOR_UNKNOWN = timedelta(hours=1)
FINAL = frozenset({XFault.forbidden, XFault.rejected})


class Outbox:
    """Sends one reply at a time; one process does at a time, by the collector's lock."""

    def __init__(
        self,
        replies: Replies,
        mentions: Mentions,
        links: ChatLinks,
        controls: CollectorControls,
        spending: Spending,
        marks: CollectorMarks,
        *,
        link_base: str,
        zone: ZoneInfo,
        settle_after: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._replies = replies
        self._mentions = mentions
        self._links = links
        self._controls = controls
        self._spending = spending
        self._marks = marks
        self._link_base = link_base.rstrip("/")
        self._zone = zone
        self._settle_after = settle_after
        self._clock = clock

    def send_next(self, client: XClient) -> bool:
        """Send the first reply that may leave; False when none may. Raises `XError`."""
        for reply in self._replies.due():
            if self._hold(reply) is None:
                self._send(client, reply)
                return True
        return False

    def settle(self, client: XClient, account: Account, *, unknown_too: bool = False) -> None:
        """Find out what became of replies whose sending did not end well. Raises `XError`.

        `unknown_too` looks again for those that a person has not decided yet.
        """
        unclear = list(filter(self._is_ripe, self._unclear(unknown_too)))
        if not unclear:
            return
        since = min(reply.sending_at for reply in unclear if reply.sending_at) - LOOK_BACK
        own = client.own_posts(account, since)
        self._spending.note(SpendKind.own_read, len(own))
        by_target = {post.replied_to: post.id for post in own}
        targets = self._replies.targets()
        for reply in unclear:
            found = by_target.get(targets.get(reply.id, ""))
            if found:
                self._replies.mark_sent(reply.id, found)
            elif reply.state is ReplyState.sending:
                self._replies.mark_unknown(reply.id)
                self._marks.count("reply.unknown")
                logger.warning("a reply may or may not be on X: a person decides in the console")

    def _hold(self, reply: ReplyView) -> Hold | None:
        return hold(
            self._controls.read(),
            self._replies.traffic(),
            has_link=reply.has_link,
            is_approved_by_person=reply.decided_by is not None,
            now=self._clock(),
            zone=self._zone,
        )

    def _send(self, client: XClient, reply: ReplyView) -> None:
        # 1. The post must still be there, as it was judged.
        if not self._is_unchanged(client, reply):
            return
        # 2. Claim, make the link and count the cost; committed before anything leaves.
        outgoing = self._replies.begin_sending(
            reply.id, lambda session, mention: self._link(*self._links.make(session, mention))
        )
        if outgoing is None:
            return
        # 3. The only call that writes on X.
        try:
            sent_id = client.reply(outgoing.post_id, outgoing.text)
        except XError as error:
            self._note_failure(reply.id, error)
            raise
        # 4. A crash before this line is what `settle` is for.
        self._replies.mark_sent(reply.id, sent_id)

    def _is_unchanged(self, client: XClient, reply: ReplyView) -> bool:
        mention = reply.mention
        if mention.post_id is None:
            self._replies.give_up(reply.id, ReplyRejection.post_gone)
            return False
        found = client.look_up([mention.post_id])
        self._spending.note(SpendKind.read, len(found.found))
        if mention.post_id in found.gone:
            self._mentions.erase([mention.id], ReplyRejection.post_gone)
            return False
        post = found.found.get(mention.post_id)
        if post is None:
            self._replies.give_up(reply.id, ReplyRejection.post_gone)
            return False
        if post.edit_ids[-1] != mention.post_id or post.text != mention.text:
            self._replies.give_up(reply.id, ReplyRejection.post_edited)
            return False
        return True

    def _link(self, link_id: int, token: str) -> tuple[int, str]:
        return link_id, f"{self._link_base}/c/{token}"

    def _note_failure(self, reply_id: int, error: XError) -> None:
        if error.may_have_acted:
            self._replies.mark_unclear(reply_id, str(error))
            return
        retry_at: datetime | None = None
        if error.fault not in FINAL:
            retry_at = max(error.retry_at or self._clock(), self._clock() + RETRY)
        self._replies.mark_unsent(reply_id, str(error), retry_at)

    def _unclear(self, unknown_too: bool) -> list[ReplyView]:
        since = self._clock() - LOOK_FOR_UNKNOWN
        unknown = self._replies.unknown() if unknown_too else []
        recent = [reply for reply in unknown if reply.sending_at and reply.sending_at > since]
        return [*self._replies.sending(), *recent]

    def _is_ripe(self, reply: ReplyView) -> bool:
        since = reply.sending_at or self._clock()
        return self._clock() - since >= self._settle_after
