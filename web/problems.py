"""Errors as clients of the REST interface read them, and as people read them on a page."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from web.catalogue import Catalogue
from web.errors import Refused
from web.pages import Pages, language_of

logger = logging.getLogger(__name__)


class Problems:
    def __init__(self, catalogue: Catalogue, pages: Pages) -> None:
        self._catalogue = catalogue
        self._pages = pages

    def register(self, app: FastAPI) -> None:
        app.exception_handler(Refused)(self.refused)
        app.exception_handler(RequestValidationError)(self.invalid)
        app.exception_handler(HTTPException)(self.http_error)
        app.exception_handler(Exception)(self.failure)

    async def refused(self, request: Request, error: Refused) -> Response:
        message = self._catalogue.text(error.key, language_of(request), **error.values)
        return _problem(error.status, error.code, error.field, message)

    async def invalid(self, request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        detail = f"{field}: {first['msg']}"
        message = self._catalogue.text("error.invalid", language_of(request), detail=detail)
        return _problem(422, "invalid", field, message)

    async def http_error(self, request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and not request.url.path.startswith("/api/"):
            return self._pages.render("not_found.html", request, status=404)
        key = "error.not_found" if error.status_code == 404 else "error.invalid"
        message = self._catalogue.text(key, language_of(request), detail=error.detail)
        code = "not_found" if error.status_code == 404 else "http_error"
        return _problem(error.status_code, code, "", message)

    async def failure(self, request: Request, error: Exception) -> Response:
        logger.error("a request to %s failed", request.url.path, exc_info=error)
        message = self._catalogue.text("error.internal", language_of(request))
        return _problem(500, "internal", "", message)


def _problem(status: int, code: str, field: str, message: str) -> Response:
    body = {"error": {"code": code, "field": field, "message": message}}
    return JSONResponse(body, status_code=status)
