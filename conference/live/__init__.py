"""The live kernel: topics, ticks, sockets, presence."""

from conference.live.live import Come, Live, unnoticed
from conference.live.presence import PresenceChanged, present
from conference.live.topics import Broadcast, Topic

__all__ = ["Broadcast", "Come", "Live", "PresenceChanged", "Topic", "present", "unnoticed"]
