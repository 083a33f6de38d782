"""Organisation (a partner company) with its types and domains, and Membership.

What these facts are worth to a figure is decided in `privacy`: an open vote keeps its own copy.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.db import Base, UtcDateTime, words


class PartnerType(StrEnum):
    """Programme and billing model; UNKNOWN is an honest answer."""

    INDIRECT_RESELLER = "indirect-reseller"
    DIRECT_BILLING = "direct-billing"
    INDIRECT_PROVIDER = "indirect-provider"
    SOFTWARE_HOUSE = "software-house"
    INTEGRATOR = "integrator"
    UNKNOWN = "unknown"


class CompanySize(StrEnum):
    """People in the company."""

    UNDER_10 = "under-10"
    FROM_10 = "10-49"
    FROM_50 = "50-249"
    FROM_250 = "250-plus"


class Standing(StrEnum):
    """LISTED: on the channel team's list, or confirmed by them. DOMAIN: somebody has opened the
    link mailed to an address there, and no list names the company yet."""

    LISTED = "listed"
    DOMAIN = "domain"


class Source(StrEnum):
    """How somebody came to belong to a company."""

    DOMAIN = "domain"
    STAFF = "staff"


class Organisation(Base):
    """`number`: the vendor's own number for this partner. `size`: None while nobody has said it.

    A merged one stays as a row, as votes that are open know it by its id, and ids must not come
    back. What was merged into it before goes with it, so `merged_into_id` never names a merged one.

    `event_id`: of the rehearsal that an invented one takes part in; None for all that there are. A
    plain number, as partners know no events.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("merged_into_id <> id", name="merged_into_another"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[CompanySize | None] = mapped_column(words(CompanySize))
    standing: Mapped[Standing] = mapped_column(words(Standing))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    types: Mapped[list["OrganisationType"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OrganisationType.place"
    )
    domains: Mapped[list["OrganisationDomain"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OrganisationDomain.domain"
    )


class OrganisationType(Base):
    """The first one (`place` 0) is where the company stands when figures are split by type."""

    __tablename__ = "organisation_type"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    type: Mapped[PartnerType] = mapped_column(words(PartnerType), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)


class OrganisationDomain(Base):
    """A registrable domain of e-mail addresses; never one of a free mail service."""

    __tablename__ = "organisation_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )


class Membership(Base):
    """Whom somebody works for. `is_right`: what they said when asked; None while they have not.

    Who said no belongs to no company.
    """

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[Source] = mapped_column(words(Source))
    is_right: Mapped[bool | None]
