"""Procurements: what is bought, whose facts all bidders of it share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update

from tenderlaw.decisions.cases import procurement_in
from tenderlaw.service.files.drafts import ProcurementDraft, changed_paths, paths_told
from tenderlaw.service.files.faults import ChangedError, NotThereError
from tenderlaw.service.files.hand import Hand, noted, opened, sealed
from tenderlaw.service.files.pages_of import Place, Some, before, some_of
from tenderlaw.service.files.places import Plain
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, Source
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle

__all__ = [
    "Procurement",
    "archive_procurement",
    "change_procurement",
    "create_procurement",
    "list_procurements",
    "procurement_facts",
    "read_procurement",
    "store_procurement",
]

_TABLE = tables.procurement
_PURPOSE = "procurement"
_ROW: Final = select(_TABLE).where(_TABLE.c.tenant == bindparam("tenant"), _TABLE.c.procurement == bindparam("handle"))
_LOCKED: Final = _ROW.with_for_update()


@dataclass(frozen=True, slots=True)
class Procurement:
    """A procurement."""

    procurement: str
    """Its handle."""
    title: str
    revision: str
    as_of: date | None
    """The day on which its bidders are decided, where the authority has set one."""
    draft: ProcurementDraft
    created_at: str
    changed_at: str
    archived_at: str | None


def procurement_facts(hand: Hand, facts: Mapping[str, object], regimes: tuple[str, ...] | None) -> Plain:
    """The facts of a procurement, checked, as they are kept. Raises InputInvalidError with every fault."""
    source = Source("facts", cast("Data", {"procurement": dict(facts)}), {})
    found = procurement_in(source, hand.regimes(regimes))
    return cast("Plain", found.model_dump(mode="json", exclude_none=True))


def create_procurement(
    connection: Connection, hand: Hand, title: str, draft: ProcurementDraft, as_of: date | None = None
) -> Procurement:
    """A new procurement, on record. Raises InputInvalidError for facts, packs or policies that cannot be meant."""
    hand.need("officer")
    handle, at, named = new_handle("proc"), hand.at, _title(title)
    draft = _checked(hand, draft)
    row = {
        "tenant": hand.tenant,
        "procurement": handle,
        "revision": 1,
        "title": named,
        "sealed": sealed(connection, hand, handle, _PURPOSE, draft.plain()),
        "as_of": None if as_of is None else as_of.isoformat(),
        "created_at": at,
        "changed_at": at,
        "archived_at": None,
    }
    connection.execute(insert(_TABLE).values(row))
    paths = changed_paths({}, draft.facts, "procurement")
    payload = {"made": "procurement", **paths_told(paths), "as_of": row["as_of"]}
    noted(connection, hand, "answers", handle, payload, draft.plain())
    return Procurement(handle, named, "1", as_of, draft, at, at, None)


def _checked(hand: Hand, draft: ProcurementDraft) -> ProcurementDraft:
    hand.policies(draft.policies)
    hand.packs.law(draft.regimes, hand.allowed)
    return replace(draft, facts=procurement_facts(hand, draft.facts, draft.regimes))


def _title(title: str) -> str:
    said = " ".join(title.split())
    if not said.isprintable() or not 0 < len(said) <= 300:
        raise InputInvalidError([Fault("title", 0, 0, "", "a title of 1 to 300 characters is asked for")])
    return said


def read_procurement(connection: Connection, hand: Hand, handle: str, *, lock: bool = False) -> Procurement:
    """A procurement of the tenant. Raises NotThereError where there is none of this handle.

    `lock` for who rests on its facts until the transaction ends: nobody changes them meanwhile.
    """
    hand.need("reader")
    return _procurement(connection, hand, _row(connection, hand, handle, lock=lock))


def _row(connection: Connection, hand: Hand, handle: str, *, lock: bool = False) -> Row[Any]:
    named = {"tenant": hand.tenant, "handle": handle}
    row = connection.execute(_LOCKED if lock else _ROW, named).one_or_none() if is_handle(handle) else None
    if row is None:
        raise NotThereError("procurement", handle)
    return row


def _procurement(connection: Connection, hand: Hand, row: Row[Any]) -> Procurement:
    held: Any = opened(connection, hand, row.procurement, _PURPOSE, row.sealed)
    draft = ProcurementDraft(
        held["facts"],
        tuple(held["unknown"]),
        held["sources"],
        None if held["regimes"] is None else tuple(held["regimes"]),
        None if held["policies"] is None else tuple(held["policies"]),
    )
    as_of = None if row.as_of is None else date.fromisoformat(row.as_of)
    revision = str(row.revision)
    return Procurement(
        row.procurement, row.title, revision, as_of, draft, row.created_at, row.changed_at, row.archived_at
    )


def list_procurements(
    connection: Connection,
    hand: Hand,
    *,
    search: str = "",
    archived: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> Some[Procurement]:
    """The tenant's procurements, the latest first; `search` finds a handle, or words of a title."""
    hand.need("reader")
    query = select(_TABLE).where(_TABLE.c.tenant == hand.tenant)
    if not archived:
        query = query.where(_TABLE.c.archived_at.is_(None))
    if said := " ".join("".join(one if one.isprintable() else " " for one in search).split()):
        query = query.where(or_(_TABLE.c.procurement == said, and_(*map(_in_title, said.split()))))
    query = before(query, _TABLE.c.created_at, _TABLE.c.procurement, after).limit(limit + 1)
    found = [_procurement(connection, hand, row) for row in connection.execute(query).all()]
    return some_of(found, limit, lambda one: (one.created_at, one.procurement))


