"""`fill-in-without-type`: a fill-in that does not say what goes in, or one id with two kinds."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for fault in reading.faults:
        in_fill_ins = fault.field.startswith("fill_ins[")
        if in_fill_ins and (fault.message == "the field `kind` is required" or fault.field.endswith("].kind")):
            yield fault
    kinds: dict[str, tuple[str, str]] = {}
    for clause in reading.clauses.values():
        for index, fill in enumerate(clause.said.fill_ins):
            kind, where = kinds.setdefault(fill.id, (fill.kind, clause.said.id))
            if kind != fill.kind:
                message = f"`{fill.id}` is a {fill.kind} here and a {kind} in `{where}`"
                yield clause.source.fault(
                    ("fill_ins", index, "kind"), message, "one id is one answer: give it one kind"
                )


LINT = Lint("fill-in-without-type", breaks=True, faults=_faults)
