"""`dangling-references`: a reference to a clause or a passage that there is not, or a passage named twice."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.inline import Ref
from tenderlaw.clauses.lint._bodies import bodies, markup_fault, pieces, tree
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.markup import keys_of
from tenderlaw.clauses.model import Body
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault, nearest

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for _clause, body in bodies(reading):
        for one in pieces(body.text):
            if isinstance(one, Ref):
                fault = _fault(reading, body, one)
                if fault is not None:
                    yield fault

    for clause in reading.clauses.values():
        for index, name in enumerate(clause.said.needs):
            if name not in reading.clauses:
                message = f"needs the clause `{name}`, which there is not"
                yield clause.source.fault(("needs", index), message, nearest(name, reading.clauses))


def _fault(reading: Reading, body: Body, ref: Ref) -> Fault | None:
    target = reading.clauses.get(ref.clause)
    if target is None:
        message = f"refers to the clause `{ref.clause}`, which there is not"
        return Fault(body.file, ref.line, ref.column, "", message, nearest(ref.clause, reading.clauses))
    there = target.bodies.get(body.language) or next(iter(target.bodies.values()), None)
    if ref.key is None or there is None or markup_fault(there):
        return None
    keys = [key for key, _ in keys_of(tree(there.text))]
    if ref.key in keys:
        return None
    message = f"refers to `{ref.clause}#{ref.key}`, which there is not"
    return Fault(body.file, ref.line, ref.column, "", message, nearest(ref.key, keys) or f"name it by `{{#{ref.key}}}`")


LINT = Lint("dangling-references", breaks=True, faults=_faults)
