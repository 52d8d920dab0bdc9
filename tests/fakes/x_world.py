"""The posts of a small X: who said what to whom, edits, deletions, and the account's replies."""

from __future__ import annotations

import re
import threading
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ACCOUNT_ID = "1900000000000000001"
HANDLE = "FreeAide"
FIRST_ID = 1_990_000_000_000_000_000


@dataclass
class WorldPost:
    id: str
    author_id: str
    handle: str
    text: str
    created_at: datetime
    conversation_id: str
    edit_ids: list[str]
    language: str = "fr"
    reply_settings: str = "everyone"
    references: list[dict[str, str]] = field(default_factory=list)
    is_gone: bool = False

    @property
    def names_us(self) -> bool:
        return re.search(rf"@{HANDLE}\b", self.text, re.IGNORECASE) is not None

    def as_json(self) -> dict[str, Any]:
        mentions = [
            {"username": name, "id": ACCOUNT_ID if name.lower() == HANDLE.lower() else "42"}
            for name in re.findall(r"@(\w+)", self.text)
        ]
        shown: dict[str, Any] = {
            "id": self.id,
            "text": self.text,
            "author_id": self.author_id,
            "conversation_id": self.conversation_id,
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "edit_history_tweet_ids": self.edit_ids,
            "lang": self.language,
            "reply_settings": self.reply_settings,
        }
        if mentions:
            shown["entities"] = {"mentions": mentions}
        if self.references:
            shown["referenced_tweets"] = self.references
        return shown


class XWorld:
    """Thread-safe; the tests and the demo write here what X would know."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.posts: dict[str, WorldPost] = {}
        self.rules: list[dict[str, str]] = []
        self.changed = threading.Condition(self.lock)
        self._last_id = FIRST_ID

    def say(self, text: str, handle: str = "alice", **details: Any) -> str:
        """Somebody posts; the post's id."""
        with self.changed:
            id_ = self._next_id()
            author = details.pop("author_id", str(zlib.crc32(handle.encode())))
            self.posts[id_] = WorldPost(
                id=id_,
                author_id=author,
                handle=handle,
                text=text,
                created_at=details.pop("created_at", datetime.now(UTC)),
                conversation_id=details.pop("conversation_id", id_),
                edit_ids=[id_],
                **details,
            )
            self.changed.notify_all()
            return id_

    def repost(self, id_: str, handle: str = "bob") -> str:
        text = f"RT @{self.posts[id_].handle}: {self.posts[id_].text}"
        return self.say(text, handle, references=[{"type": "retweeted", "id": id_}])

    def edit(self, id_: str, text: str) -> str:
        """The author changes a post: a new id, the old one stays readable."""
        with self.changed:
            old = self.posts[id_]
            new_id = self.say(
                text,
                old.handle,
                author_id=old.author_id,
                created_at=old.created_at,
                conversation_id=old.conversation_id,
            )
            ids = [*old.edit_ids, new_id]
            for one in ids:
                self.posts[one].edit_ids = ids
            return new_id

    def delete(self, id_: str) -> None:
        with self.changed:
            for one in self.posts[id_].edit_ids:
                self.posts[one].is_gone = True

    def reply(self, target_id: str | None, text: str) -> str:
        """The account posts; the caller has checked that it may."""
        with self.changed:
            references = [{"type": "replied_to", "id": target_id}] if target_id else []
            return self.say(text, HANDLE, author_id=ACCOUNT_ID, references=references)

    @property
    def replies(self) -> list[WorldPost]:
        with self.lock:
            return [post for post in self.posts.values() if post.author_id == ACCOUNT_ID]

    def replies_by_target(self) -> Counter[str]:
        """How many replies each post got: never more than one."""
        return Counter(one["id"] for post in self.replies for one in post.references)

    def mentions(self, since_id: int, start_at: datetime | None) -> list[WorldPost]:
        """Newest first; retweets among them, as X has them."""
        return self._newest_first(lambda post: post.names_us, since_id, start_at)

    def own_timeline(self, start_at: datetime | None) -> list[WorldPost]:
        return self._newest_first(lambda post: post.author_id == ACCOUNT_ID, 0, start_at)

    def _newest_first(
        self, wanted: Any, since_id: int, start_at: datetime | None
    ) -> list[WorldPost]:
        with self.lock:
            found = [
                post
                for post in self.posts.values()
                if wanted(post)
                and not post.is_gone
                and int(post.id) > since_id
                and post.id == post.edit_ids[-1]
                and (start_at is None or post.created_at >= start_at.replace(microsecond=0))
            ]
        return sorted(found, key=lambda post: int(post.id), reverse=True)

    def _next_id(self) -> str:
        self._last_id += 7
        return str(self._last_id)
