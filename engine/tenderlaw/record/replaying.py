"""A decision made again, from its evidence, with the packs of then: the same bytes, or what differs and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast

import orjson
from sqlalchemy import Connection, select

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.regime import Regime
from tenderlaw.record.exporting import opened
from tenderlaw.record.faults import ErasedError, NotInRecordError, TamperedError
from tenderlaw.record.leaves import committed
from tenderlaw.record.ledger import Record
from tenderlaw.sources.canonical import canonical
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables

__all__ = ["Difference", "Replay", "decision_kept", "replay"]

_LISTED: Final = 100
_CAUSES: Final = {
    "engine_version": "another version of the engine",
    "calendar": "another version of the calendar of holidays",
    "evaluators": "other evaluators",
    "packs": "other packs",
}
"""What a decision is a function of besides the facts and the day, and says of itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two decisions differ: a path, and what stands there; None where nothing does."""

    path: str
    then: object
    now: object


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of it."""

    state: Literal["same", "differs"]
    why: tuple[str, ...]
    """Of one that differs, the causes that the decisions themselves name; none is a reason to look for a fault."""
    differences: tuple[Difference, ...]
    """The first hundred."""
    id: str
    """The decision's id now, which never leaves."""


def replay(kept: Mapping[str, object], packs: Sequence[Regime], policies: Sequence[Regime] = ()) -> Replay:
    """Decide again what was kept (`Decision.data()`), by these packs and policies, in the order of then.

    Raises as `decide` does where they no longer take the facts.
    """
    facts = cast("Mapping[str, object]", kept["facts"])
    day = date.fromisoformat(str(kept["as_of"]))
    before = canonical(kept)
    for detailed in (True, False):  # a decision does not say whether it was asked to explain what is not triggered
        made = decide(facts, as_of=day, packs=tuple(packs), policies=tuple(policies), detailed=detailed)
        now = made.json()
        if now == before:
            return Replay("same", (), (), made.id)
    found = list(_differences("", orjson.loads(before), orjson.loads(now)))
    roots = {one.path.split(".")[0].split("[")[0] for one in found}
    why = tuple(said for name, said in _CAUSES.items() if name in roots)
    return Replay("differs", why, tuple(found[:_LISTED]), made.id)


def decision_kept(connection: Connection, record: Record, tenant: str, seq: int) -> dict[str, Any]:
    """What entry `seq`, a decision, committed to, opened and compared with the entry.

    Raises ErasedError where it was erased, TamperedError where it is not what was recorded, NotInRecordError for
    another kind of entry.
    """
    column = tables.entry.c
    query = select(column.kind, column.subject, column.commitment)
    row = connection.execute(query.where(column.tenant == tenant, column.seq == seq)).one_or_none()
    if row is None or row.kind != "decision" or row.commitment is None:
        raise NotInRecordError([Fault("record", 0, 0, "", f"entry {seq} is no decision")])
    kept = opened(connection, record, tenant, seq)
    if kept is None:
        if _was_erased(connection, tenant, row.subject, seq):
            raise ErasedError([Fault("record", 0, 0, f"entry {seq}", "what was decided was erased")])
        raise TamperedError([Fault("record", 0, 0, f"evidence of entry {seq}", "is missing, and nobody erased it")])
    if committed(*kept) != row.commitment:
        raise TamperedError([Fault("record", 0, 0, f"evidence of entry {seq}", "is not what the entry commits to")])
    return cast("dict[str, Any]", orjson.loads(kept[1]))


def _was_erased(connection: Connection, tenant: str, subject: str, seq: int) -> bool:
    column = tables.entry.c
    query = select(column.seq).where(column.tenant == tenant, column.subject == subject, column.seq > seq)
    return connection.execute(query.where(column.kind == "erasure").limit(1)).first() is not None


def _differences(path: str, then: object, now: object) -> Iterator[Difference]:
    if isinstance(then, dict) and isinstance(now, dict):
        for name in sorted({*then, *now}):
            inner = f"{path}.{name}" if path else name
            yield from _differences(inner, then.get(name), now.get(name))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _differences(f"{path}[{number}]", one, other)
    elif then != now:
        yield Difference(path, then, now)
