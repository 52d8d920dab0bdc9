"""Whether two spellings name the same customer.

Loose on purpose about case, accents, order, hyphens and glued particles; strict about the family
name. Pure: limits on guessing are kept elsewhere.
"""

from __future__ import annotations

import hmac

from tickets.folding import words


def is_same_customer(stored: str, given: str) -> bool:
    """True when `given` holds the stored family name and nothing foreign beside it.

    `stored` has the given name first ("Jean-Pierre Dupont", "Yann Le Goff"); a single word counts
    as the family name. The time taken does not tell how much of the name was right.
    """
    asked = "".join(words(given)).encode()
    matches = [hmac.compare_digest(asked, spelling.encode()) for spelling in _spellings(stored)]
    return any(matches)


def _spellings(stored: str) -> list[str]:
    first, _, rest = stored.strip().partition(" ")
    family = "".join(words(rest or first))
    given = words(first) if rest else []
    if not family:
        return []
    shortened = [*given, "".join(given)] if given else []
    either_order = [spelling for g in shortened for spelling in (g + family, family + g)]
    return [family, *either_order, *_rotations(words(stored))]


def _rotations(parts: list[str]) -> list[str]:
    """The whole name begun at each of its words: "nguyen thi lan" is also "thi lan nguyen"."""
    return ["".join(parts[cut:] + parts[:cut]) for cut in range(len(parts))]
