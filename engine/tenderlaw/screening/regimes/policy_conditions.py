"""What a policy asks of suppliers, and whether columns have room for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.conditions import Condition
from tenderlaw.screening.columns.tallies import WORD
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["conditions_of", "refuse_too_many"]


def conditions_of(policy: Regime) -> Iterator[Condition]:
    """Every condition of a policy but those of its tiering."""
    typed = policy.typed
    for requirement in typed.requirements:
        yield requirement.when
        if requirement.met is not None:
            yield requirement.met
    for clause in typed.clauses:
        yield clause.when
        yield from (condition for _, condition in clause.alternates)
    yield from (condition for _, condition in typed.risks)


def refuse_too_many(policy: Regime) -> None:
    """Refuse a policy with more conditions, clauses, signs of risk or raises than a word has bits."""
    typed = policy.typed
    held: dict[str, Sequence[object]] = {
        "requirements": typed.requirements,
        "clauses": typed.clauses,
        "risks": typed.risks,
        "raises": () if typed.tiering is None else typed.tiering.raises,
    }
    for name, many in held.items():
        if len(many) > WORD:
            message = f"`{policy.id}` has {len(many)} {name}, and columns hold {WORD}"
            raise InputInvalidError([Fault(typed.pack.folder, 0, 0, name, message, "decide its suppliers one by one")])
