"""`faulty-duties`: a duty or a measure of a clause that its wording, its fill-ins or the facts do not bear."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._bodies import tree
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.markup import Block, Node, keys_of
from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.reading import Reading
from tenderlaw.clauses.typed_duties import typed_duties
from tenderlaw.sources.faults import Fault
from tenderlaw.sources.places import Steps

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        if clause.said.duties or clause.said.ladder is not None:
            yield from typed_duties(clause)[1]
        for steps, passage, item in _passages(clause):
            for body in clause.bodies.values():
                blocks = tree(body.text)
                if passage not in {key for key, _ in keys_of(blocks)}:
                    message = f"names the passage `{passage}`, which the body in `{body.language}` does not have"
                    yield clause.source.fault(steps, message, "name one that every body has")
                elif item is not None and item > _items(blocks, passage):
                    message = f"`{passage}` has no item {item} in the body in `{body.language}`"
                    yield clause.source.fault(steps, message, "count the items from 1")


def _passages(clause: Clause) -> Iterator[tuple[Steps, str, int | None]]:
    said = clause.said
    for number, duty in enumerate(said.duties):
        yield ("duties", number, "passage"), duty.passage, None
    for number, none in enumerate(said.no_duties):
        yield ("no_duties", number, "passage"), none.passage, None
    if said.ladder is not None:
        if said.ladder.hearing is not None:
            yield ("ladder", "hearing", "passage"), said.ladder.hearing.passage, None
        for number, rung in enumerate(said.ladder.rungs):
            yield ("ladder", "rungs", number, "passage"), rung.passage, rung.item


def _items(blocks: tuple[Block, ...], passage: str) -> int:
    return next((len(one.children) for one in blocks if isinstance(one, Node) and one.key == passage), 0)


LINT = Lint("faulty-duties", breaks=False, faults=_faults)
