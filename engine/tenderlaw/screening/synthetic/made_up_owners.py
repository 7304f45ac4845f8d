"""Made-up owners of made-up suppliers: directors, chains of companies, groups, cycles, and owners who are hidden.

Supplier `S000000007` has directors `D000000007-1` and so on, and a chain of companies `C000000007-1`, each owned by the
next, at whose top a person `P000000007` stands, or a group `G000000000` that owns fifty suppliers, or the chain comes
back to where it began, or somebody hidden. A few chains are longer than screening follows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.facts.base import OPEN
from tenderlaw.screening.joins.edges import EDGES
from tenderlaw.screening.synthetic.draws import Draws, Flags, Numbers
from tenderlaw.screening.synthetic.made_up import Maker, decimals, numbered, one_of

__all__ = ["edges_of", "persons_of"]

_LENGTHS: Final = (500, 250, 120, 60, 30, 20, 12, 0, 0, 0, 0, 0, 8)
"""How often a chain has so many companies."""
_TOPS: Final = (87, 6, 4, 3)
"""What stands at the top: a person, a group, somebody hidden, a company of the chain again."""
_GROUP: Final = 50
"""Suppliers of a group."""
_DIRECTORS: Final = (10, 40, 30, 20)
_SEATS: Final = ("governing-body-member", "representative", "decision-maker")
_HOLDINGS: Final = ("shares", "votes", "controller")
_SHARES: Final = (75_0000, 100_0000, 50_0001, 50_0000, 25_0000)
"""In ten-thousandths of a per cent."""


def edges_of(maker: Maker, first: int, count: int) -> pa.Table:
    """The edges around the suppliers from number `first` on."""
    return pa.concat_tables([table.cast(EDGES) for table in _edges(maker, first, count)])


def persons_of(maker: Maker, first: int, count: int) -> pa.Table:
    """What is known of those persons and companies: most have no convictions, of a few nobody knows."""
    draws, numbers = Draws.of_rows(maker.seed, first, count), np.arange(first, first + count, dtype=np.int64)
    lengths, tops = _lengths(draws), _tops(draws)
    groups = numbers % _GROUP == 0
    alone = (tops == 0) | groups
    parts = [("P", numbers[alone], 0, _where(draws, "person", alone))]
    parts.append(("G", numbers[groups] // _GROUP, 0, _where(draws, "group", groups)))
    for step in range(1, len(_LENGTHS)):
        parts.append(("C", numbers[lengths >= step], step, _where(draws, f"company {step}", lengths >= step)))
    seats = draws.of("directors").weighted(_DIRECTORS)
    for seat in range(1, len(_DIRECTORS)):
        parts.append(("D", numbers[seats >= seat], seat, _where(draws, f"director {seat}", seats >= seat)))
    tables = [
        pa.table({"person": _node(letter, held, step), "convictions": maker.convictions_of_persons(some)})
        for letter, held, step, some in parts
    ]
    return pa.concat_tables(tables)


def _edges(maker: Maker, first: int, count: int) -> Iterator[pa.Table]:
    draws, numbers = Draws.of_rows(maker.seed, first, count), np.arange(first, first + count, dtype=np.int64)
    lengths, tops = _lengths(draws), _tops(draws)
    for step in range(len(_LENGTHS)):
        on = lengths > step
        held = numbers[on]
        yield _owned(maker, _where(draws, f"step {step}", on), _rung(held, step), _node("C", held, step + 1), "company")
        for top, kind in enumerate(("person", "company", None, "company")):
            ends = (lengths == step) & (tops == top)
            held, some = numbers[ends], _where(draws, f"top {step}", ends)
            party = [_node("P", held, 0), _node("G", held // _GROUP, 0), _nobody(held), _rung(held, min(step, 1))][top]
            yield _owned(maker, some, _rung(held, step), party, kind)
    seats = draws.of("directors").weighted(_DIRECTORS)
    for seat in range(1, len(_DIRECTORS)):
        on = seats >= seat
        some, held = _where(draws, f"seat {seat}", on), numbers[on]
        interest = one_of(some.of("seat"), _SEATS, _all(some), (80, 10, 10))
        yield _table(maker, some, numbered("S", held), _node("D", held, seat), "person", interest, None)
    leads = numbers % _GROUP == 0
    some, held = _where(draws, "lead", leads), numbers[leads]
    yield _owned(maker, some, _node("G", held // _GROUP, 0), _node("P", held, 0), "person")


def _owned(maker: Maker, draws: Draws, subject: pa.Array, party: pa.Array, kind: str | None) -> pa.Table:
    """Edges of shares, votes or control; of a few the share or the kind is not known."""
    known = ~draws.of("interest unknown").happens(0.01)
    interest = one_of(draws.of("interest"), _HOLDINGS, known, (70, 15, 15))
    share = np.asarray(_SHARES)[draws.of("share").weighted((50, 30, 5, 5, 10))]
    return _table(maker, draws, subject, party, kind, interest, share)


def _table(
    maker: Maker, draws: Draws, subject: pa.Array, party: pa.Array, kind: str | None, interest: pa.Array,
    share: Numbers | None,
) -> pa.Table:  # fmt: skip
    rows = len(draws)
    known = _all(draws)
    lasting = draws.of("lasting").happens(0.85)
    until = pc.if_else(pa.array(lasting), pa.scalar(OPEN), maker.days("link_until", draws, known))
    nothing = {field.name: pa.nulls(rows, field.type) for field in EDGES}
    if share is not None:
        told = pc.if_else(pa.array(~draws.of("share unknown").happens(0.02)), decimals(share), None)
        nothing |= {"share_min": told, "share_max": told}
    return pa.table(nothing | {
        "subject": subject,
        "party": party,
        "party_kind": pa.array([kind] * rows, pa.string()),
        "interest": interest,
        "since": maker.days("link_from", draws, ~draws.of("since unknown").happens(0.02)),
        "until": until,
        "hidden": pc.is_null(party),
    })  # fmt: skip


def _lengths(draws: Draws) -> Numbers:
    return draws.of("chain").weighted(_LENGTHS)


def _tops(draws: Draws) -> Numbers:
    return draws.of("top").weighted(_TOPS)


def _where(draws: Draws, what: str, held: Flags) -> Draws:
    """Draws of their own for some of the rows."""
    return draws.entries(what, held.astype(np.int64))


def _all(draws: Draws) -> Flags:
    return np.ones(len(draws), dtype=np.bool_)


def _nobody(numbers: Numbers) -> pa.Array:
    return pa.nulls(len(numbers), pa.string())


def _node(letter: str, numbers: Numbers, step: int) -> pa.Array:
    """The name of a node: its letter, its number, and where it has several its step."""
    named = numbered(letter, numbers)
    return pc.binary_join_element_wise(named, pa.scalar(str(step)), pa.scalar("-")) if step else named


def _rung(numbers: Numbers, step: int) -> pa.Array:
    """The company so many steps above the supplier, or the supplier itself."""
    return _node("C", numbers, step) if step else numbered("S", numbers)
