"""The live kernel: topics, ticks, sockets, presence."""

from conference.live.live import Live
from conference.live.presence import PresenceChanged, present
from conference.live.topics import Broadcast, Topic

__all__ = ["Broadcast", "Live", "PresenceChanged", "Topic", "present"]
