"""Every address of the app that answers GET, by its route, and who looks at what there.

A route that is missing here fails a test, and so does one under the wrong heading.
"""

from conference.web.styles import styles_url
from tests.browser import desk_pages, organise_pages
from tests.browser.stock import Who
from tests.browser.views import Posting, View, views

PAGES = {
    "/": (View("/"),),
    "/account": (
        View("/account", status=401),
        View("/account", Who.ATTENDEE),
        View("/account", Who.MODERATOR),
    ),
    "/events": (View("/events"),),
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
    "/events/{slug:str}/agenda/mine": (
        View("/events/{slug}/agenda/mine", status=401),
        View("/events/{slug}/agenda/mine", Who.WAITING, 403),
        View("/events/{slug}/agenda/mine", Who.ATTENDEE),
        View("/events/{slug}/agenda/mine?said=new-address", Who.ORGANISER),
    ),
    "/events/{slug:str}/registration": (
        View("/events/{slug}/registration"),
        View("/events/{slug}/registration", Who.ATTENDEE),
    ),
    "/events/{slug:str}/registration/sent": (View("/events/{slug}/registration/sent"),),
    "/events/{slug:str}/mood": (
        View("/events/{slug}/mood", status=401),
        View("/events/{slug}/mood", Who.WAITING),
        *views(
            Who.ATTENDEE,
            "/events/{slug}/mood",
            "/events/{slug}/mood?said=mood&back=/events/{slug}/agenda",
            "/events/{earlier}/mood",
            "/events/{later}/mood",
        ),
    ),
    "/imprint": (View("/imprint"),),
    "/mails": (View("/mails"),),
    "/polls/{poll_id:int}": (
        View("/polls/{opened}"),
        View("/polls/{opened}", Who.WAITING),
        *views(
            Who.ATTENDEE,
            "/polls/{opened}?said=saved",
            "/polls/{several}",
            "/polls/{live}",
            "/polls/{closed}",
            "/polls/{scale}",
            "/polls/{too_few}",
            "/polls/{unshown}",
        ),
        View("/polls/{draft}", Who.ATTENDEE, 404),
    ),
    "/polls/{poll_id:int}/draft": (
        View("/polls/{draft}/draft", Who.MODERATOR),
        View("/polls/{opened}/draft", Who.MODERATOR, 409),
    ),
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
        View("/sessions/{withdrawn}", Who.ATTENDEE),
    ),
    "/sessions/{session_id:int}/feedback": (
        View("/sessions/{running}/feedback", Who.WAITING),
        *views(
            Who.ATTENDEE,
            "/sessions/{running}/feedback",
            "/sessions/{over}/feedback?said=message",
            "/sessions/{coming}/feedback",
            "/sessions/{ended}/feedback",
        ),
    ),
    "/sessions/{session_id:int}/moderation": (
        View("/sessions/{running}/moderation", Who.MODERATOR),
        View("/sessions/{coming}/moderation", Who.MODERATOR),
    ),
    "/sessions/{session_id:int}/moderation/polls": views(
        Who.MODERATOR,
        "/sessions/{running}/moderation/polls",
        "/sessions/{over}/moderation/polls",
        "/sessions/{coming}/moderation/polls",
    ),
    "/sessions/{session_id:int}/polls/new": views(Who.MODERATOR, "/sessions/{running}/polls/new"),
    "/sessions/{session_id:int}/questions/new": (
        View("/sessions/{running}/questions/new", Who.WAITING),
        View("/sessions/{running}/questions/new", Who.ATTENDEE),
    ),
    "/sign-in": (View("/sign-in"),),
    "/sign-in/sent": (View("/sign-in/sent"),),
    "/sign-in/{token:str}": (View("/sign-in/{link}"), View("/sign-in/cut-off", status=404)),
    **desk_pages.PAGES,
    **organise_pages.PAGES,
}

