"""`unit-written-twice`: a body that writes the unit after a fill-in that prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.clauses.units import units_in
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_FILLED = re.compile(r"\{\{-?\s*fill\.(\w+)[^}]*\}\}\s+(?=\w)")


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause, body in bodies(reading):
        units = {fill.id: fill.unit for fill in clause.said.fill_ins}
        for found in _FILLED.finditer(body.text):
            unit = units.get(found[1])
            said = units_in(body.language).get(unit) if unit else None
            after = body.text[found.end() :]
            for form in sorted(said.written()) if said else ():
                if re.match(rf"{re.escape(form)}\b", after):
                    before = body.text[: found.end()]
                    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
                    message = f"writes `{form}` after `{found[1]}`, which is printed with its unit"
                    yield Fault(body.file, line, column, "", message, "take the word out")
                    break


LINT = Lint("unit-written-twice", breaks=True, faults=_faults)
