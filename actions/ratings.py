"""Reads a mark from 1 to 5 out of what a customer typed. Pure."""

from __future__ import annotations

import re

WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "zero": 1, "nul": 1, "parfait": 5, "excellent": 5,
}  # fmt: skip
FRACTION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|sur|out of)\s*(\d+)")
NUMBER = re.compile(r"(?<![\d.,])([0-5])(?![\d.,]*\d)")
STARS = re.compile("[⭐★🌟]")


def read_rating(text: str) -> int | None:
    """The mark on the scale 1 to 5; "8/10" is brought to that scale, "0" becomes 1."""
    lowered = text.lower()
    if fraction := FRACTION.search(lowered):
        return _scaled(float(fraction[1].replace(",", ".")), int(fraction[2]))
    if number := NUMBER.search(lowered):
        return max(1, int(number[1]))
    if stars := STARS.findall(text):
        return min(5, len(stars))
    return next((WORDS[word] for word in re.findall(r"\w+", lowered) if word in WORDS), None)


def _scaled(value: float, top: int) -> int | None:
    if top <= 0 or value > top:
        return None
    return max(1, min(5, round(value * 5 / top)))
