"""Rehearsal: whose copy an event is, and how long its crowd stays."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime


class Rehearsal(Base):
    """`event_id` is the copy, `of_id` what it was copied from, which has one at a time;
    `session_id` the copied session that the crowd goes to."""

    __tablename__ = "rehearsal"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    of_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), unique=True
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    people: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
