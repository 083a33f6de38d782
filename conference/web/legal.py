"""Who answers for this server, and what it stores of whom: the pages every footer links to.

What the operator has not set is said to be missing, not left out.
"""

from litestar import Response, get
from litestar.di import NamedDependency

from conference.settings import Settings
from conference.web.pages import AnyRequest, page


@get("/imprint", name="imprint")
async def show_imprint(request: AnyRequest, settings: NamedDependency[Settings]) -> Response[str]:
    return page(request, "legal/imprint.html", operator=settings.operator)


@get("/privacy", name="privacy")
async def show_privacy(request: AnyRequest, settings: NamedDependency[Settings]) -> Response[str]:
    return page(request, "legal/privacy.html", operator=settings.operator)


ROUTES = (show_imprint, show_privacy)
