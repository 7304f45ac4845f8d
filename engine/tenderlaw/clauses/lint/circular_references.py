"""`circular-references`: clauses that refer to one another, so that neither can be read first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tenderlaw.clauses.inline import Ref
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._cycles import cycles
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    uses: defaultdict[str, set[str]] = defaultdict(set)
    places: dict[tuple[str, str], Fault] = {}
    for clause, body in bodies(reading):
        for one in pieces(body.text):
            if isinstance(one, Ref) and one.clause != clause.said.id:
                uses[clause.said.id].add(one.clause)
                places.setdefault((clause.said.id, one.clause), Fault(body.file, one.line, one.column, "", ""))
    for circle in cycles(uses):
        place = places[circle[0], (*circle[1:], circle[0])[0]]
        way = " -> ".join(f"`{name}`" for name in (*circle, circle[0]))
        message, hint = f"clauses refer to one another: {way}", "let one of them stand without the other"
        yield Fault(place.file, place.line, place.column, "", message, hint)


LINT = Lint("circular-references", breaks=False, faults=_faults)
