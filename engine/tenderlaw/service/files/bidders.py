"""Files of bidders: what was answered about each, and what has become of it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from tenderlaw.service.files.drafts import (
    OPERATORS,
    BidderDraft,
    CaseDraft,
    changed_paths,
    checked_case,
    paths_told,
    refuse_assessed,
)
from tenderlaw.service.files.faults import ChangedError, FileRefusedError, NotThereError
from tenderlaw.service.files.hand import Hand, noted, opened, sealed
from tenderlaw.service.files.pages_of import Place, Some, before, some_of
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.procurements import Procurement, read_procurement, store_procurement
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle

__all__ = [
    "Bidder",
    "as_of_for",
    "bidder_of",
    "bidder_row",
    "change_case",
    "count_bidders",
    "create_bidder",
    "list_bidders",
    "touched",
]

_TABLE = tables.bidder
_PURPOSE = "draft"
# made once: to make a statement takes longer than to run it
_ROW: Final = select(_TABLE).where(_TABLE.c.tenant == bindparam("tenant"), _TABLE.c.bidder == bindparam("handle"))
_LOCKED: Final = _ROW.with_for_update()


@dataclass(frozen=True, slots=True)
class Bidder:
    """The file of a bidder in a procurement."""

    bidder: str
    """Its handle."""
    procurement: Procurement
    draft: BidderDraft
    revision: str
    """Of the file and of the procurement, whose facts it shares: `3.1`."""
    created_at: str
    changed_at: str
    retention_until: str | None
    """The day after which it is erased, unless it is held."""
    legal_hold: bool

    @property
    def facts(self) -> Plain:
        """The case as it was answered: the procurement's facts and the bidder's."""
        return {"procurement": self.procurement.draft.facts, **self.draft.facts}

    @property
    def name(self) -> str | None:
        """What the bidder is called, where that was given."""
        operator = cast("Plain", self.draft.facts.get("operator") or {})
        return cast("str | None", operator.get("name"))


def create_bidder(
    connection: Connection, hand: Hand, procurement: str, draft: BidderDraft, read: Plain | None = None
) -> Bidder:
    """A new file, on record. Raises InputInvalidError for facts that are faulty or the authority's own.

    `read` is what is to be known of the document that it was read from; the record keeps it with the answers.
    """
    hand.need("officer")
    bought = read_procurement(connection, hand, procurement, lock=True)
    if bought.archived_at is not None:
        raise FileRefusedError([Fault("procurement", 0, 0, "", "was put aside", "take it up again first")])
    facts = checked_case(hand, {"procurement": bought.draft.facts, **draft.facts}, bought.draft)
    refuse_assessed(facts, hand.regimes(bought.draft.regimes))
    draft = replace(draft, facts={name: facts[name] for name in OPERATORS if name in facts})
    handle, at = new_handle("bid"), hand.at
    row = {
        "tenant": hand.tenant,
        "bidder": handle,
        "procurement": procurement,
        "revision": 1,
        "sealed": sealed(connection, hand, handle, _PURPOSE, draft.plain()),
        "created_at": at,
        "changed_at": at,
        "retention_until": None,
        "legal_hold": False,
        "erased_at": None,
    }
    connection.execute(insert(_TABLE).values(row))
    payload = {"made": "bidder", "procurement": procurement, **paths_told(changed_paths({}, draft.facts))}
    noted(connection, hand, "answers", handle, payload, draft.plain() | ({"read": read} if read else {}))
    return Bidder(handle, bought, draft, f"1.{bought.revision}", at, at, None, legal_hold=False)


def bidder_row(connection: Connection, hand: Hand, handle: str, *, lock: bool = False) -> Row[Any]:
    """The row of a bidder's file of the tenant. Raises NotThereError where there is none of this handle."""
    named = {"tenant": hand.tenant, "handle": handle}
    row = connection.execute(_LOCKED if lock else _ROW, named).one_or_none() if is_handle(handle) else None
    if row is None:
        raise NotThereError("bidder", handle)
    return row


def bidder_of(connection: Connection, hand: Hand, row: Row[Any], bought: Procurement | None = None) -> Bidder:
    """What a row holds. Raises ErasedError where the file was erased."""
    held: Any = opened(connection, hand, row.bidder, _PURPOSE, row.sealed or b"")
    draft = BidderDraft(
        held["facts"],
        tuple(held["unknown"]),
        held["sources"],
        tuple(held["growing"]),
        tuple(held["order"]),
        held["aim"],
        held["listed"],
    )
    if bought is None:
        bought = read_procurement(connection, hand, row.procurement)
    revision = f"{row.revision}.{bought.revision}"
    return Bidder(
        row.bidder, bought, draft, revision, row.created_at, row.changed_at, row.retention_until, row.legal_hold
    )


