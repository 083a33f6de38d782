"""Partners over HTTP: people's word on their own company, and all routes of the package."""

from typing import Any

from litestar import Response, Router, put
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import (
    Regions,
    Viewer,
    require_anywhere,
    require_confirmed,
    signed_in_only,
)
from conference.accounts.models import RoleKind
from conference.errors import Forbidden
from conference.i18n import _
from conference.partners import company_routes, import_routes, merger_routes
from conference.partners.account import TEMPLATE, own_company
from conference.partners.actions import say_whether_right
from conference.web import AnyRequest, answer, morph, read_form


@put("/account/company", name="say_whether_right")
async def say(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    person_id = require_confirmed(viewer).person
    form = await read_form(request)
    said = form.one_of("is_right", ("yes", "no"))
    form.finish()
    await say_whether_right(db, person_id, form.number("company"), is_right=said == "yes")
    own = await own_company(db, person_id)
    return answer(
        request, [morph("own-company", TEMPLATE, "own_company", own)], to="/account#own-company"
    )


def staff_only(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A guard, so that nothing of a request is read before. The list belongs to no event."""
    require_anywhere(connection.scope["state"].get("viewer"), RoleKind.CHANNEL_STAFF)


def keepers_only(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The list is kept by those whom no region limits: a company's region is part of it."""
    staff = require_anywhere(connection.scope["state"].get("viewer"), RoleKind.CHANNEL_STAFF)
    if staff.regions_anywhere() is not None:
        raise Forbidden(_("The partner list is changed by colleagues who look after all regions."))


def limit(viewer: NamedDependency[Viewer]) -> Regions:
    return viewer.regions_anywhere()


ROUTES = (
    say,
    Router(
        "/desk/partners",
        guards=[signed_in_only, staff_only],
        dependencies={"regions": Provide(limit, sync_to_thread=False)},
        route_handlers=[
            *company_routes.READING,
            Router(
                "/",
                guards=[keepers_only],
                route_handlers=[
                    *company_routes.WRITING,
                    *merger_routes.HANDLERS,
                    *import_routes.HANDLERS,
                ],
            ),
        ],
    ),
)