def _in_title(word: str) -> ColumnElement[bool]:
    """Whether a title has the word, in capitals or not: SQLite knows those of English letters alone."""
    title = _TABLE.c.title
    ways = {word, word.lower(), word.upper(), word.capitalize()}
    return or_(
        func.lower(title).contains(word.lower(), autoescape=True),
        *(title.contains(way, autoescape=True) for way in sorted(ways)),
    )


def change_procurement(
    connection: Connection,
    hand: Hand,
    handle: str,
    revision: str,
    *,
    title: str | None = None,
    draft: ProcurementDraft | None = None,
    as_of: date | None = None,
) -> Procurement:
    """Change what is given of it. Raises ChangedError where somebody changed it since `revision`."""
    hand.need("officer")
    row = _row(connection, hand, handle, lock=True)
    now = _procurement(connection, hand, row)
    if now.revision != revision:
        raise ChangedError("procurement", now.revision)
    new = now.draft if draft is None else _checked(hand, draft)
    day = now.as_of if as_of is None else as_of
    named = now.title if title is None else _title(title)
    if (named, new, day) == (now.title, now.draft, now.as_of):
        return now
    return store_procurement(connection, hand, replace(now, title=named, draft=new, as_of=day), now.draft)


def store_procurement(connection: Connection, hand: Hand, new: Procurement, before_: ProcurementDraft) -> Procurement:
    """Write a procurement that was read in this transaction, with its next revision, and put it on record."""
    at, revision = hand.at, int(new.revision) + 1
    changed = (
        update(_TABLE)
        .where(_TABLE.c.tenant == hand.tenant, _TABLE.c.procurement == new.procurement)
        .where(_TABLE.c.revision == revision - 1)
        .values(
            revision=revision,
            title=new.title,
            sealed=sealed(connection, hand, new.procurement, _PURPOSE, new.draft.plain()),
            as_of=None if new.as_of is None else new.as_of.isoformat(),
            changed_at=at,
        )
    )
    if connection.execute(changed).rowcount != 1:
        raise ChangedError("procurement", new.revision)
    paths = changed_paths(before_.facts, new.draft.facts, "procurement")
    payload: Plain = {**paths_told(paths), "revision": revision}
    if new.as_of is not None:
        payload["as_of"] = new.as_of.isoformat()
    noted(connection, hand, "answers", new.procurement, payload, new.draft.plain())
    return replace(new, revision=str(revision), changed_at=at)


def archive_procurement(connection: Connection, hand: Hand, handle: str, revision: str) -> Procurement:
    """Put it aside: it is listed no more, and everything about it stays. Raises ChangedError as changing does."""
    hand.need("officer")
    row = _row(connection, hand, handle, lock=True)
    now = _procurement(connection, hand, row)
    if now.revision != revision:
        raise ChangedError("procurement", now.revision)
    at = hand.at
    put_aside = update(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.procurement == handle)
    connection.execute(put_aside.values(archived_at=at, revision=int(revision) + 1, changed_at=at))
    noted(connection, hand, "retention", handle, {"archived": True}, None)
    return replace(now, archived_at=at, changed_at=at, revision=str(int(revision) + 1))
