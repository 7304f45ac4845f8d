"""Remedies of a pack: typed, and checked for what their sentences would otherwise promise wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.model.remedies import Remedy

__all__ = ["inherited_remedies", "type_remedies"]


def inherited_remedies(base: Pack, own: PackFile) -> tuple[Remedy, ...]:
    """What a layer takes over: of each kind its parent's, unless it has some of that kind itself."""
    said = {remedy.kind for remedy in own.remedies}
    return tuple(remedy for remedy in base.remedies if remedy.kind not in said)


def type_remedies(grammar: Grammar) -> Iterator[tuple[Remedy, Condition | None]]:
    """Each remedy with when it is carried, None where it always is; faults go to the report of the grammar."""
    for i, remedy in enumerate(grammar.pack.remedies):
        at = ("remedies", i)
        if not remedy.in_:
            grammar.report((*at, "in"), "a remedy that no letter carries", "name the letters, such as `exclusion`")
        if remedy.within is not None and len(remedy.within.lengths()) != 1:
            grammar.report((*at, "within"), "a time limit is in `days`, `working_days` or `months`", "say one of them")
        if remedy.from_ is not None and remedy.to is not None and remedy.to < remedy.from_:
            grammar.report((*at, "to"), f"`{remedy.to}` lies before `from`", "")
        yield remedy, None if remedy.when is None else grammar.condition(remedy.when, None, (*at, "when"))
