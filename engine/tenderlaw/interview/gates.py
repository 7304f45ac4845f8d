"""One question in the place of several: a fact from which, where it is so, several missing ones follow."""

from __future__ import annotations

from collections.abc import Iterable

from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.interview.facts_at import at
from tenderlaw.interview.instead import made
from tenderlaw.interview.model import Interview

__all__ = ["with_gates"]


def with_gates(missing: Iterable[MissingFact], interview: Interview, models: FactModels) -> tuple[MissingFact, ...]:
    """The missing facts, before several that one truth beside them would answer that truth.

    Whether self-cleaning is claimed, say: who claims none is not asked for its parts.
    """
    facts = tuple(missing)
    answers: dict[str, list[str]] = {}
    for one in facts:
        for path in one.instead:
            if _beside(one.path, path):
                answers.setdefault(path, []).append(one.path)
    gates = {path for path, told in answers.items() if len(told) > 1 and _open_truth(path, interview, models)}
    if not gates:
        return facts
    known = {one.path: one for one in facts}
    found: dict[str, MissingFact] = {}
    for one in facts:
        for gate in one.instead:
            if gate in gates and gate not in found:
                found[gate] = known.get(gate) or next(iter(made([gate], answers[gate], models)))
        found.setdefault(one.path, one)
    return tuple(found.values())


def _beside(path: str, gate: str) -> bool:
    return path.rpartition(".")[0] == gate.rpartition(".")[0]


def _open_truth(path: str, interview: Interview, models: FactModels) -> bool:
    field = field_of(path, models)
    asked = path in interview.unknown or at(interview.facts, path) is not None
    return field is not None and field.kind == "truth" and not asked
