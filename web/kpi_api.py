"""The figures for programs, by the same definitions as the dashboard: /api/v1/kpis."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from tickets.errors import InvalidValue
from tickets.kpis.definitions import Direction, Kpi, Unit
from tickets.kpis.figures import Figures
from tickets.kpis.results import Figure
from tickets.kpis.views import View
from web.api import PROBLEMS
from web.console.kpi_places import with_default
from web.errors import Refused


class TargetOut(BaseModel):
    direction: Direction
    value: float


class PointOut(BaseModel):
    starts_at: datetime
    value: float | None
    sample: int


class KpiOut(BaseModel):
    key: str
    unit: Unit = Field(description="ratio: 0 to 1; rating: 1 to 5.")
    formula: str
    value: float | None = Field(description="null: no data; of seconds, the median.")
    p95: float | None
    companion: float | None = Field(description="The share shown beside it, 0 to 1.")
    target: TargetOut | None
    on_target: bool | None
    sample: int = Field(description="How many tickets or posts it rests on.")
    previous: float | None = Field(description="The value one window earlier.")
    series: list[PointOut]

    @classmethod
    def of(cls, figure: Figure) -> KpiOut:
        return cls(
            key=figure.kpi.key,
            unit=figure.kpi.unit,
            formula=figure.kpi.formula,
            value=figure.value,
            p95=figure.p95,
            companion=figure.companion,
            target=_target(figure.kpi),
            on_target=figure.is_on_target,
            sample=figure.sample,
            previous=figure.previous,
            series=[PointOut(**vars(point)) for point in figure.points],
        )


class KpisOut(BaseModel):
    starts_at: datetime
    ends_at: datetime
    view: dict[str, str] = Field(description="The window and filters, as asked for.")
    kpis: list[KpiOut]


class Asked(BaseModel):
    """What the address of the dashboard holds, too."""

    window: str = Field("", description="24h, or whole days such as 7d; 30d where nothing is said.")
    from_: str = Field("", alias="from", description="First day, such as 2026-11-20.")
    to: str = Field("", description="Last day, included.")
    theme: str = ""
    channel: str = ""
    priority: str = ""


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def kpis_router(figures: Figures, token: str | None) -> APIRouter:
    """`token` is what clients send; without one nobody is let in."""

    def require_token(bearer: Bearer) -> None:
        given = bearer.credentials if bearer else ""
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            raise Refused("token", "Authorization", "error.token", status=403)

    router = APIRouter(
        prefix="/api/v1/kpis",
        tags=["kpis"],
        responses=PROBLEMS,
        dependencies=[Depends(require_token)],
    )

    @router.get("")
    def read_kpis(asked: Annotated[Asked, Query()]) -> KpisOut:
        """Every KPI over a window, with its target, its past and the window before."""
        view = _view(asked, figures)
        return KpisOut(
            starts_at=view.window.starts_at,
            ends_at=view.window.ends_at,
            view=view.address(),
            kpis=[KpiOut.of(figure) for figure in figures.measure(view)],
        )

    return router


def _view(asked: Asked, figures: Figures) -> View:
    given = {name: text for name, text in asked.model_dump(by_alias=True).items() if text}
    try:
        return View.parse(with_default(given), figures.now, figures.zone)
    except InvalidValue as refusal:
        raise Refused(
            "invalid", refusal.field, "error.invalid", detail=f"{refusal.field}: {refusal.expected}"
        ) from refusal


def _target(kpi: Kpi) -> TargetOut | None:
    return TargetOut(**vars(kpi.target)) if kpi.target else None
