"""The bidders of a procurement side by side: what each comes to, what is missing, what the authority decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from tenderlaw.service.files.bidders import bidder_of
from tenderlaw.service.files.deciding import Made, changed_since, decision_data, latest_on
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.laying import still_about
from tenderlaw.service.files.procurements import read_procurement
from tenderlaw.service.files.steps import steps_on
from tenderlaw.store import tables

__all__ = ["Compared", "compare_bidders"]

_MOST: Final = 500
_MISSING: Final = 20
"""Missing facts that a row names."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A bidder's row."""

    bidder: str
    name: str | None
    erased: bool
    decision: str | None
    """The last decision; None where there is none yet."""
    as_of: date | None
    outcome: str | None
    award: str | None
    """Whether award may proceed: yes, no or unknown."""
    because: tuple[str, ...]
    """What stands in the way of the award, or leaves it open."""
    missing: tuple[str, ...]
    """Paths of the facts that could change the outcome, the decisive first."""
    tiers: tuple[tuple[str, str], ...]
    """By policy, the tier of risk."""
    changed: bool
    """Whether the file changed since that decision."""
    waiting: int
    """Steps that wait for another person."""
    own: str | None
    """The authority's own decision, where it was made: exclude or admit."""
    own_is_current: bool
    """Whether it was made on the facts as they are."""


def compare_bidders(connection: Connection, hand: Hand, procurement: str) -> list[Compared]:
    """A row for each bidder of a procurement, in the order in which the files were made. Raises NotThereError."""
    bought = read_procurement(connection, hand, procurement)
    table = tables.bidder
    query = select(table).where(table.c.tenant == hand.tenant, table.c.procurement == procurement)
    rows = []
    for row in connection.execute(query.order_by(table.c.created_at, table.c.bidder).limit(_MOST)).all():
        if row.erased_at is not None:
            rows.append(_erased(row.bidder))
            continue
        bidder = bidder_of(connection, hand, row, bought)
        last = latest_on(connection, hand, row.bidder)
        steps = steps_on(connection, hand, row.bidder)
        decisions = [one.said for one in steps if one.said.kind == "decision" and one.state == "standing"]
        data = _what(connection, hand, last)
        changed = last is not None and changed_since(connection, hand, bidder, last)
        waiting = sum(one.state == "pending" for one in steps)
        own = decisions[-1] if decisions else None
        data["own"] = None if own is None else own.verdict
        data["own_is_current"] = own is not None and still_about(bidder.facts, own.subject) is not None
        rows.append(Compared(row.bidder, bidder.name, erased=False, changed=changed, waiting=waiting, **data))
    return rows


def _what(connection: Connection, hand: Hand, last: Made | None) -> dict[str, Any]:
    if last is None:
        return _nothing()
    data: Any = decision_data(connection, hand, last)
    return {
        "decision": last.decision,
        "as_of": last.as_of,
        "outcome": last.outcome,
        "award": data["award"]["may_proceed"],
        "because": tuple(data["award"]["because"]),
        "missing": tuple(one["path"] for one in data["missing_facts"][:_MISSING]),
        "tiers": tuple((one["policy"], one["tier"]["tier"]) for one in data["policies"] if one["tier"]),
    }


def _nothing() -> dict[str, Any]:
    nothing = dict.fromkeys(("decision", "as_of", "outcome", "award"))
    return {**nothing, "because": (), "missing": (), "tiers": ()}


def _erased(bidder: str) -> Compared:
    return Compared(bidder, None, erased=True, changed=False, waiting=0, own=None, own_is_current=False, **_nothing())
