"""Remedies of a pack, and the notice before a power: typed, and checked for what they would promise wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.model.remedies import Remedy
from tenderlaw.packs.model.requirements import Requirement
from tenderlaw.sources.tree import Report, Steps

__all__ = ["check_notice", "inherited_remedies", "type_remedies"]


def inherited_remedies(base: Pack, own: PackFile) -> tuple[Remedy, ...]:
    """What a layer takes over: of each kind its parent's, unless it has some of that kind itself."""
    said = {remedy.kind for remedy in own.remedies}
    return tuple(remedy for remedy in base.remedies if remedy.kind not in said)


def check_notice(asked: Requirement, at: Steps, report: Report) -> None:
    """Check that a notice goes before a power, and that the pack says by which provision and what it tells."""
    if (asked.notice_first is None) != (asked.notice_says is None):
        report(at, "a notice needs both `notice_first`, its provision, and `notice_says`", "give both")
    elif asked.notice_first is not None and not asked.follows.endswith("_available"):
        report((*at, "notice_first"), "no power follows that a notice could go before", "leave it out")


def type_remedies(grammar: Grammar) -> Iterator[tuple[Remedy, Condition | None]]:
    """Each remedy with when it is carried, None where it always is; faults go to the report of the grammar."""
    for i, remedy in enumerate(grammar.pack.remedies):
        at = ("remedies", i)
        if not remedy.in_:
            grammar.report((*at, "in"), "a remedy that no letter carries", "name the letters, such as `exclusion`")
        if remedy.says is None and (remedy.review is None or remedy.within is not None):
            fault = "a remedy that says nothing has a `review` that tells why, and no time limit"
            grammar.report(at, fault, "write what it `says`, or why the authority must")
        if remedy.within is not None and len(remedy.within.lengths()) != 1:
            grammar.report((*at, "within"), "a time limit is in `days`, `working_days` or `months`", "say one of them")
        if remedy.from_ is not None and remedy.to is not None and remedy.to < remedy.from_:
            grammar.report((*at, "to"), f"`{remedy.to}` lies before `from`", "")
        yield remedy, None if remedy.when is None else grammar.condition(remedy.when, None, (*at, "when"))
