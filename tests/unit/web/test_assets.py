from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.chat_product import write_frontend
from web.assets import Assets, FrontendNotBuilt


def test_a_missing_build_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FrontendNotBuilt, match="npm ci && npm run build"):
        Assets.load(tmp_path)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate", "gzip"),
        ("br;q=1, gzip", "gzip"),
        ("", "identity"),
        ("gzip;q=0", "identity"),
    ],
)
def test_the_best_form_that_the_browser_takes_is_sent(
    tmp_path: Path, accepted: str, encoding: str
) -> None:
    assets = Assets.load(write_frontend(tmp_path))

    chosen, _ = assets.source("chat.js").choose(accepted)

    assert chosen == encoding


def test_only_what_the_build_published_is_served(tmp_path: Path) -> None:
    assets = Assets.load(write_frontend(tmp_path))

    assert assets.get("../config.py") is None
    assert assets.get("manifest.json") is None
