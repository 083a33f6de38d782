"""The privacy kernel: what anonymous answers are sealed with."""

from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeKind
from conference.privacy.sealed import Sealer

__all__ = ["KeyFolder", "Scope", "ScopeKind", "Sealer"]
