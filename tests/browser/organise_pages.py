"""The organisers' part of `pages`."""

from tests.browser.stock import Who
from tests.browser.views import Posting, View, views

EVENT = "/manage/events/{slug:str}"


def organiser(*paths: str) -> tuple[View, ...]:
    return views(Who.ORGANISER, *paths)


def ours(page: str = "") -> tuple[View, ...]:
    return organiser(f"/manage/events/{{slug}}{page}")


PAGES = {
    "/manage": (*organiser("/manage"), View("/manage", Who.STAFF, 404)),
    "/manage/events/new": organiser("/manage/events/new", "/manage/events/new?copy={slug}"),
    EVENT: (*ours("?done=published&at=top"), *organiser("/manage/events/{sandbox}")),
    f"{EVENT}/settings": ours("/settings"),
    f"{EVENT}/rooms": ours("/rooms"),
    f"{EVENT}/sessions": (
        *ours("/sessions"),
        *ours("/sessions?show=missing&text=the"),
        *ours("/sessions?text=there+is+no+such+word"),
        *organiser("/manage/events/{empty}/sessions"),
    ),
    f"{EVENT}/sessions/new": ours("/sessions/new"),
    f"{EVENT}/sessions/{{session_id:int}}": (
        *ours("/sessions/{running}?done=put-off&at=on-the-day&minutes=10&others=2"),
        *ours("/sessions/{cancelled}"),
        *ours("/sessions/{unscheduled}"),
    ),
    f"{EVENT}/schedule": (
        *ours("/schedule"),
        *ours("/schedule?place={unscheduled}"),
        *organiser("/manage/events/{empty}/schedule"),
    ),
    f"{EVENT}/speakers": ours("/speakers"),
    f"{EVENT}/speakers/new": ours("/speakers/new"),
    f"{EVENT}/speakers/{{speaker_id:int}}": ours("/speakers/{speaker}"),
    f"{EVENT}/import": ours("/import"),
    f"{EVENT}/announcements": ours("/announcements"),
    f"{EVENT}/people": ours("/people"),
    f"{EVENT}/rehearsal": (
        *ours("/rehearsal"),
        *organiser("/manage/events/{earlier}/rehearsal", "/manage/events/{empty}/rehearsal"),
    ),
    f"{EVENT}/log": ours("/log"),
}

REGIONS = {
    f"{EVENT}/rehearsal/progress": View("/manage/events/{slug}/rehearsal/progress", Who.ORGANISER)
}

FILES = {
    f"{EVENT}/schedule.{kind}": View(f"/manage/events/{{slug}}/schedule.{kind}", Who.ORGANISER)
    for kind in ("xml", "json")
}

BROKEN = '{"schedule": {"conference": {"title": "T\x01", "days": []}}}'
SCHEDULE = """{"schedule": {"conference": {"acronym": "demo", "title": "Demo", "days": [{
  "date": "2026-09-17", "rooms": {"Elbe": [
    {"guid": "1f6a2b1e-8f0f-4a3e-9a53-5d2c8f0b7c11", "title": "Opening", "start": "10:00",
     "date": "2026-09-17T10:00:00+02:00", "duration": "00:45"},
    {"title": "", "start": "11:00", "duration": "00:30"}]}}]}}}"""
SESSION = {"title_en": "Mine", "kind": "talk", "level": "all", "version": "99"}
POSTINGS = (
    Posting("/manage/events/{slug}/speakers", {"url": "halvestra"}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/import", {}, Who.ORGANISER, 422, file=" "),
    Posting("/manage/events/{slug}/import", {}, Who.ORGANISER, 422, file=BROKEN),
    Posting("/manage/events/{slug}/import", {}, Who.ORGANISER, 200, file=SCHEDULE),
    Posting("/manage/events", {"motto_de": "Offen gesagt."}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/rooms", {"name": "elbe"}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/tracks", {}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/sessions", {"title_de": ""}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/sessions/{running}?_method=put", SESSION, Who.ORGANISER, 409),
    Posting(
        "/manage/events/{slug}/sessions/{running}/delay?_method=put",
        {"minutes": "soon"},
        Who.ORGANISER,
        422,
    ),
    Posting(
        "/manage/events/{slug}/sessions/{running}/cancellation?_method=put",
        {"version": "99"},
        Who.ORGANISER,
        409,
    ),
    Posting(
        "/manage/events/{slug}/sessions/{running}/moderators",
        {"email": "lisa"},
        Who.ORGANISER,
        422,
    ),
    Posting(
        "/manage/events/{slug}/speakers/{speaker}/portrait?_method=put",
        {},
        Who.ORGANISER,
        422,
        file="<svg/>",
    ),
    Posting("/manage/events/{slug}/logo?_method=put", {}, Who.ORGANISER, 422, file=" "),
    Posting("/manage/events/{slug}/picture?_method=put", {}, Who.ORGANISER, 422, file="<svg/>"),
    Posting(
        "/manage/events/{slug}/sessions/{running}/files",
        {"title_en": "Mine"},
        Who.ORGANISER,
        422,
        file="MZ\0",
    ),
    Posting("/manage/events/{slug}/announcements", {"minutes": "30"}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/people", {"kind": "speaker"}, Who.ORGANISER, 422),
    Posting("/manage/events/{slug}/rehearsal", {"people": "9000"}, Who.ORGANISER, 422),
)
