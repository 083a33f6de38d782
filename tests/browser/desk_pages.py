"""The desk's part of `pages`: all of it belongs to the channel team."""

from tests.browser.stock import Who
from tests.browser.views import Posting, View, views

DESK = "/desk/events/{slug:str}"
PARTNERS = "/desk/partners"


def staff(*paths: str) -> tuple[View, ...]:
    return views(Who.STAFF, *paths)


def both(page: str) -> tuple[View, ...]:
    """Of the event that is on, and of one where nothing has happened."""
    return staff(f"/desk/events/{{slug}}/{page}", f"/desk/events/{{empty}}/{page}")


PAGES = {
    f"{DESK}/mood": (
        *both("mood"),
        *staff("/desk/events/{earlier}/mood"),
        View("/desk/events/{slug}/mood", Who.ATTENDEE, 404),
    ),
    f"{DESK}/mood/comments": both("mood/comments"),
    f"{DESK}/sessions": both("sessions"),
    f"{DESK}/people": (
        *both("people"),
        *staff(
            "/desk/events/{slug}/people?confirmed=yes&sort=company&page=2",
            "/desk/events/{slug}/people?text=there+is+no+such+name",
            "/desk/events/{slug}/people?company={company}",
        ),
    ),
    f"{DESK}/companies": both("companies"),
    f"{DESK}/attendance": both("attendance"),
    f"{DESK}/attendance/{{session_id:int}}": staff(
        "/desk/events/{slug}/attendance/{over}", "/desk/events/{slug}/attendance/{coming}"
    ),
    f"{DESK}/feedback": (
        *both("feedback"),
        *staff("/desk/events/{slug}/feedback?show=answered"),
    ),
    f"{DESK}/feedback/{{feedback_id:int}}": staff(
        "/desk/events/{slug}/feedback/{message}", "/desk/events/{slug}/feedback/{answered}"
    ),
    PARTNERS: staff(
        "/desk/partners",
        "/desk/partners?standing=domain&sort=members",
        "/desk/partners?text=there+is+no+such+name",
    ),
    f"{PARTNERS}/new": staff("/desk/partners/new"),
    f"{PARTNERS}/import": staff("/desk/partners/import", "/desk/partners/import?written=3"),
    f"{PARTNERS}/people": staff(
        "/desk/partners/people", "/desk/partners/people?text=there+is+no+such+name"
    ),
    f"{PARTNERS}/people/{{person_id:int}}": staff("/desk/partners/people/{unassigned}"),
    f"{PARTNERS}/{{organisation_id:int}}": staff(
        "/desk/partners/{company}", "/desk/partners/{found}"
    ),
    f"{PARTNERS}/{{organisation_id:int}}/edit": staff("/desk/partners/{company}/edit"),
    f"{PARTNERS}/{{organisation_id:int}}/merger": staff(
        "/desk/partners/{found}/merger", "/desk/partners/{found}/merger?text=Partner"
    ),
    f"{PARTNERS}/{{organisation_id:int}}/merger/{{kept_id:int}}": staff(
        "/desk/partners/{found}/merger/{company}"
    ),
}

REGIONS = {
    f"{DESK}/mood/figures": View("/desk/events/{slug}/mood/figures", Who.STAFF),
    f"{DESK}/sessions/reports": View("/desk/events/{slug}/sessions/reports", Who.STAFF),
    f"{DESK}/feedback/list": View("/desk/events/{slug}/feedback/list", Who.STAFF),
    f"{DESK}/feedback/{{feedback_id:int}}/state": View(
        "/desk/events/{slug}/feedback/{message}/state", Who.STAFF
    ),
}

FILES = {
    f"{path}.{kind}": View(f"{path}.{kind}".replace(":str", ""), Who.STAFF)
    for path in (
        f"{DESK}/mood",
        f"{DESK}/people",
        f"{DESK}/companies",
        f"{DESK}/attendance",
        f"{DESK}/attendance/companies",
        f"{PARTNERS}/companies",
    )
    for kind in ("csv", "xlsx")
}

LIST = (
    "number;name;domains;types;country;size\n"
    "P-1;Isarwinkel Netze;isarwinkel.example;integrator;DE;37\n"
    ";Partner 1;partner-1.example;;AT;\n"
    "P-3;;;;XX;\n"
)
POSTINGS = (
    Posting(PARTNERS, {"name": ""}, Who.STAFF, 422),
    Posting(f"{PARTNERS}/{{company}}?_method=put", {"version": "0"}, Who.STAFF, 422),
    Posting(f"{PARTNERS}/import", {}, Who.STAFF, 422, file=" "),
    Posting(f"{PARTNERS}/import", {}, Who.STAFF, 200, file=LIST),
    Posting(
        "/desk/events/{slug}/feedback/{message}/reply?_method=put",
        {"reply": "", "version": "1"},
        Who.STAFF,
        422,
    ),
    Posting(
        "/desk/events/{slug}/feedback/{message}/reply?_method=put",
        {"reply": "Of course.", "version": "99"},
        Who.STAFF,
        409,
    ),
)
