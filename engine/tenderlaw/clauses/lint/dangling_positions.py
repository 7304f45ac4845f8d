"""`dangling-positions`: a position of a playbook on a passage that a body does not have."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._bodies import tree
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.markup import keys_of
from tenderlaw.clauses.playbook import dangling_stances
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        if clause.playbook is not None and not clause.playbook.inherited:
            keys = {
                language: frozenset(key for key, _ in keys_of(tree(body.text)))
                for language, body in clause.bodies.items()
            }
            yield from dangling_stances(clause.playbook, keys)


LINT = Lint("dangling-positions", breaks=True, faults=_faults)
