"""What a regime leaves to law that no pack holds: asked of the procurement alone, so that the head of a pack tells."""

from __future__ import annotations

from tenderlaw.packs.conditions import Condition, Dated, InPeriod, Some, Sum, Test
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.pack import Elsewhere
from tenderlaw.packs.walking import leaves_of

__all__ = ["type_elsewhere"]


def type_elsewhere(grammar: Grammar) -> tuple[tuple[Elsewhere, Condition], ...]:
    """Each entry with its condition; faults go to the report of the grammar."""
    out = []
    for i, one in enumerate(grammar.pack.elsewhere):
        condition = grammar.condition(one.when, None, ("elsewhere", i, "when"))
        if any(_needs_more(leaf) for leaf in leaves_of(condition)):
            grammar.report(("elsewhere", i, "when"), "more than plain facts of the procurement is asked",
                           "no lists, periods and dated values here")  # fmt: skip
        out.append((one, condition))
    return tuple(out)


def _needs_more(leaf: Condition) -> bool:
    if isinstance(leaf, Some | Sum | InPeriod):
        return True
    return isinstance(leaf, Test) and (isinstance(leaf.operand, Dated) or leaf.ref.root not in ("procurement", "as_of"))
