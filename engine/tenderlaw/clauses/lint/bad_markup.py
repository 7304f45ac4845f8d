"""`bad-markup`: a body that the markup does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._bodies import bodies, markup_fault
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for _clause, body in bodies(reading):
        fault = markup_fault(body)
        if fault is not None:
            yield fault


LINT = Lint("bad-markup", breaks=True, faults=_faults)
