"""The live kernel: topics, ticks, sockets, presence."""

from conference.live.crowds import Crowd, crowd
from conference.live.live import Come, Live, Seen, unnoticed
from conference.live.presence import CrowdChanged, PresenceChanged, present
from conference.live.topics import Broadcast, Topic

__all__ = [
    "Broadcast",
    "Come",
    "Crowd",
    "CrowdChanged",
    "Live",
    "PresenceChanged",
    "Seen",
    "Topic",
    "crowd",
    "present",
    "unnoticed",
]
