"""Presence: how many sockets each process holds open for a topic."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime


class Presence(Base):
    """`process`: random, new at each start; rows older than 30 s count no more."""

    __tablename__ = "presence"

    process: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(100), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
