"""`circular-definitions`: a term whose meaning leads back to itself."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.lint._cycles import cycles
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    uses = {
        name: {use.id for by in one.said.senses for meaning in by.values() for use in terms_within(meaning)}
        for name, one in reading.definitions.items()
    }
    for circle in cycles(uses):
        one = reading.definitions[circle[0]]
        way = " -> ".join(f"`{name}`" for name in (*circle, circle[0]))
        yield one.source.fault(
            ("definitions", one.index, "meanings"),
            f"the meaning leads back to itself: {way}",
            "define one by other words",
        )


LINT = Lint("circular-definitions", breaks=True, faults=_faults)
