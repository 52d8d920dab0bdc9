"""X's API v2 through tweepy: the only file that imports it, where its errors become ours.

The adapter sends each signed request on to another host when one is set (the signature covers X's
own address) and never waits without end. Nothing here waits or tries again: who calls decides.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
import tweepy
from requests.adapters import HTTPAdapter

from collector.errors import XError, XFault
from collector.figures import figures
from collector.posts import (
    FIELDS,
    Account,
    Lookup,
    Page,
    Post,
    UnreadablePost,
    read_handles,
    read_post,
)

X_HOST = "https://api.twitter.com"  # tweepy's; it cannot be told another
CONNECT_SECONDS = 5.0
PAGE = 100
STALLED_SECONDS = 25.0  # X gives a sign of life every 20 s
RESET_HEADER = "x-rate-limit-reset"
# At DEBUG it prints every request's headers, the bearer token among them.
logging.getLogger("tweepy").setLevel(logging.WARNING)
logging.getLogger("tweepy.streaming").setLevel(logging.CRITICAL)  # we tell its faults ourselves


@dataclass(frozen=True, repr=False)
class Credentials:
    """The keys of the operator's account; they are never shown."""

    api_key: str
    api_secret: str
    access_token: str
    access_token_secret: str
    bearer_token: str | None = None


class _Adapter(HTTPAdapter):
    def __init__(self, api_url: str | None, timeout_seconds: float) -> None:
        super().__init__()
        self._base = (api_url or X_HOST).rstrip("/")
        self._timeouts = (CONNECT_SECONDS, timeout_seconds)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        request.url = (request.url or "").replace(X_HOST, self._base, 1)
        options["timeout"] = self._timeouts
        response = super().send(request, **options)
        if not response.headers.get(RESET_HEADER, "").isdecimal():
            response.headers.pop(RESET_HEADER, None)  # tweepy would choke on it
        return response


class XClient:
    """The calls that the collector makes, as the operator's account."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        api_url: str | None = None,
        timeout_seconds: float = 20,
        stalled_seconds: float = STALLED_SECONDS,
    ) -> None:
        self._credentials = credentials
        self._api_url = api_url
        self._stalled_seconds = stalled_seconds
        self._client = tweepy.Client(
            consumer_key=credentials.api_key,
            consumer_secret=credentials.api_secret,
            access_token=credentials.access_token,
            access_token_secret=credentials.access_token_secret,
            return_type=dict,
            wait_on_rate_limit=False,  # it would call itself without end when X names no time
        )
        mount(self._client.session, api_url, timeout_seconds)

    def me(self) -> Account:
        with _calling("me"):
            data = self._client.get_me()["data"]
            return Account(str(data["id"]), str(data["username"]))

    def mentions(
        self,
        account: Account,
        *,
        since_id: str | None,
        start_at: datetime | None = None,
        page_token: str | None = None,
    ) -> Page:
        """One page of the account's mentions, newest first."""
        with _calling("mentions"):
            answer = self._client.get_users_mentions(
                account.id,
                since_id=since_id,
                start_time=start_at,
                pagination_token=page_token,
                max_results=PAGE,
                user_auth=True,
                **_WANTED,
            )
            return _page(answer)

    def look_up(self, post_ids: Sequence[str]) -> Lookup:
        """Up to 100 posts; one that X neither shows nor reports is taken for still there."""
        with _calling("look_up"):
            answer = self._client.get_tweets(list(post_ids), user_auth=True, **_WANTED)
            page = _page(answer)
            gone = {
                str(error.get("resource_id") or error.get("value"))
                for error in answer.get("errors") or []
                if str(error.get("type", "")).rpartition("/")[2] in _GONE
            }
        return Lookup({post.id: post for post in page.posts}, gone)

    def own_posts(self, account: Account, since_at: datetime) -> list[Post]:
        """What the account posted since then; X's newest 100 at most."""
        with _calling("own_posts"):
            answer = self._client.get_users_tweets(
                account.id, start_time=since_at, max_results=PAGE, user_auth=True, **_WANTED
            )
            return _page(answer).posts

    def reply(self, post_id: str, text: str) -> str:
        """Post a reply; its id on X. An error says whether X may have posted it all the same."""
        with _calling("reply", is_writing=True):
            answer = self._client.create_tweet(
                text=text, in_reply_to_tweet_id=post_id, user_auth=True
            )
            return str(answer["data"]["id"])

    def stream(
        self, on_post: Callable[[Post], None], on_event: Callable[[str], None]
    ) -> FilteredStream:
        """A filtered stream that is not connected yet; events are `connected` and `unreadable`.

        Without a sign of life for `stalled_seconds` it ends.
        """
        stream = FilteredStream(self._credentials.bearer_token or "", on_post, on_event)
        mount(stream.session, self._api_url, self._stalled_seconds)
        return stream


