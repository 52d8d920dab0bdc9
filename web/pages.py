"""The pages around the chat, and the chat's own shell: markup only, every sentence translated."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from web.assets import Asset, Assets
from web.catalogue import Catalogue, Language, choose_language
from web.security import content_policy

TEMPLATES = Path(__file__).with_name("templates")
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_MINUTES = "public, max-age=300"
ANYONE = "*"


class Pages:
    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        *,
        public_url: str,
        origins: list[str],
        max_message_chars: int,
    ) -> None:
        self._catalogue = catalogue
        self._assets = assets
        self._public_url = public_url.rstrip("/")
        self._embed_policy = content_policy(public_url, _ancestors(origins))
        self._origins = origins
        self._max_message_chars = max_message_chars
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, request: Request, status: int = 200, **context: Any) -> Response:
        language = language_of(request)
        page = self._templates.get_template(name).render(
            language=language,
            other_language="en" if language == "fr" else "fr",
            text=self._catalogue.section("page", language),
            asset=self._assets.url,
            public_url=self._public_url,
            **context,
        )
        headers = {"cache-control": "no-cache", "vary": "Accept-Language"}
        return HTMLResponse(page, status_code=status, headers=headers)

    def chat(self, request: Request) -> Response:
        language = language_of(request)
        is_embedded = request.query_params.get("embed") == "1"
        page = self.render(
            "chat.html",
            request,
            chat=self._catalogue.section("chat", language),
            config=self._chat_config(request, language, is_embedded=is_embedded),
            is_embedded=is_embedded,
        )
        if is_embedded:
            page.headers["content-security-policy"] = self._embed_policy
        return page

    def asset(self, request: Request, asset: Asset | None, cache: str) -> Response:
        if asset is None:
            return self.render("not_found.html", request, status=404)
        encoding, body = asset.choose(request.headers.get("accept-encoding", ""))
        headers = {
            "cache-control": cache,
            "vary": "Accept-Encoding",
            "cross-origin-resource-policy": "cross-origin",
        }
        if encoding != "identity":
            headers["content-encoding"] = encoding
        return Response(body, media_type=asset.media_type, headers=headers)

    def _chat_config(
        self, request: Request, language: Language, *, is_embedded: bool
    ) -> dict[str, Any]:
        host = request.query_params.get("host", "")
        return {
            "language": language,
            "text": self._catalogue.section("chat", language),
            "maxMessageChars": self._max_message_chars,
            "embedded": is_embedded,
            "host": host if is_embedded and _is_origin(host) and self._may_embed(host) else None,
        }

    def _may_embed(self, origin: str) -> bool:
        own = origin == self._public_url
        return own or ANYONE in self._origins or origin in self._origins


def language_of(request: Request) -> Language:
    asked = request.query_params.get("lang")
    return choose_language(asked, request.headers.get("accept-language"))


def _ancestors(origins: list[str]) -> list[str]:
    return [ANYONE] if ANYONE in origins else ["'self'", *origins]


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    is_bare = text == f"{parts.scheme}://{parts.netloc}"
    return parts.scheme in ("http", "https") and bool(parts.netloc) and is_bare


def pages_router(pages: Pages, assets: Assets) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request) -> Response:
        return pages.render("home.html", request)

    @router.get("/chat")
    async def chat(request: Request) -> Response:
        return pages.chat(request)

    @router.get("/privacy")
    async def privacy(request: Request) -> Response:
        return pages.render("privacy.html", request)

    @router.get("/widget-demo")
    async def widget_demo(request: Request) -> Response:
        return pages.render("widget_demo.html", request)

    @router.get("/widget.js")
    async def widget(request: Request) -> Response:
        return pages.asset(request, assets.source("widget.js"), FOR_MINUTES)

    @router.get("/favicon.ico")
    async def favicon(request: Request) -> Response:
        return pages.asset(request, assets.source("icon.svg"), FOR_MINUTES)

    @router.get("/static/{name}")
    async def static(request: Request, name: str) -> Response:
        return pages.asset(request, assets.get(name), FOR_GOOD)

    return router
