"""The dashboard's tables as files, for the view that the address asks for."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response

from tickets.errors import NotFound
from web.console.access import AsSupervisor
from web.console.dashboard import Dashboard, FromDashboard
from web.console.kpi import asked_of
from web.console.kpi_places import PLACE
from web.console.kpi_tables import TABLES, Table, as_csv, as_records
from web.console.parts import FromConsole

router = APIRouter(include_in_schema=False)


@router.get(PLACE + "/{name}.csv")
def download_csv(
    request: Request,
    name: str,
    console: FromConsole,
    dashboard: FromDashboard,
    signed: AsSupervisor,
) -> Response:
    table = _table(request, dashboard, name)
    header = [console.views.text(f"kpi.column_{key}", signed.language) for key in table.columns]
    return Response(as_csv(table, header), headers=_headers(name, "csv"), media_type="text/csv")


@router.get(PLACE + "/{name}.json")
def download_json(
    request: Request, name: str, dashboard: FromDashboard, signed: AsSupervisor
) -> Response:
    table = _table(request, dashboard, name)
    view = asked_of(request, dashboard).view
    body = {"name": name, "view": view.address(), "rows": as_records(table)}
    return JSONResponse(jsonable_encoder(body), headers=_headers(name, "json"))


def _table(request: Request, dashboard: Dashboard, name: str) -> Table:
    if name not in TABLES:
        raise NotFound("name")
    return TABLES[name](dashboard.figures, asked_of(request, dashboard).view)


def _headers(name: str, ending: str) -> dict[str, str]:
    disposition = f'attachment; filename="{name}.{ending}"'
    return {"cache-control": "no-store", "content-disposition": disposition}
