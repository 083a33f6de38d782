"""The outbox: which mail is owed to whom; never a rendered mail, which would hold a link."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base, UtcDateTime

OWED = text("sent_at IS NULL AND given_up_at IS NULL")


class OutboxMail(Base):
    """`template` names the composer a feature registered; `ids` is all that it is given.

    `person_id` is a plain number: the kernel knows no person. `next_at` is when to try (again);
    `sent_at` or `given_up_at` end the matter.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_owed", "next_at", sqlite_where=OWED, postgresql_where=OWED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(index=True)
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    locale: Mapped[str] = mapped_column(String(2))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
