"""Who stands behind suppliers: persons and companies linked to them, directly or through chains of control.

Directive 2014/24 art. 57(1), second subparagraph, asks for members of the bodies of the operator and for persons with
powers of representation, decision or control in it. The rule of this module:

* a member of a body, a representative or a decision-maker of the supplier has that link;
* a step of control is a right to control, or more than half of the shares or of the votes; whoever has surely such a
  step in every link of a chain to the supplier is a controller, person or company;
* half of the shares, a share of unknown size, an interest of unknown kind, or what the source calls beneficial
  ownership may be control; and whether a member of a body of a controlling company has power in the supplier, the
  text does not say. These stand in the list with an unknown link, so that they never count as a no;
* less than half, in the supplier itself, is a link that gives no power; further up it is none.

A link lasts while every step of its chain does: from the latest of their first days to the earliest of their last.
Where one of these is unknown, so is that of the link, unless the known ones settle that it has not begun on the day
asked, or is over by then. Who is hidden stands in the list as a person of whom nothing but the link's days is known,
and so does whoever stands behind a company without owners in the table, or beyond the bound.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from tenderlaw.interop.bods import INTERESTS
from tenderlaw.screening.joins.database import Database

__all__ = ["BOUND", "trace"]

BOUND: Final = 10
"""Steps of a chain that are followed; what lies beyond is unknown."""

_SEATS: Final = ", ".join(f"'{word}'" for word in INTERESTS[:3])
_ALWAYS: Final = "DATE '1600-01-01' AS since, DATE '9999-12-31' AS until, true AS begins, true AS ends"
_DAYS: Final = "since, until, begins, ends"
"""The latest first day and the earliest last day that are known of a chain, and whether all of them are known."""

_POWERS: Final = f"""
SELECT subject, party, party_kind, name, interest, since, until, hidden,
  since IS NOT NULL AND coalesce(since_exact, true) AS begins,
  until IS NOT NULL AND coalesce(until_exact, true) AS ends,
  CASE WHEN party IS NULL AND NOT hidden THEN 'nobody'
    WHEN interest IN ({_SEATS}) THEN 'seat'
    WHEN interest = 'controller' OR (interest IN ('shares', 'votes') AND share_min > 50) THEN 'control'
    WHEN interest IS NULL OR beneficial
      OR (interest IN ('shares', 'votes') AND coalesce(share_max, 100) >= 50) THEN 'perhaps'
    ELSE 'none' END AS power
FROM edges
"""
"""What an edge gives: a seat or power of its own kind, control surely or perhaps, or none of these."""

_BOTH: Final = """
greatest(s.since, coalesce(e.since, s.since)) AS since, least(s.until, coalesce(e.until, s.until)) AS until,
s.begins AND e.begins AS begins, s.ends AND e.ends AS ends
"""
_EVER: Final = "since <= until"
_STATED: Final = """
CASE WHEN begins OR since > {day} THEN since END AS since, CASE WHEN ends OR until < {day} THEN until END AS until
"""
"""The days as a link has them on the day asked."""
_NOT_ITSELF: Final = "NOT EXISTS (SELECT 1 FROM roots r WHERE r.row = f.row AND r.node = f.node)"

_UP: Final = f"""
SELECT row, node, sure, {_DAYS} FROM (
  SELECT s.row, e.party AS node, s.sure AND e.power = 'control' AS sure, {_BOTH}
  FROM {{frontier}} s JOIN powers e ON e.subject = s.node
  WHERE e.party IS NOT NULL AND (e.power IN ('control', 'perhaps') AND coalesce(e.party_kind, 'company') = 'company'
    OR e.power = 'seat' AND e.party_kind = 'company')
) f WHERE {_EVER} AND {_NOT_ITSELF}
EXCEPT SELECT row, node, sure, {_DAYS} FROM {{seen}}
"""
"""The companies one step further up that were not reached in this way before: so cycles come to an end."""

_FOUND: Final = f"""
SELECT row, node, kind, name, link, {_DAYS}, hidden FROM (
  SELECT s.row, e.party AS node, e.party_kind AS kind, coalesce(e.name, e.party) AS name, e.hidden, {_BOTH},
    CASE WHEN e.power = 'seat' AND s.own THEN e.interest
      WHEN e.power = 'control' AND s.sure THEN 'controller'
      WHEN e.power = 'none' THEN 'other' END AS link
  FROM (SELECT *, false AS own FROM {{seen}} UNION ALL SELECT *, true AS own FROM start) s
  JOIN powers e ON e.subject = s.node
  WHERE e.power <> 'nobody' AND (s.own OR e.power <> 'none')
) f WHERE {_EVER} AND (f.node IS NULL OR {_NOT_ITSELF})
UNION ALL SELECT row, {{nobody_named}}, {_DAYS}, true FROM {{seen}} s
WHERE NOT EXISTS (SELECT 1 FROM powers e WHERE e.subject = s.node)
UNION ALL SELECT row, {{nobody_named}}, {_DAYS}, true FROM {{beyond}}
"""
_ON_DAY: Final = f"""
SELECT row, node, kind, min(name) AS name, link, since, until, hidden
FROM (SELECT row, node, kind, name, link, {_STATED}, hidden FROM chains)
GROUP BY row, node, kind, link, since, until, hidden
"""
_WIDEST: Final = """
SELECT * FROM found f WHERE NOT EXISTS (
  SELECT 1 FROM found o WHERE o.row = f.row AND o.node = f.node AND o.link IS NOT DISTINCT FROM f.link
    AND o.since <= f.since AND o.until >= f.until AND (o.since < f.since OR o.until > f.until))
"""
"""A link that another of the same kind contains says nothing more: such come from cycles and parallel chains."""
_NOBODY_NAMED: Final = ", ".join(
    f"CAST(NULL AS VARCHAR) AS {name}" for name in ("node", "kind", "name", "link")
)  # fmt: skip


def trace(tables: Database, as_of: date, bound: int = BOUND) -> int:
    """Follow the chains of the suppliers in `roots` (row, node) through `edges`, a step of all of them at a time.

    Links are those that were, are or will be, with their days as far as `as_of` asks for them. Keeps the table `links`
    (row, node, kind, name, link, since, until, hidden); how many steps were taken.
    """
    tables.keep("powers", _POWERS)
    tables.keep("start", f"SELECT row, node, true AS sure, {_ALWAYS} FROM roots")
    frontier, seen, step = "start", "seen_0", 0
    tables.keep(seen, f"SELECT row, node, sure, {_DAYS} FROM start WHERE false")
    while True:
        found = tables.keep(f"up_{step + 1}", _UP.format(frontier=frontier, seen=seen))
        if not found or step == bound:
            break
        step += 1
        frontier = f"up_{step}"
        tables.keep(f"seen_{step}", f"SELECT * FROM {seen} UNION ALL SELECT * FROM {frontier}")
        seen = f"seen_{step}"
    tables.keep("chains", _FOUND.format(seen=seen, beyond=f"up_{step + 1}", nobody_named=_NOBODY_NAMED))
    tables.keep("found", _ON_DAY.format(day=f"DATE '{as_of.isoformat()}'"))
    tables.keep("links", _WIDEST)
    return step
