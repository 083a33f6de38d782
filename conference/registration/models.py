"""Registration, Consent, Attendance."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.accounts.models import Person
from conference.db import Base, UtcDateTime, words
from conference.partners.models import CompanySize, PartnerType


class Job(StrEnum):
    """What a person does in their company."""

    MANAGEMENT = "management"
    SALES = "sales"
    TECHNOLOGY = "technology"
    MARKETING = "marketing"
    OTHER = "other"


class Registration(Base):
    """A person at an event. `link_version` is in the personal link: raising it revokes the old
    one. `confirmed_at` is when the mailed link was first opened and used."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    company: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    job: Mapped[Job] = mapped_column(words(Job))
    partner_type: Mapped[PartnerType] = mapped_column(words(PartnerType))
    company_size: Mapped[CompanySize] = mapped_column(words(CompanySize))
    link_version: Mapped[int] = mapped_column(default=1)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(lazy="raise")


class Consent(Base):
    """The text a person agreed to, kept word for word with its version and language."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("registration_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attendance(Base):
    """One stay: who was in which session, from when to when. `ends_at` moves on while it
    lasts, so that a crash costs less than a minute of it."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("ends_at >= begins_at", name="order"),
        Index("ix_attendance_session", "session_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
