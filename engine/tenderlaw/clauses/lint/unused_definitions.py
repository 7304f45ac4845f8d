"""`unused-definitions`: a term that is defined or declared and that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.inline import TermUse
from tenderlaw.clauses.lint._bodies import markup_fault, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    used: set[str] = set()
    for clause in reading.clauses.values():
        if any(markup_fault(body) for body in clause.bodies.values()):
            used |= set(clause.said.defined_terms)  # what cannot be read may use them
            continue
        here = {one.id for body in clause.bodies.values() for one in pieces(body.text) if isinstance(one, TermUse)}
        used |= here
        for index, name in enumerate(clause.said.defined_terms):
            if name not in here:
                message = f"`{name}` is declared and used in no body"
                yield clause.source.fault(("defined_terms", index), message, "use it as `<term>`, or remove it")
    pending = list(used)
    while pending:
        definition = reading.definitions.get(pending.pop())
        for meaning in [text for by in definition.said.senses for text in by.values()] if definition else ():
            new = {use.id for use in terms_within(meaning)} - used
            used |= new
            pending += new
    for name, definition in reading.definitions.items():
        if name not in used:
            hint = "use it as `<term>`, or remove it"
            yield definition.source.fault(("definitions", definition.index, "id"), f"`{name}` is used nowhere", hint)


LINT = Lint("unused-definitions", breaks=False, faults=_faults)
