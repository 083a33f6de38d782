"""Disclosure: from the answers of one scope to what may be shown of them, and when.

Pure. What it promises: nobody who sees every release ever written, and knows who answered and when,
can be certain how the majority of a group of fewer than `k` companies answered. Figures move in
waves (`waves`), groups are merged until they are large enough (`merging`), and a figure is as exact
as it can be without betraying anyone, whatever the answers are (`doubts`, `asking`).
"""

from conference.privacy.disclosure.ledger import EMPTY, Ledger, read_ledger
from conference.privacy.disclosure.release import Next, next_release
from conference.privacy.disclosure.voices import Said, Voice

__all__ = ["EMPTY", "Ledger", "Next", "Said", "Voice", "next_release", "read_ledger"]