REGIONS = {
    "/events/{slug:str}/agenda/days": View("/events/{slug}/agenda/days"),
    "/events/{slug:str}/agenda/mine/bookmarks": View(
        "/events/{slug}/agenda/mine/bookmarks", Who.ATTENDEE
    ),
    "/events/{slug:str}/agenda/mine/days": View("/events/{slug}/agenda/mine/days", Who.ATTENDEE),
    "/events/{slug:str}/agenda/now": View("/events/{slug}/agenda/now"),
    "/events/{slug:str}/ahead": View("/events/{slug}/ahead", Who.ATTENDEE),
    "/events/{slug:str}/announcements": View("/events/{slug}/announcements"),
    "/sessions/{session_id:int}/moderation/questions": View(
        "/sessions/{running}/moderation/questions", Who.MODERATOR
    ),
    "/sessions/{session_id:int}/moderation/polls/all": View(
        "/sessions/{over}/moderation/polls/all", Who.MODERATOR
    ),
    "/sessions/{session_id:int}/regions": View("/sessions/{running}/regions", Who.ATTENDEE),
    "/sessions/{session_id:int}/questions/own": View(
        "/sessions/{running}/questions/own", Who.ATTENDEE
    ),
    **desk_pages.REGIONS,
    **organise_pages.REGIONS,
}

FILES = {
    "/calendar/{name:str}": View("/calendar/{calendar}.ics"),
    "/events/{slug:str}/agenda.ics": View("/events/{slug}/agenda.ics"),
    "/events/{slug:str}/isobars-band.svg": View("/events/{slug}/isobars-band.svg"),
    "/events/{slug:str}/isobars.svg": View("/events/{slug}/isobars.svg"),
    "/colours/{name:str}": View("/colours/1f6f78.css"),
    "/favicon.ico": View("/favicon.ico"),
    "/healthz": View("/healthz"),
    "/media/{name:str}": View("/media/keynote.en.vtt"),
    "/metrics": View("/metrics"),
    "/readyz": View("/readyz"),
    "/sessions/{session_id:int}/calendar.ics": View("/sessions/{running}/calendar.ics"),
    "/styles/{of_version:str}/{name:str}": View(styles_url(["_global", "pages/plain"])),
    "/uploads/{upload_id:int}/{digest:str}": View("/uploads/{upload}/{digest}"),
    **desk_pages.FILES,
    **organise_pages.FILES,
}

REDIRECTS = {"/desk": View("/desk", Who.STAFF, 303)}

VIEWS = tuple(view for views in PAGES.values() for view in views)


DRAFT = {"kind": "scale", "wording_en": "How was it?", "minutes": "5", "shown": "closed"}
NAMED = {"value": "2", "text": "That was Jana Vogt."}
POSTINGS = (
    Posting("/events/{slug}/registration", {"name": "Anna Weser"}, Who.NOBODY, 422),
    Posting("/sign-in", {"email": "anna"}, Who.NOBODY, 422),
    Posting("/sessions/{running}/questions", {"text": ""}, Who.ATTENDEE, 422),
    Posting("/sessions/{running}/questions", {"text": "Why?"}, Who.NOBODY, 401),
    Posting("/sessions/{running}/questions/opening?_method=put", {}, Who.ATTENDEE, 404),
    Posting("/questions/1/upvote?_method=put", {}, Who.WAITING, 403),
    Posting("/account/language?_method=put", {"language": "tlh"}, Who.ATTENDEE, 422),
    Posting("/sessions/{withdrawn}/bookmark?_method=put", {}, Who.ATTENDEE, 409),
    Posting("/sessions/{running}/bookmark?_method=put", {}, Who.NOBODY, 401),
    Posting("/imprint", {}, Who.NOBODY, 405),
    Posting("/polls/{opened}/ballot?_method=put", {}, Who.ATTENDEE, 422),
    Posting("/polls/{opened}/ballot?_method=put", {}, Who.WAITING, 403),
    Posting("/polls/{closed}/ballot?_method=put", {"choice": "1"}, Who.ATTENDEE, 409),
    Posting("/sessions/{running}/polls", {}, Who.MODERATOR, 422),
    Posting("/polls/{draft}?_method=put", DRAFT | {"version": "99"}, Who.MODERATOR, 409),
    Posting("/events/{slug}/mood?_method=put", {"topic": "weather"}, Who.ATTENDEE, 422),
    Posting("/events/{slug}/mood?_method=put", {"value": "2"}, Who.WAITING, 403),
    Posting("/events/{later}/mood?_method=put", {"value": "2", "text": "Ha"}, Who.ATTENDEE, 409),
    Posting("/events/{slug}/mood?_method=put", NAMED, Who.ATTENDEE, 422),
    Posting("/sessions/{over}/feedback?_method=put", {}, Who.ATTENDEE, 422),
    Posting("/sessions/{over}/named-feedback", {"text": ""}, Who.ATTENDEE, 422),
    *desk_pages.POSTINGS,
    *organise_pages.POSTINGS,
)
