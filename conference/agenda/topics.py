"""Who looks at what of an event and its sessions."""

from conference.live import Topic


def agenda_topic(event_id: int) -> Topic:
    return Topic(f"event/{event_id}/agenda")


def everybody(event_id: int) -> Topic:
    """Who is on whatever page of the event that shows what is announced to all."""
    return Topic(f"event/{event_id}/everybody")


def programme_topics(event_id: int) -> tuple[Topic, ...]:
    """Who is on a page of it."""
    return agenda_topic(event_id), everybody(event_id)


def room(session_id: int) -> Topic:
    """Who is on the page of a session."""
    return Topic(f"session/{session_id}")
