"""A post as X's API v2 tells it, read once into a typed object. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "lang",
    "referenced_tweets",
    "reply_settings",
    "text",
)


class UnreadablePost(Exception):  # noqa: N818 - says what was found
    """A part of a post is missing or of another kind than X documents."""


@dataclass(frozen=True)
class Account:
    """The operator's own account."""

    id: str
    handle: str


@dataclass(frozen=True)
class Post:
    """One post; `edit_ids` are its versions, oldest first, itself among them."""

    id: str
    author_id: str
    author_handle: str | None
    text: str
    created_at: datetime
    language: str
    reply_settings: str
    conversation_id: str
    edit_ids: tuple[str, ...]
    mentioned_ids: tuple[str, ...]
    mentioned_handles: tuple[str, ...]
    references: tuple[tuple[str, str], ...]

    @property
    def is_repost(self) -> bool:
        return any(kind == "retweeted" for kind, _ in self.references)

    @property
    def replied_to(self) -> str | None:
        """The post that this one answers."""
        return next((id_ for kind, id_ in self.references if kind == "replied_to"), None)

    def names(self, account: Account) -> bool:
        """Whether the account is mentioned."""
        handles = {handle.lower() for handle in self.mentioned_handles}
        return account.id in self.mentioned_ids or account.handle.lower() in handles


@dataclass(frozen=True)
class Page:
    """Posts, newest first, and the token of the next page; `unreadable` were left out."""

    posts: list[Post]
    next_token: str | None
    newest_id: str | None
    unreadable: int = 0


@dataclass(frozen=True)
class Lookup:
    """What X says of posts that were asked for by id."""

    found: dict[str, Post]
    gone: set[str]


def read_post(data: object, handles: Mapping[str, str]) -> Post:
    """`handles` are those that the answer's `includes.users` gave, by id."""
    if not isinstance(data, Mapping):
        raise UnreadablePost("a post should be an object")
    try:
        id_ = _id(data["id"])
        mentions = (data.get("entities") or {}).get("mentions") or []
        references = data.get("referenced_tweets") or []
        return Post(
            id=id_,
            author_id=_id(data["author_id"]),
            author_handle=handles.get(str(data["author_id"])),
            text=str(data["text"]),
            created_at=_moment(data["created_at"]),
            language=str(data.get("lang") or "und"),
            reply_settings=str(data.get("reply_settings") or "everyone"),
            conversation_id=_id(data.get("conversation_id") or id_),
            edit_ids=tuple(sorted(map(_id, data.get("edit_history_tweet_ids") or [id_]), key=int)),
            mentioned_ids=tuple(str(one["id"]) for one in mentions if one.get("id")),
            mentioned_handles=tuple(str(one.get("username", "")) for one in mentions),
            references=tuple((str(one["type"]), _id(one["id"])) for one in references),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadablePost(f"a post is not as documented ({error!r})") from error


def read_handles(answer: Mapping[str, Any]) -> dict[str, str]:
    """Handles by id, out of an answer's `includes`."""
    users: Sequence[Any] = (answer.get("includes") or {}).get("users") or []
    return {str(user["id"]): str(user["username"]) for user in users if "username" in user}


def _id(value: object) -> str:
    text = str(value)
    if not (text.isascii() and text.isdigit()):
        raise ValueError("an id should be digits")
    return text


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
