"""LogEntry: who changed what of an event."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime


class LogEntry(Base):
    """`deed` and `thing` are words of `organise.log`, such as "moved" and "session"; `name` is
    what the thing was called then. `details`: codes and values that `organise.log_words` says.

    Without a person it was done in the shell, or by somebody who has no account any more.
    """

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_event", "event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    deed: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(500), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
