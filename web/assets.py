"""The built front-end, held in memory with its compressed forms; it serves nothing else.

Names carry a hash of their content, so browsers may keep them for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
# In order of preference, with the suffix of the file that the build wrote.
ENCODINGS = {"br": ".br", "gzip": ".gz"}


class FrontendNotBuilt(Exception):  # noqa: N818 - it is a state of the checkout
    """The front-end must be built before the web process starts."""


@dataclass(frozen=True, slots=True)
class Asset:
    media_type: str
    bodies: dict[str, bytes]

    def choose(self, accept_encoding: str) -> tuple[str, bytes]:
        accepted = {
            part.split(";")[0].strip()
            for part in accept_encoding.split(",")
            if part.replace(" ", "").partition(";q=")[2] not in ("0", "0.0")
        }
        for encoding in ENCODINGS:
            if encoding in accepted and encoding in self.bodies:
                return encoding, self.bodies[encoding]
        return "identity", self.bodies["identity"]


class Assets:
    def __init__(self, names: dict[str, str], files: dict[str, Asset]) -> None:
        self._names = names
        self._files = files

    @classmethod
    def load(cls, dist: Path) -> Assets:
        manifest = dist / "manifest.json"
        if not manifest.is_file():
            raise FrontendNotBuilt(
                "The front-end is not built: run `npm ci && npm run build` in web/frontend."
            )
        names = json.loads(manifest.read_text(encoding="utf-8"))
        return cls(names, {name: _read(dist / name) for name in names.values()})

    def url(self, source: str) -> str:
        return f"/static/{self._names[source]}"

    def source(self, source: str) -> Asset:
        return self._files[self._names[source]]

    def get(self, name: str) -> Asset | None:
        return self._files.get(name)


def _read(path: Path) -> Asset:
    bodies = {"identity": path.read_bytes()}
    for encoding, suffix in ENCODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.is_file():
            bodies[encoding] = compressed.read_bytes()
    return Asset(MEDIA_TYPES[path.suffix], bodies)
