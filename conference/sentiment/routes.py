"""All routes of moods and feedback."""

from conference.sentiment import feedback_routes, mood_routes

ROUTES = (*mood_routes.ROUTES, *feedback_routes.ROUTES)
