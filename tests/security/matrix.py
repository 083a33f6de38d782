"""Every route of the app, every role, two events: what each is answered.

It is long: every route has its line.

A line of statuses, in the order of `Role`, is for the routes below it. They are asked in this
order: what ends a thing comes last. Things named in a path are of event A, session 1; its poll is
open. 101: a socket is let in.
"""

from collections.abc import Iterator

Row = tuple[str, str]

TABLE = """
# for everyone
200 200 200 200 200 200 200 200 200 200 200 200 200
  GET    /
  GET    /events
  GET    /events/{slug}
  GET    /events/{slug}/agenda
  GET    /events/{slug}/agenda/days
  GET    /events/{slug}/agenda/now
  GET    /events/{slug}/ahead
  GET    /events/{slug}/announcements
  GET    /events/{slug}/agenda.ics
  GET    /events/{slug}/isobars.svg
  GET    /events/{slug}/isobars-band.svg
  GET    /events/{slug}/registration
  GET    /events/{slug}/registration/sent
  GET    /sessions/{session_id}
  GET    /sessions/{session_id}/calendar.ics
  GET    /polls/{poll_id}
  GET    /media/{name}
  GET    /uploads/{upload_id}/{digest}
  GET    /favicon.ico
  GET    /static/*/{file_path}
  HEAD   /static/*/{file_path}
  GET    /imprint
  GET    /privacy
  GET    /sign-in
  GET    /sign-in/sent
  GET    /healthz
  GET    /readyz
101 101 101 101 101 101 101 101 101 101 101 101 101
  WS     /events/{slug}/live
303 303 303 303 303 303 303 303 303 303 303 303 303
  POST   /events/{slug}/registration
  POST   /sign-in
404 404 404 404 404 404 404 404 404 404 404 404 404
# the attendee's link, here one that nobody made; what a right one does: test_links.py
  GET    /sign-in/{token}
  POST   /sign-in/{token}
# a calendar's address, here no one's; what a right one does: tests/agenda/test_calendar_feed.py
  GET    /calendar/{name}
# no colour, as it is called here
  GET    /colours/{name}
# no style sheets, as they are called here
  GET    /styles/{of_version}/{name}
# no role opens it, but where one asks from: see tests/test_operations.py
  GET    /metrics

# in the room: whoever is let in to event A
401 200 200 401 200 200 401 200 401 200 401 200 200
  GET    /sessions/{session_id}/regions
  GET    /sessions/{session_id}/questions/own
  GET    /sessions/{session_id}/questions/new
  GET    /sessions/{session_id}/feedback
  GET    /events/{slug}/mood
403 101 101 403 101 101 403 101 403 101 403 101 101
  WS     /sessions/{session_id}/live
# who waits is kept a draft
401 303 303 403 303 303 403 303 403 303 403 303 303
  POST   /sessions/{session_id}/questions
# and here the form comes back
401 403 303 401 303 303 401 303 401 303 401 303 303
  PUT    /events/{slug}/mood
  DELETE /events/{slug}/mood
  PUT    /sessions/{session_id}/feedback
  DELETE /sessions/{session_id}/feedback
  POST   /sessions/{session_id}/named-feedback
401 403 303 404 303 303 404 303 404 303 404 303 303
  PUT    /questions/{question_id}/upvote
  DELETE /questions/{question_id}/upvote
  PUT    /polls/{poll_id}/ballot
  DELETE /polls/{poll_id}/ballot

# who moderates this session
401 404 404 404 200 404 404 200 404 404 404 200 404
  GET    /sessions/{session_id}/moderation
  GET    /sessions/{session_id}/moderation/questions
  GET    /sessions/{session_id}/moderation/polls
  GET    /sessions/{session_id}/moderation/polls/all
  GET    /sessions/{session_id}/polls/new
403 403 403 403 101 403 403 101 403 403 403 101 403
  WS     /sessions/{session_id}/moderation/live
401 404 404 404 303 404 404 303 404 404 404 303 404
  PUT    /questions/{question_id}/approval
  PUT    /questions/{question_id}/stage
  DELETE /questions/{question_id}/stage
  PUT    /questions/{question_id}/answer
  PUT    /questions/{question_id}/closure
  PUT    /questions/{question_id}/refusal
  DELETE /sessions/{session_id}/questions/opening
  PUT    /sessions/{session_id}/questions/opening
  DELETE /sessions/{session_id}/questions/moderation
  PUT    /sessions/{session_id}/questions/moderation
  POST   /sessions/{session_id}/polls
  POST   /polls/{poll_id}/repeats
  PUT    /polls/{poll_id}/opening
# refused to nobody but because it is open
401 404 404 404 409 404 404 409 404 404 404 409 404
  GET    /polls/{poll_id}/draft
  PUT    /polls/{poll_id}
  DELETE /polls/{poll_id}
  PUT    /polls/{poll_id}/result
  DELETE /polls/{poll_id}/result
  PUT    /polls/{poll_id}/archive
401 404 404 404 303 404 404 303 404 404 404 303 404
  PUT    /polls/{poll_id}/closure

# the channel team of event A, and nobody else
401 404 404 404 404 404 404 404 404 200 404 404 404
  GET    /desk/events/{slug}/mood
  GET    /desk/events/{slug}/mood/figures
  GET    /desk/events/{slug}/mood/comments
  GET    /desk/events/{slug}/mood.csv
  GET    /desk/events/{slug}/mood.xlsx
  GET    /desk/events/{slug}/sessions
  GET    /desk/events/{slug}/sessions/reports
  GET    /desk/events/{slug}/people
  GET    /desk/events/{slug}/people.csv
  GET    /desk/events/{slug}/people.xlsx
  GET    /desk/events/{slug}/companies
  GET    /desk/events/{slug}/companies.csv
  GET    /desk/events/{slug}/companies.xlsx
  GET    /desk/events/{slug}/attendance
  GET    /desk/events/{slug}/attendance.csv
  GET    /desk/events/{slug}/attendance.xlsx
  GET    /desk/events/{slug}/attendance/companies.csv
  GET    /desk/events/{slug}/attendance/companies.xlsx
  GET    /desk/events/{slug}/attendance/{session_id}
  GET    /desk/events/{slug}/feedback
  GET    /desk/events/{slug}/feedback/list
  GET    /desk/events/{slug}/feedback/{feedback_id}
  GET    /desk/events/{slug}/feedback/{feedback_id}/state
401 404 404 404 404 404 404 404 404 303 404 404 404
  PUT    /desk/events/{slug}/feedback/{feedback_id}/assignment
  PUT    /desk/events/{slug}/feedback/{feedback_id}/reply
  PUT    /desk/events/{slug}/feedback/{feedback_id}/closure
  DELETE /desk/events/{slug}/feedback/{feedback_id}/closure
403 403 403 403 403 403 403 403 403 101 403 403 403
  WS     /desk/events/{slug}/live
# and that of any event, since the partner list belongs to none
401 404 404 404 404 404 404 404 404 303 303 404 404
  GET    /desk
401 404 404 404 404 404 404 404 404 200 200 404 404
  GET    /desk/partners
  GET    /desk/partners/companies.csv
  GET    /desk/partners/companies.xlsx
  GET    /desk/partners/new
  GET    /desk/partners/import
  GET    /desk/partners/{organisation_id}
  GET    /desk/partners/{organisation_id}/edit
  GET    /desk/partners/{organisation_id}/merger
  GET    /desk/partners/{organisation_id}/merger/{kept_id}
  GET    /desk/partners/people
401 404 404 404 404 404 404 404 404 303 303 404 404
  POST   /desk/partners
  PUT    /desk/partners/{organisation_id}
  PUT    /desk/partners/{organisation_id}/standing
# no file; and companies that have changed since they were looked at
401 404 404 404 404 404 404 404 404 422 422 404 404
  POST   /desk/partners/import
  PUT    /desk/partners/import
401 404 404 404 404 404 404 404 404 409 409 404 404
  PUT    /desk/partners/{organisation_id}/merger/{kept_id}
# but people are those of one's own events
401 404 404 404 404 404 404 404 404 200 404 404 404
  GET    /desk/partners/people/{person_id}
401 404 404 404 404 404 404 404 404 303 404 404 404
  PUT    /desk/partners/people/{person_id}/company

# who organises any event, and admins
401 404 404 404 404 404 404 200 200 404 404 200 404
  GET    /manage
  GET    /manage/events/new
401 404 404 404 404 404 404 422 422 404 404 422 404
  POST   /manage/events
# the organisers of event A
401 404 404 404 404 404 404 200 404 404 404 200 404
  GET    /manage/events/{slug}
  GET    /manage/events/{slug}/settings
  GET    /manage/events/{slug}/rooms
  GET    /manage/events/{slug}/sessions
  GET    /manage/events/{slug}/sessions/new
  GET    /manage/events/{slug}/sessions/{session_id}
  GET    /manage/events/{slug}/schedule
  GET    /manage/events/{slug}/import
  GET    /manage/events/{slug}/schedule.xml
  GET    /manage/events/{slug}/schedule.json
  GET    /manage/events/{slug}/speakers
  GET    /manage/events/{slug}/speakers/new
  GET    /manage/events/{slug}/speakers/{speaker_id}
  GET    /manage/events/{slug}/announcements
  GET    /manage/events/{slug}/people
  GET    /manage/events/{slug}/rehearsal
  GET    /manage/events/{slug}/log
401 404 404 404 404 404 404 422 404 404 404 422 404
  PUT    /manage/events/{slug}/settings
  POST   /manage/events/{slug}/sessions
  PUT    /manage/events/{slug}/sessions/{session_id}
  POST   /manage/events/{slug}/import
  PUT    /manage/events/{slug}/import
  POST   /manage/events/{slug}/announcements
  POST   /manage/events/{slug}/people
  PUT    /manage/events/{slug}/speakers/{speaker_id}/portrait
  PUT    /manage/events/{slug}/logo
  PUT    /manage/events/{slug}/picture
  POST   /manage/events/{slug}/sessions/{session_id}/files
  POST   /manage/events/{slug}/rehearsal
# there is none
401 404 404 404 404 404 404 404 404 404 404 404 404
  GET    /manage/events/{slug}/rehearsal/progress
401 404 404 404 404 404 404 303 404 404 404 303 404
  POST   /manage/events/{slug}/sessions/{session_id}/moderators
  POST   /manage/events/{slug}/rooms
  POST   /manage/events/{slug}/speakers
  PUT    /manage/events/{slug}/speakers/{speaker_id}
  PUT    /manage/events/{slug}/rooms/{room_id}
  PUT    /manage/events/{slug}/rooms/{room_id}/place
  POST   /manage/events/{slug}/tracks
  PUT    /manage/events/{slug}/tracks/{track_id}
  PUT    /manage/events/{slug}/tracks/{track_id}/place
# a form that is out of date
401 404 404 404 404 404 404 409 404 404 404 409 404
  PUT    /manage/events/{slug}/sessions/{session_id}/delay
  PUT    /manage/events/{slug}/sessions/{session_id}/cancellation
  DELETE /manage/events/{slug}/sessions/{session_id}/cancellation
  PUT    /manage/events/{slug}/sessions/{session_id}/withdrawal
  DELETE /manage/events/{slug}/sessions/{session_id}/withdrawal
# a role, but not of this session
401 404 404 404 404 404 404 404 404 404 404 404 404
  DELETE /manage/events/{slug}/sessions/{session_id}/moderators/{role_id}
# in use
401 404 404 404 404 404 404 409 404 404 404 409 404
  DELETE /manage/events/{slug}/rooms/{room_id}
  DELETE /manage/events/{slug}/tracks/{track_id}
401 404 404 404 404 404 404 303 404 404 404 303 404
  DELETE /manage/events/{slug}/announcements/{announcement_id}
  DELETE /manage/events/{slug}/speakers/{speaker_id}/portrait
  DELETE /manage/events/{slug}/logo
  DELETE /manage/events/{slug}/picture
  DELETE /manage/events/{slug}/rehearsal
# the first who asks takes it away
401 404 404 404 404 404 404 303 404 404 404 404 404
  DELETE /manage/events/{slug}/people/{role_id}
  DELETE /manage/events/{slug}/speakers/{speaker_id}
  DELETE /manage/events/{slug}/sessions/{session_id}/files/{upload_id}

# each person's own; the things in the path are the attendee's
401 403 200 200 200 200 200 200 200 200 200 200 200
  GET    /account
  GET    /events/{slug}/agenda/mine
  GET    /events/{slug}/agenda/mine/days
  GET    /events/{slug}/agenda/mine/bookmarks
401 403 303 303 303 303 303 303 303 303 303 303 303
  PUT    /account/language
  PUT    /events/{slug}/agenda/mine/calendar
  PUT    /sessions/{session_id}/bookmark
  DELETE /sessions/{session_id}/bookmark
401 403 303 409 409 409 409 409 409 409 409 409 409
  PUT    /account/company
401 404 303 404 404 404 404 404 404 404 404 404 404
  DELETE /account/sign-ins/{sign_in_id}
401 403 200 404 404 404 404 404 404 404 404 404 404
  GET    /registrations/{registration_id}/link
401 403 303 404 404 404 404 404 404 404 404 404 404
  PUT    /registrations/{registration_id}/link

# what changes who sees event A; with its registrations it cannot be a draft again
401 404 404 404 404 404 404 409 404 404 404 409 404
  DELETE /manage/events/{slug}
  DELETE /manage/events/{slug}/publication
401 404 404 404 404 404 404 303 404 404 404 303 404
  PUT    /manage/events/{slug}/archive
  DELETE /manage/events/{slug}/archive
  PUT    /manage/events/{slug}/publication
"""


def rows() -> Iterator[tuple[Row, list[int]]]:
    """Method and path of each route, and its statuses by role."""
    statuses: list[int] = []
    for line in TABLE.splitlines():
        if line.startswith("  "):
            method, path = line.split()
            yield (method, path), statuses
        elif line and not line.startswith("#"):
            statuses = [int(status) for status in line.split()]
