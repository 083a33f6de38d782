"""Every address of the app that answers GET, by its route, and who looks at what there.

A route that is missing here fails a test, and so does one under the wrong heading.
"""

from dataclasses import dataclass

from tests.browser.stock import Who


@dataclass(frozen=True)
class View:
    """A page as somebody sees it. `path` may name things of the stock, such as {slug}."""

    path: str
    by: Who = Who.NOBODY
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path} {self.by}"


PAGES = {
    "/": (View("/"),),
    "/account": (
        View("/account", status=401),
        View("/account", Who.ATTENDEE),
        View("/account", Who.MODERATOR),
    ),
    "/events/{slug:str}": (
        View("/events/{slug}"),
        View("/events/{slug}", Who.WAITING),
        View("/events/{slug}", Who.ATTENDEE),
        View("/events/there-is-none", status=404),
    ),
    "/events/{slug:str}/agenda": (
        View("/events/{slug}/agenda"),
        View("/events/{slug}/agenda", Who.ORGANISER),
        View("/events/{slug}/agenda?day=all&text=the"),
        View("/events/{slug}/agenda?text=there+is+no+such+word"),
    ),
    "/events/{slug:str}/registration": (
        View("/events/{slug}/registration"),
        View("/events/{slug}/registration", Who.ATTENDEE),
    ),
    "/events/{slug:str}/registration/sent": (View("/events/{slug}/registration/sent"),),
    "/imprint": (View("/imprint"),),
    "/mails": (View("/mails"),),
    "/privacy": (View("/privacy"),),
    "/registrations/{registration_id:int}/link": (
        View("/registrations/{registration}/link", Who.ATTENDEE),
    ),
    "/sessions/{session_id:int}": (
        View("/sessions/{running}"),
        View("/sessions/{running}", Who.WAITING),
        View("/sessions/{running}", Who.ATTENDEE),
        View("/sessions/{running}", Who.MODERATOR),
        View("/sessions/{over}", Who.ATTENDEE),
        View("/sessions/{coming}", Who.ATTENDEE),
        View("/sessions/{cancelled}", Who.ATTENDEE),
    ),
    "/sessions/{session_id:int}/moderation": (
        View("/sessions/{running}/moderation", Who.MODERATOR),
        View("/sessions/{coming}/moderation", Who.MODERATOR),
    ),
    "/sessions/{session_id:int}/questions/new": (
        View("/sessions/{running}/questions/new", Who.WAITING),
        View("/sessions/{running}/questions/new", Who.ATTENDEE),
    ),
    "/sign-in": (View("/sign-in"),),
    "/sign-in/sent": (View("/sign-in/sent"),),
    "/sign-in/{token:str}": (View("/sign-in/{link}"), View("/sign-in/cut-off", status=404)),
}

REGIONS = {
    "/events/{slug:str}/agenda/days": View("/events/{slug}/agenda/days"),
    "/events/{slug:str}/agenda/now": View("/events/{slug}/agenda/now"),
    "/sessions/{session_id:int}/audience": View("/sessions/{running}/audience", Who.ATTENDEE),
    "/sessions/{session_id:int}/moderation/questions": View(
        "/sessions/{running}/moderation/questions", Who.MODERATOR
    ),
    "/sessions/{session_id:int}/screen": View("/sessions/{running}/screen", Who.ATTENDEE),
    "/sessions/{session_id:int}/questions": View("/sessions/{running}/questions", Who.ATTENDEE),
    "/sessions/{session_id:int}/questions/own": View(
        "/sessions/{running}/questions/own", Who.ATTENDEE
    ),
}

FILES = {
    "/events/{slug:str}/isobars-band.svg": View("/events/{slug}/isobars-band.svg"),
    "/events/{slug:str}/isobars.svg": View("/events/{slug}/isobars.svg"),
    "/healthz": View("/healthz"),
    "/media/{name:str}": View("/media/keynote.en.vtt"),
    "/metrics": View("/metrics"),
    "/readyz": View("/readyz"),
}

VIEWS = tuple(view for views in PAGES.values() for view in views)


@dataclass(frozen=True)
class Posting:
    """A form that is refused, and answered by a page."""

    path: str
    form: dict[str, str]
    by: Who
    status: int


POSTINGS = (
    Posting("/events/{slug}/registration", {"name": "Anna Weser"}, Who.NOBODY, 422),
    Posting("/sign-in", {"email": "anna"}, Who.NOBODY, 422),
    Posting("/sessions/{running}/questions", {"text": ""}, Who.ATTENDEE, 422),
    Posting("/sessions/{running}/questions", {"text": "Why?"}, Who.NOBODY, 401),
    Posting("/sessions/{running}/questions/opening?_method=put", {}, Who.ATTENDEE, 404),
    Posting("/questions/1/upvote?_method=put", {}, Who.WAITING, 403),
    Posting("/account/language?_method=put", {"language": "tlh"}, Who.ATTENDEE, 422),
    Posting("/imprint", {}, Who.NOBODY, 405),
)
