"""Person, Role, SignIn, SignInLink."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.db import Base, UtcDateTime, words


class RoleKind(StrEnum):
    """What a role is given for: ADMIN nothing, SPEAKER and MODERATOR a session, others an event.

    `Attendee` is no row: whoever has a confirmed registration is one.
    """

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    CHANNEL_STAFF = "channel-staff"
    ADMIN = "admin"


class Reach(StrEnum):
    """What a sign-in may do. WAITING has registered, but not yet opened the mailed link."""

    WAITING = "waiting"
    ATTENDEE = "attendee"
    FULL = "full"


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roles: Mapped[list["Role"]] = relationship(back_populates="person", lazy="raise")


def _unique(name: str, *columns: str, where: str) -> Index:
    return Index(
        name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where)
    )


class Role(Base):
    """`event_id` and `session_id` are plain numbers: accounts knows neither events nor sessions.

    The features that own them delete these rows with them. `regions`: those that channel staff
    look after, a line each; "" for all. `called`: by whoever gave the role by an address, and does
    not learn from us whose it is; else "".
    """

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("(kind = 'admin') = (event_id IS NULL)", name="reach"),
        # One for each reach, since NULLs differ from each other in a unique index.
        _unique("uq_role_admin", "person_id", "kind", where="event_id IS NULL"),
        _unique(
            "uq_role_event",
            *("person_id", "kind", "event_id"),
            where="event_id IS NOT NULL AND session_id IS NULL",
        ),
        _unique(
            "uq_role_session",
            *("person_id", "kind", "event_id", "session_id"),
            where="session_id IS NOT NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RoleKind] = mapped_column(words(RoleKind))
    event_id: Mapped[int | None]
    session_id: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    regions: Mapped[str] = mapped_column(Text, default="")
    called: Mapped[str] = mapped_column(String(120), default="")
    person: Mapped[Person] = relationship(back_populates="roles", lazy="raise")


class SignIn(Base):
    """One browser that is signed in. The cookie's token is kept as a hash only.

    A waiting one belongs to an event and to nobody: it must not tell whether an address is known.
    `seen_at` is exact to the hour.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    reach: Mapped[Reach] = mapped_column(words(Reach))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None]
    browser: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInLink(Base):
    """A mailed link for roles beyond attending: once, 15 minutes, in the browser that asked.

    `nonce` makes the token (an HMAC under the server's secret), so no token is stored.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32))
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
