"""`undefined-terms`: a term that is not defined, or that the clause uses and does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.inline import MarkupError, TermUse
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault, nearest

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    known = reading.definitions
    for clause, body in bodies(reading):
        for one in pieces(body.text):
            if not isinstance(one, TermUse):
                continue
            place = (body.file, one.line, one.column, "")
            if one.id not in known:
                yield Fault(*place, f"`{one.id}` is not defined", nearest(one.id, known) or "define it")
            elif one.id not in clause.said.defined_terms:
                yield Fault(*place, f"`{one.id}` is not declared", "add it to `defined_terms` of the clause")
    for clause in reading.clauses.values():
        for index, name in enumerate(clause.said.defined_terms):
            if name not in known:
                hint = nearest(name, known) or "define it"
                yield clause.source.fault(("defined_terms", index), f"`{name}` is not defined", hint)
    for definition in known.values():
        for language, meaning in definition.said.meanings.items():
            steps = ("definitions", definition.index, "meanings", language)
            try:
                for use in terms_within(meaning, strict=True):
                    if use.id not in known:
                        yield definition.source.fault(steps, f"`{use.id}` is not defined", nearest(use.id, known))
            except MarkupError as error:
                yield definition.source.fault(steps, error.message, error.hint)


LINT = Lint("undefined-terms", breaks=True, faults=_faults)
