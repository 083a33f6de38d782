"""Answers: written into their boxes in groups, and never read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import insert_into
from conference.errors import Conflict, Invalid, Refused
from conference.i18n import _
from conference.privacy.boxes import BoxKey, box_key, close_box, size_for
from conference.privacy.keys import KeyFolder
from conference.privacy.models import Scope, ScopeKind, Sealed
from conference.privacy.plan import read_plan
from conference.privacy.scopes import find_open
from conference.privacy.sealed import Sealer, sealer

# What a text may have in UTF-8. Every box of its scope is as long, texts or not: who wrote much
# could otherwise be told from who wrote little.
TEXT_BYTES = 2_000
HIGHEST_COMPANY = 2**31 - 1
SEALED = cast("Table", Sealed.__table__)
SubjectOf = tuple[ScopeKind, int]


@dataclass(frozen=True)
class Answering:
    """One person's answer, already checked by its feature; `content` None takes it back.

    `content`: of a POLL {"choices": ["12"]} or {"value": 4}; of a MOOD {"value": 4, "topic": "",
    "text": "", "language": "de"}; of FEEDBACK the same without a topic. `company_id`: whom the
    person counts for at this moment.
    """

    kind: ScopeKind
    subject_id: int
    person_id: int
    company_id: int | None
    content: Mapping[str, Any] | None
    keys: KeyFolder

    @property
    def subject(self) -> SubjectOf:
        return self.kind, self.subject_id


@dataclass(frozen=True, repr=False)
class _Opening:
    scope_id: int
    seal: Sealer
    key: BoxKey
    size: int


async def seal_answers(db: AsyncSession, answerings: Sequence[Answering]) -> list[Refused | None]:
    """For `grouped`. The last of several answers of one person counts; repeats change nothing.

    Refused with Conflict where nothing is open, with Invalid for a text beyond TEXT_BYTES.
    """
    openings = await _openings(db, answerings)
    results = [_check(answering, openings[answering.subject]) for answering in answerings]
    boxes: dict[tuple[int, bytes], bytes] = {}
    withdrawn: dict[tuple[int, bytes], bytes] = {}
    for answering, refused in zip(answerings, results, strict=True):
        opening = openings[answering.subject]
        if opening is None or refused is not None:
            continue
        who = opening.seal(answering.person_id)
        box = _box(opening, who, answering)
        place = opening.scope_id, who
        kept, dropped = (withdrawn, boxes) if answering.content is None else (boxes, withdrawn)
        dropped.pop(place, None)
        kept[place] = box
    await _store(db, boxes)
    await _withdraw(db, withdrawn)
    return results


async def _openings(
    db: AsyncSession, answerings: Sequence[Answering]
) -> dict[SubjectOf, _Opening | None]:
    """In one order, so that two processes do not wait for each other."""
    subjects = {answering.subject: answering.keys for answering in answerings}
    return {
        subject: await _opening(db, keys, subject)
        for subject, keys in sorted(subjects.items(), key=lambda item: item[0])
    }


async def _opening(db: AsyncSession, keys: KeyFolder, subject: SubjectOf) -> _Opening | None:
    scope = await find_open(db, *subject)
    key = keys.read(scope.id) if scope else None
    if scope is None or key is None:
        return None
    return _Opening(scope.id, sealer(key, scope.id), box_key(key, scope.id), box_size(scope))


def box_size(scope: Scope) -> int:
    """One length for all of a scope, known before its first answer."""
    fullest: dict[str, Any] = {"choices": list(read_plan(scope.plan).choices), "value": 0}
    if scope.kind != ScopeKind.POLL:
        fullest |= {"topic": "t" * 60, "text": "t" * TEXT_BYTES, "language": "de"}
    return size_for({"company": HIGHEST_COMPANY, "answer": fullest})


def _check(answering: Answering, opening: _Opening | None) -> Refused | None:
    if opening is None:
        return Conflict(_("This closed just now. Your answer was not saved."))
    text = str((answering.content or {}).get("text", ""))
    # As it lies in the box, where quotes and line breaks take two bytes each.
    if text and len(json.dumps(text, ensure_ascii=False).encode()) - 2 > TEXT_BYTES:
        return Invalid({"text": _("This text is too long. Please shorten it.")})
    return None


def _box(opening: _Opening, who: bytes, answering: Answering) -> bytes:
    content = {"company": answering.company_id, "answer": answering.content}
    return close_box(opening.key, who, content, opening.size)


async def _store(db: AsyncSession, boxes: Mapping[tuple[int, bytes], bytes]) -> None:
    """Ordered by the sealed person, which is no order at all."""
    if not boxes:
        return
    insert = insert_into(db, Sealed)
    upsert = insert.on_conflict_do_update(
        index_elements=[Sealed.scope_id, Sealed.who], set_={"box": insert.excluded.box}
    )
    rows = [
        {"scope_id": scope_id, "who": who, "box": box}
        for (scope_id, who), box in sorted(boxes.items())
    ]
    await db.execute(upsert, rows)


async def _withdraw(db: AsyncSession, boxes: Mapping[tuple[int, bytes], bytes]) -> None:
    """Gone at once, unless a release counts it: then the box is empty until one takes it out."""
    if not boxes:
        return
    own = tuple_(Sealed.scope_id, Sealed.who).in_(sorted(boxes))
    await db.execute(delete(Sealed).where(own, Sealed.released.is_(None)))
    empty = (
        update(SEALED)
        .where(SEALED.c.scope_id == bindparam("scope"), SEALED.c.who == bindparam("whose"))
        .values(box=bindparam("emptied"))
    )
    rows = [
        {"scope": scope_id, "whose": who, "emptied": box}
        for (scope_id, who), box in sorted(boxes.items())
    ]
    await (await db.connection()).execute(empty, rows)
