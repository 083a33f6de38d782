"""All routes, compiled once a process: what they work with travels with each request."""

from functools import cache

from litestar import Litestar
from litestar.config.compression import CompressionConfig

import conference.accounts.routes
import conference.agenda.routes
import conference.desk.routes
import conference.desk.unassigned_routes
import conference.media
import conference.operations
import conference.organise.routes
import conference.partners.routes
import conference.polls.routes
import conference.qa.routes
import conference.registration.routes
import conference.rehearsal.routes
import conference.sentiment.routes
import conference.stage.routes
import conference.web.assets
import conference.web.legal
import conference.web.styles
from conference import demo
from conference.web.assets import static_router
from conference.web.faults import HANDLERS
from conference.web.packed import IS_PACKED
from conference.wiring import DEPENDENCIES, Entrance

ROUTES = (
    *conference.operations.ROUTES,
    *conference.media.ROUTES,
    *conference.web.assets.ROUTES,
    *conference.web.styles.ROUTES,
    *conference.web.legal.ROUTES,
    *conference.accounts.routes.ROUTES,
    *conference.partners.routes.ROUTES,
    *conference.agenda.routes.ROUTES,
    *conference.registration.routes.ROUTES,
    *conference.qa.routes.ROUTES,
    *conference.polls.routes.ROUTES,
    *conference.sentiment.routes.ROUTES,
    *conference.stage.routes.ROUTES,
    *conference.desk.unassigned_routes.ROUTES,
    *conference.desk.routes.ROUTES,
    *conference.organise.routes.ROUTES,
    *conference.rehearsal.routes.ROUTES,
)
BODY_BYTES = 64 * 1024


@cache
def routed(*, with_demo: bool) -> Litestar:
    """Holds nothing of any one app; each puts its parts into `scope["state"]` (see `wiring`)."""
    return Litestar(
        [static_router(), *ROUTES, *(demo.ROUTES if with_demo else ())],
        dependencies=DEPENDENCIES,
        middleware=[Entrance()],
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_BYTES,
        compression_config=CompressionConfig(
            backend="gzip",
            minimum_size=1000,
            exclude=r"^/(media|uploads)/|\.(mp4|woff2)$",
            exclude_opt_key=IS_PACKED,
        ),
        openapi_config=None,
        logging_config=None,
    )
