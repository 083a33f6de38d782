"""One-time links for roles beyond attending: their tokens, and what a token opens.

A token is rebuilt from the row and the server's secret; neither of them alone makes one.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.cookies import token_hash
from conference.accounts.models import Person, Reach, SignInLink
from conference.accounts.signing import SignInOffer
from conference.errors import NotFound
from conference.settings import Settings

PURPOSE = b"conference role link\0"
LINK_ID = struct.Struct(">i")
# 160 bits, and with LINK_ID 24 bytes: whole groups of base64, so no padding.
PROOF_BYTES = 20


def role_token(secret: bytes, link: SignInLink) -> str:
    return base64.urlsafe_b64encode(LINK_ID.pack(link.id) + _proof(secret, link)).decode("ascii")


def role_url(settings: Settings, link: SignInLink) -> str:
    return f"{settings.root_url}/sign-in/{role_token(settings.secret, link)}"


async def resolve_role_link(
    db: AsyncSession, settings: Settings, token: str, asked: str
) -> SignInOffer | None:
    """`asked`: the token in the cookie of the browser that asked for links, or ""."""
    link_id = _link_id(token)
    row = (
        await db.execute(
            select(SignInLink, Person.name)
            .join(Person, Person.id == SignInLink.person_id)
            .where(
                SignInLink.id == link_id,
                SignInLink.used_at.is_(None),
                SignInLink.expires_at > clock.now(),
            )
        )
    ).one_or_none()
    if row is None or not _is_theirs(settings.secret, row.SignInLink, token, asked):
        return None
    return SignInOffer(
        person_id=row.SignInLink.person_id,
        name=row.name,
        reach=Reach.FULL,
        event_id=None,
        next_path="/account",
        on_used=partial(_use, link_id=row.SignInLink.id),
    )


async def _use(db: AsyncSession, link_id: int) -> None:
    """Raises NotFound if another request was quicker."""
    used = (
        update(SignInLink)
        .where(SignInLink.id == link_id, SignInLink.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(SignInLink.id)
    )
    if await db.scalar(used) is None:
        raise NotFound


def _is_theirs(secret: bytes, link: SignInLink, token: str, asked: str) -> bool:
    is_genuine = hmac.compare_digest(role_token(secret, link).encode(), token.encode())
    return hmac.compare_digest(link.browser_hash, token_hash(asked)) and is_genuine


def _link_id(token: str) -> int:
    """0, which no row has, for what cannot be a token."""
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True)
        return int(LINK_ID.unpack_from(content)[0])
    except (binascii.Error, ValueError, struct.error):
        return 0


def _proof(secret: bytes, link: SignInLink) -> bytes:
    what = LINK_ID.pack(link.id) + LINK_ID.pack(link.person_id) + link.nonce + link.browser_hash
    return hmac.digest(secret, PURPOSE + what, hashlib.sha256)[:PROOF_BYTES]
