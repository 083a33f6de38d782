"""The live kernel: topics, ticks, sockets, presence."""

from conference.live.crowds import Crowd, crowd
from conference.live.live import Come, Live, unnoticed
from conference.live.presence import CrowdChanged, PresenceChanged, present
from conference.live.topics import Broadcast, Topic

__all__ = [
    "Broadcast",
    "Come",
    "Crowd",
    "CrowdChanged",
    "Live",
    "PresenceChanged",
    "Topic",
    "crowd",
    "present",
    "unnoticed",
]
