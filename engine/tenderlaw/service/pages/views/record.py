"""The record as its pages show it: entries, what each says, and what verifying came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, select

from tenderlaw.record.checkpoints import latest_note, verifiers_of
from tenderlaw.record.leaves import Entry, leaf_of
from tenderlaw.record.ledger import size_of
from tenderlaw.record.notes import open_note
from tenderlaw.record.proofs import inclusion
from tenderlaw.record.tree import is_included, leaf_hash
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, given
from tenderlaw.store import tables

__all__ = [
    "Checkpointed",
    "EntryLine",
    "EntryView",
    "checkpoint_of",
    "entry_lines",
    "entry_view",
    "names_in",
]

_PLACES: Final[Mapping[str, str]] = {"proc": "/procurements/", "bid": "/bidders/", "dec": "/decisions/"}
"""Where handles lead, by what they begin with."""
_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list."""

    seq: int
    at: str
    kind: str
    who: Said
    subject: str
    href: str | None
    """The page of what it is about."""
    covered: bool
    """Whether a signed checkpoint covers it."""


@dataclass(frozen=True, slots=True)
class Checkpointed:
    """How far the record is signed."""

    size: int
    """How many entries there are."""
    signed: int
    note: str | None
    root: str | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with everything that proves it."""

    line: EntryLine
    payload: tuple[tuple[str, str, str | None], ...]
    """What it says in public: a name, a value, and where it leads."""
    commitment: str | None
    leaf: str
    """The hash of its leaf."""
    path: tuple[str, ...]
    """The hashes from the leaf to the root of the checkpoint."""
    proved: bool | None
    """Whether the path leads there; None where no checkpoint covers it yet."""
    checkpoint: Checkpointed


def names_in(connection: Connection, tenant: str) -> Mapping[str, str]:
    """What people and keys of a tenant are called, by their handles."""
    person, key = tables.person.c, tables.api_key.c
    people = connection.execute(select(person.person, person.title).where(person.tenant == tenant))
    keys = connection.execute(select(key.key, key.title).where(key.tenant == tenant))
    return {row[0]: row[1] for row in (*people, *keys)}


def checkpoint_of(connection: Connection, tenant: str) -> Checkpointed:
    """How far the record of a tenant is signed, and by which keys."""
    note, keys = latest_note(connection, tenant), verifiers_of(connection, tenant)
    size = size_of(connection, tenant)
    if note is None:
        return Checkpointed(size, 0, None, None, tuple(map(str, keys)))
    said = open_note(note, keys, f"checkpoint of {tenant}")
    return Checkpointed(size, said.size, note, said.root.hex(), tuple(map(str, keys)))


def entry_lines(
    connection: Connection, tenant: str, language: str, *, kind: str = "", about: str = "", before: int | None = None
) -> tuple[tuple[EntryLine, ...], int | None]:
    """Entries, the newest first, of a kind or about something; and the number before which to go on."""
    entry = tables.entry.c
    query = select(tables.entry).where(entry.tenant == tenant)
    if kind:
        query = query.where(entry.kind == kind)
    if about:
        query = query.where(entry.subject == about)
    if before is not None:
        query = query.where(entry.seq < before)
    rows = connection.execute(query.order_by(entry.seq.desc()).limit(_A_PAGE + 1)).all()
    names, signed = names_in(connection, tenant), checkpoint_of(connection, tenant).signed
    lines = tuple(_line(row, names, signed, language) for row in rows[:_A_PAGE])
    return lines, lines[-1].seq if len(rows) > _A_PAGE else None


def _line(row: Row[Any], names: Mapping[str, str], signed: int, language: str) -> EntryLine:
    words = room_in("record", language)
    return EntryLine(
        seq=row.seq,
        at=row.at,
        kind=words.get(f"kind_{row.kind}", row.kind),
        who=given(names.get(row.actor, row.actor)),
        subject=row.subject,
        href=f"/screening/{row.subject}" if row.kind == "screening" else _place(row.subject),
        covered=row.seq <= signed,
    )


def _place(handle: str) -> str | None:
    before, _, _ = handle.partition("_")
    return f"{_PLACES[before]}{handle}" if before in _PLACES else None


def entry_view(connection: Connection, tenant: str, seq: int, language: str) -> EntryView | None:
    """An entry with its proof; None where there is none of this number."""
    column = tables.entry.c
    row = connection.execute(select(tables.entry).where(column.tenant == tenant, column.seq == seq)).one_or_none()
    if row is None:
        return None
    signed = checkpoint_of(connection, tenant)
    leaf = leaf_hash(leaf_of(Entry(row.seq, row.at, row.kind, row.actor, row.subject, row.payload, row.commitment)))
    path = inclusion(connection, tenant, seq, signed.signed) if seq <= signed.signed else []
    proved = None
    if seq <= signed.signed and signed.root is not None:
        proved = is_included(leaf, seq - 1, signed.signed, path, bytes.fromhex(signed.root))
    return EntryView(
        line=_line(row, names_in(connection, tenant), signed.signed, language),
        payload=tuple(_payload(row.payload)),
        commitment=row.commitment,
        leaf=leaf.hex(),
        path=tuple(one.hex() for one in path),
        proved=proved,
        checkpoint=signed,
    )


def _payload(payload: Mapping[str, object]) -> Iterator[tuple[str, str, str | None]]:
    for name, value in payload.items():
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        yield name.replace("_", " "), str(given(text)), _place(text) if isinstance(value, str) else None
