from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.fakes.chat_product import ChatProduct, chat_product
from tests.services import require, require_made
from web.config import DIST

FRONTEND = Path(__file__).parents[2] / "web" / "frontend"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 60_000

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    require(path, "no browser: CHROMIUM_PATH is not set and chromium is not on PATH")
    require_made(DIST / "manifest.json", "make run builds the front-end")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[ChatProduct]:
    with chat_product(tmp_path, dist=DIST) as product:
        yield product


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="fr-FR",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


@pytest.fixture(scope="session")
def axe() -> str:
    source = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
    require(source.exists(), "axe-core is not installed: run npm ci in web/frontend")
    return source.read_text(encoding="utf-8")
