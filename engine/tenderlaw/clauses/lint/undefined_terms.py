"""`undefined-terms`: a term that is not defined, or that the clause uses and does not declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.inline import MarkupError, TermUse
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import Definition
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
        yield from _of_meanings(definition, known)
    yield from _of_systems(reading)


def _of_meanings(definition: Definition, known: Mapping[str, Definition]) -> Iterator[Fault]:
    said, steps = definition.said, ("definitions", definition.index)
    meanings: list[tuple[tuple[str | int, ...], str]] = [
        ((*steps, "meanings", language), text) for language, text in said.meanings.items()
    ]
    for index, variant in enumerate(said.variants):
        meanings += [
            ((*steps, "variants", index, "meanings", language), text) for language, text in variant.meanings.items()
        ]
    for place, meaning in meanings:
        try:
            for use in terms_within(meaning, strict=True):
                if use.id not in known:
                    yield definition.source.fault(place, f"`{use.id}` is not defined", nearest(use.id, known))
        except MarkupError as error:
            yield definition.source.fault(place, error.message, error.hint)


def _of_systems(reading: Reading) -> Iterator[Fault]:
    """Legal systems that are named and not declared."""
    systems = reading.legal_systems
    for clause in reading.clauses.values():
        name = clause.said.legal_system
        if name is not None and name not in systems:
            yield clause.source.fault(("legal_system",), f"`{name}` is no legal system here", nearest(name, systems))
    for one in reading.definitions.values():
        for index, variant in enumerate(one.said.variants):
            if variant.of not in systems:
                place = ("definitions", one.index, "variants", index, "of")
                message = f"`{variant.of}` is no legal system here"
                yield one.source.fault(place, message, nearest(variant.of, systems))


LINT = Lint("undefined-terms", breaks=True, faults=_faults)
