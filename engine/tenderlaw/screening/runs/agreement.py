"""Columns held against the single case: the same facts, decided one by one, must come to the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.regimes.policy_answers import MISSING, policies_as_columns_say
from tenderlaw.screening.regimes.screening import Screening, as_columns_say
from tenderlaw.screening.tables.rows import operator_of
from tenderlaw.screening.tables.schema import KEY, ROW
from tenderlaw.sources.faults import InternalError

__all__ = ["Checked", "agree", "decided", "sampled"]

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Checked:
    """One row to be decided again: its facts, and what columns made of it."""

    facts: Row
    answer: Row


def decided(screening: Screening, operator: EconomicOperator, *, detailed: bool = False) -> Decision:
    """The single case's decision: the supplier as a tenderer of its own, with no other operator."""
    case = screening.models.case(procurement=screening.procurement, operator=operator, entities=())
    own = [one.policy for one in screening.policies]
    return decide(case, as_of=screening.as_of, packs=screening.asked, policies=own, detailed=detailed)


def agree(screening: Screening, rows: Iterable[Checked], name: str) -> int:
    """How many rows were decided again. Raises InternalError at the first on which the two ways disagree."""
    number = 0
    for row in rows:
        number += 1
        decision = decided(screening, operator_of(row.facts, name, screening.models.operator_given))
        found = _differences(screening, decision, row.answer)
        if found:
            where = f"{name}, row {row.facts[ROW]} (`{row.facts[KEY]}`)"
            raise InternalError(f"columns and single case disagree on {where}: {'; '.join(found)}; nothing was written")
    return number


def _differences(screening: Screening, decision: Decision, answer: Row) -> list[str]:
    expected: dict[str, object] = {"outcome": decision.outcome, "review": decision.review}
    if screening.regimes:
        expected[MISSING] = screening.first_missing(decision)
    else:
        expected = {"outcome": "out_of_scope", "review": False, MISSING: []}
    legend = screening.legend()
    for result in decision.regimes if screening.regimes else ():
        said = as_columns_say(result, legend[result.pack])
        expected |= {f"{result.pack}.{name}": value for name, value in said.items()}
    expected |= policies_as_columns_say(screening.policies, decision)
    flat = _flat(answer)
    return [
        f"{name} is {flat.get(name)} in columns, {value} in the case"
        for name, value in expected.items()
        if flat.get(name) != value
    ]


def _flat(answer: Row) -> dict[str, object]:
    out = dict(answer)
    for pack, held in answer.items():
        if isinstance(held, Mapping):
            out |= {f"{pack}.{name}": value for name, value in held.items()}
    return out


def sampled(count: int, rows: int) -> Sequence[int]:
    """The numbers of `count` rows among `rows`, in short stretches evenly spread: the same in every run.

    Rows that lie together are read together; a row here and a row there would read the whole file.
    """
    wanted = min(count, rows)
    stretches = -(-wanted // _TOGETHER)
    numbers = list[int]()
    for stretch in range(stretches):
        length = wanted * (stretch + 1) // stretches - len(numbers)
        middle = rows * (2 * stretch + 1) // (2 * stretches)
        after = numbers[-1] + 1 if numbers else 0
        first = min(max(middle - length // 2, after), rows - (wanted - len(numbers)))
        numbers += range(first, first + length)
    return numbers


_TOGETHER: Final = 50