class FilteredStream(tweepy.StreamingClient):  # type: ignore[misc]
    """One connection to X's filtered stream; every ending of it is an `XError` to the caller."""

    def __init__(
        self, bearer_token: str, on_post: Callable[[Post], None], on_event: Callable[[str], None]
    ) -> None:
        super().__init__(bearer_token, return_type=dict, wait_on_rate_limit=False)
        self._on_post = on_post
        self._on_event = on_event
        self._ending: XError | None = None

    def watch(self, rule: str) -> None:
        """Make this the only rule of the stream."""
        with _translated():
            rules = self.get_rules().get("data") or []
            others = [one["id"] for one in rules if one.get("value") != rule]
            if others:
                self.delete_rules(others)
            if len(others) == len(rules):
                self.add_rules(tweepy.StreamRule(rule, tag="mentions"))

    def listen(self) -> None:
        """Hand on posts until the connection ends, and say how it ended by raising `XError`."""
        self._ending = None
        with _translated():
            self.filter(**_WANTED)
        raise self._ending or XError(XFault.closed, "the stream was closed")

    def on_connect(self) -> None:
        self._on_event("connected")

    def on_data(self, raw_data: bytes) -> None:
        """In place of tweepy's, which dies of bad JSON and of what is no post."""
        try:
            answer = json.loads(raw_data)
            if "data" not in answer and answer.get("errors"):
                self._end(XFault.closed, "X said that it ends the stream")
                return
            post = read_post(answer["data"], read_handles(answer))
        except (UnreadablePost, ValueError, KeyError, TypeError, AttributeError):
            self._on_event("unreadable")
            return
        self._on_post(post)

    def on_closed(self, response: requests.Response) -> None:
        self._end(XFault.closed, "X closed the stream")

    def on_connection_error(self) -> None:
        self._end(XFault.stalled, "the stream broke or fell silent")

    def on_request_error(self, status_code: int) -> None:
        fault, permanent = _STATUS.get(status_code, (XFault.server, False))
        self._end(fault, f"the stream was refused with HTTP {status_code}", permanent=permanent)

    def on_exception(self, exception: Exception) -> None:
        self._end(XFault.bad_answer, f"the stream failed ({type(exception).__name__})")

    def _end(self, fault: XFault, message: str, *, permanent: bool = False) -> None:
        self._ending = self._ending or XError(fault, message, permanent=permanent)
        self.disconnect()  # else tweepy connects again at once, without a pause


_WANTED = {"tweet_fields": list(FIELDS), "expansions": "author_id", "user_fields": "username"}
_GONE = {"resource-not-found", "not-authorized-for-resource"}
_STATUS = {
    400: (XFault.rejected, True),
    401: (XFault.unauthorized, True),
    402: (XFault.unpaid, True),
    403: (XFault.forbidden, True),
    404: (XFault.rejected, True),
    429: (XFault.rate_limited, False),
}


def mount(session: requests.Session, api_url: str | None, timeout_seconds: float) -> None:
    """All that the session sends goes through the adapter; to another host, past any proxy."""
    session.mount(X_HOST, _Adapter(api_url, timeout_seconds))
    if api_url:
        session.trust_env = False


@contextmanager
def _calling(call: str, *, is_writing: bool = False) -> Iterator[None]:
    with figures().x_calls.run(call=call) as run:
        try:
            with _translated(is_writing=is_writing):
                yield
        except XError as error:
            run.outcome = str(error.fault)
            raise


@contextmanager
def _translated(*, is_writing: bool = False) -> Iterator[None]:
    try:
        yield
    except tweepy.HTTPException as error:
        raise _of_answer(error, is_writing=is_writing) from None
    except requests.ConnectTimeout:
        raise XError(XFault.unreachable, "X cannot be reached") from None
    except requests.Timeout:
        raise XError(
            XFault.timeout, "X did not answer in time", may_have_acted=is_writing
        ) from None
    except requests.JSONDecodeError:
        raise _bad_answer(is_writing) from None
    except requests.RequestException as error:
        acted = is_writing and not _was_never_sent(error)
        kind = type(error).__name__
        raise XError(
            XFault.unreachable, f"the line to X broke ({kind})", may_have_acted=acted
        ) from None
    except (KeyError, TypeError, ValueError, AttributeError, UnreadablePost):
        raise _bad_answer(is_writing) from None


def _of_answer(error: tweepy.HTTPException, *, is_writing: bool) -> XError:
    status = int(error.response.status_code)
    fault, permanent = _STATUS.get(status, (XFault.server, False))
    said = " ".join(str(message) for message in error.api_messages).lower()
    if status == 429 and ("usage" in said or "monthly" in said):
        fault = XFault.usage_capped
    if status == 403 and "duplicate" in said:
        fault = XFault.duplicate
    acted = fault is XFault.duplicate or (is_writing and status not in _STATUS)
    retry_at = _reset_of(error.response) if fault is XFault.rate_limited else None
    message = f"X answered HTTP {status} ({fault})"
    return XError(fault, message, permanent=permanent, may_have_acted=acted, retry_at=retry_at)


def _reset_of(response: requests.Response) -> datetime | None:
    header = response.headers.get(RESET_HEADER, "")
    return datetime.fromtimestamp(int(header), UTC) if header.isdecimal() else None


def _bad_answer(is_writing: bool) -> XError:
    message = "X's answer is not what its API documents"
    return XError(XFault.bad_answer, message, may_have_acted=is_writing)


def _was_never_sent(error: requests.RequestException) -> bool:
    """Refused connections; a line that breaks later may break after X has read the request."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def _page(answer: Mapping[str, Any]) -> Page:
    handles = read_handles(answer)
    posts, unreadable = [], 0
    for data in answer.get("data") or []:
        try:
            posts.append(read_post(data, handles))
        except UnreadablePost:
            unreadable += 1
    meta = answer.get("meta") or {}
    newest = str(meta.get("newest_id") or max((post.id for post in posts), key=int, default=""))
    return Page(posts, meta.get("next_token"), newest or None, unreadable)