def list_bidders(
    connection: Connection,
    hand: Hand,
    *,
    procurement: str | None = None,
    search: str = "",
    after: Place | None = None,
    limit: int = 50,
) -> Some[Bidder]:
    """Files that were not erased, the latest first: of a procurement, or all.

    `search` finds a handle, and among the bidders of a procurement words of a name: names are sealed in their files.
    """
    hand.need("reader")
    bought = None if procurement is None else read_procurement(connection, hand, procurement)
    query = select(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.erased_at.is_(None))
    if procurement is not None:
        query = query.where(_TABLE.c.procurement == procurement)
    words = search.casefold().split()
    if words and procurement is None:
        query = query.where(_TABLE.c.bidder == (words[0] if is_handle(words[0]) else ""))
    found: list[Bidder] = []
    place, step = after, max(limit + 1, 200) if words else limit + 1
    while len(found) <= limit:
        rows = connection.execute(before(query, _TABLE.c.created_at, _TABLE.c.bidder, place).limit(step)).all()
        opened_ = [bidder_of(connection, hand, row, bought) for row in rows]
        found += [one for one in opened_ if _is_meant(one, words)]
        if len(rows) < step:
            break
        place = rows[-1].created_at, rows[-1].bidder
    return some_of(found, limit, lambda one: (one.created_at, one.bidder))


def _is_meant(one: Bidder, words: Sequence[str]) -> bool:
    name = (one.name or "").casefold()
    return [one.bidder] == list(words) or all(word in name for word in words)


def change_case(
    connection: Connection, hand: Hand, now: Bidder, case: CaseDraft, listed: Mapping[str, str] | None = None
) -> Bidder:
    """Keep a case that was checked in place of the one that `now`, read in this transaction, holds.

    `listed` is what of it was found in lists; left out, what was found before.

    What changed of the procurement is changed for all its bidders. Facts that did not change are written nowhere.
    """
    bought = now.procurement
    of_procurement = case.of_procurement(bought.draft)
    if of_procurement != bought.draft:
        bought = store_procurement(connection, hand, replace(bought, draft=of_procurement), bought.draft)
    draft = case.of_bidder(now.draft.listed if listed is None else listed)
    if draft == now.draft:
        return replace(now, procurement=bought, revision=f"{now.revision.split('.', maxsplit=1)[0]}.{bought.revision}")
    new = touched(connection, hand, replace(now, procurement=bought), draft)
    payload = {**paths_told(changed_paths(now.draft.facts, draft.facts)), "revision": new.revision}
    said = {"before": now.draft.plain(), "after": draft.plain()}
    noted(connection, hand, "answers", now.bidder, payload, said)
    return new


def touched(connection: Connection, hand: Hand, now: Bidder, draft: BidderDraft | None = None) -> Bidder:
    """The file with its next revision, and another draft if one is given. Raises ChangedError as two come at once."""
    at, revision = hand.at, int(now.revision.split(".", maxsplit=1)[0])
    values: dict[str, object] = {"revision": revision + 1, "changed_at": at}
    if draft is not None:
        values["sealed"] = sealed(connection, hand, now.bidder, _PURPOSE, draft.plain())
    changed = update(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.bidder == now.bidder)
    if connection.execute(changed.where(_TABLE.c.revision == revision).values(values)).rowcount != 1:
        raise ChangedError("bidder", now.revision)
    token = f"{revision + 1}.{now.procurement.revision}"
    return replace(now, draft=draft or now.draft, revision=token, changed_at=at)


def count_bidders(connection: Connection, hand: Hand, procurement: str) -> int:
    """How many files a procurement has that were not erased."""
    query = select(func.count()).select_from(_TABLE)
    query = query.where(_TABLE.c.tenant == hand.tenant, _TABLE.c.procurement == procurement)
    return connection.execute(query.where(_TABLE.c.erased_at.is_(None))).scalar() or 0


def as_of_for(now: Bidder, given: date | None) -> date | None:
    """The day of a decision: the one given, else that of the procurement."""
    return given or now.procurement.as_of
