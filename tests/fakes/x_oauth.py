"""Checks OAuth 1.0a signatures as X does, written from RFC 5849 and not from tweepy's code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qsl, quote, unquote, urlsplit

HOST = "https://api.twitter.com"
LONGEST_SKEW_SECONDS = 300


class OAuthCheck:
    """Knows one set of keys and the nonces that were used."""

    def __init__(self, api_key: str, api_secret: str, token: str, token_secret: str) -> None:
        self._api_key = api_key
        self._token = token
        self._key = f"{_quoted(api_secret)}&{_quoted(token_secret)}".encode()
        self._nonces: set[str] = set()

    def is_signed(self, method: str, target: str, header: str) -> bool:
        """`target` is the path with its query, as it came in."""
        if not header.startswith("OAuth "):
            return False
        given = dict(part.strip().split("=", 1) for part in header[6:].split(","))
        oauth = {unquote(name): unquote(value.strip('"')) for name, value in given.items()}
        signature = oauth.pop("oauth_signature", "")
        is_ours = (oauth.get("oauth_consumer_key"), oauth.get("oauth_token")) == (
            self._api_key,
            self._token,
        )
        nonce, at = oauth.get("oauth_nonce", ""), int(oauth.get("oauth_timestamp", "0"))
        is_fresh = nonce not in self._nonces and abs(time.time() - at) < LONGEST_SKEW_SECONDS
        self._nonces.add(nonce)
        expected = self._signature(method, target, oauth)
        return is_ours and is_fresh and hmac.compare_digest(signature, expected)

    def _signature(self, method: str, target: str, oauth: dict[str, str]) -> str:
        parts = urlsplit(target)
        pairs = [*parse_qsl(parts.query, keep_blank_values=True), *oauth.items()]
        encoded = sorted((_quoted(name), _quoted(value)) for name, value in pairs)
        parameters = "&".join(f"{name}={value}" for name, value in encoded)
        base = "&".join((method, _quoted(HOST + parts.path), _quoted(parameters)))
        digest = hmac.new(self._key, base.encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
