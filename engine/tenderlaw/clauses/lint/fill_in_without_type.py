"""`fill-in-without-type`: a fill-in without what goes in, or one id with two kinds, units, ranges or defaults."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.fill_ins import shape
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for fault in reading.faults:
        in_fill_ins = fault.field.startswith("fill_ins[")
        if in_fill_ins and (fault.message == "the field `kind` is required" or fault.field.endswith("].kind")):
            yield fault
    first: dict[str, tuple[FillIn, str]] = {}
    for clause in reading.clauses.values():
        for index, fill in enumerate(clause.said.fill_ins):
            other, where = first.setdefault(fill.id, (fill, clause.said.id))
            if other.kind != fill.kind:
                message = f"`{fill.id}` is a {fill.kind} here and a {other.kind} in `{where}`"
                yield clause.source.fault(
                    ("fill_ins", index, "kind"), message, "one id is one answer: give it one kind"
                )
            elif other.default != fill.default:
                message = f"`{fill.id}` has another default here than in `{where}`"
                yield clause.source.fault(
                    ("fill_ins", index, "id"), message, "one id is one answer: give it one default"
                )
            elif (other.unit, other.allowed) != (fill.unit, fill.allowed):
                message = f"`{fill.id}` is {shape(fill)} here and {shape(other)} in `{where}`"
                yield clause.source.fault(
                    ("fill_ins", index, "id"), message, "one id is one answer: give it one unit and one range"
                )


LINT = Lint("fill-in-without-type", breaks=True, faults=_faults)
