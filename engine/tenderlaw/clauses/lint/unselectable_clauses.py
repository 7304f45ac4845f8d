"""`unselectable-clauses`: a clause that no rule of any pack or policy can put into a document."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.companions import companions_of
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, prescribed: Prescribed) -> Iterator[Fault]:
    if prescribed is None:
        return
    along = companions_of([name for name in reading.clauses if name in prescribed], reading.clauses)
    for name, clause in reading.clauses.items():
        if name not in prescribed and name not in along:
            hint = "add a prescription to the `clauses` of a pack or a policy"
            yield clause.source.fault(("id",), f"no rule prescribes `{name}`", hint)


LINT = Lint("unselectable-clauses", breaks=False, faults=_faults)
