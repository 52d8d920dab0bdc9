"""The closed lists of what happens on X: the same words in Python, tables and screens."""

from __future__ import annotations

from enum import StrEnum


class MentionState(StrEnum):
    """Where a mention is; `gone` is one that its author, X or the retention took away."""

    received = "received"
    judged = "judged"
    gone = "gone"


class MentionSource(StrEnum):
    """How a mention came in."""

    poll = "poll"
    stream = "stream"
    replay = "replay"


class ReplyState(StrEnum):
    """Where a public reply is; `unknown` may or may not be on X, and a human decides."""

    pending = "pending"
    approved = "approved"
    sending = "sending"
    sent = "sent"
    rejected = "rejected"
    unknown = "unknown"


class ReplyRejection(StrEnum):
    """Why a reply never leaves."""

    dry_run = "dry_run"
    refused = "refused"
    post_gone = "post_gone"
    post_edited = "post_edited"
    opted_out = "opted_out"
    too_old = "too_old"
    refused_by_x = "refused_by_x"
    not_sent = "not_sent"


class CollectorMode(StrEnum):
    """Who lets a reply go out: nobody, an agent each time, or the rules."""

    dry_run = "dry_run"
    approval = "approval"
    automatic = "automatic"


class ToneGroup(StrEnum):
    """For which tones a template is written: `upset` covers frustrated and angry."""

    calm = "calm"
    upset = "upset"


class SpendKind(StrEnum):
    """What X is paid for."""

    own_read = "own_read"
    read = "read"
    post = "post"
    post_with_link = "post_with_link"
