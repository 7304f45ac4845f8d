"""Which facts are missing, and which of them could settle the decision alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tenderlaw.decisions.model import MissingFact
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.records import COLLECTIONS, OperatorRecord, ProcurementRecord

__all__ = ["Wait", "meaning_of", "rank"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for facts: a possible finding, a requirement, or the scope."""

    cite: str
    paths: tuple[str, ...]
    decisive: bool
    """Whether it bears on the outcome, and not only on the award."""
    settling: bool = False
    """Whether its own answer can settle the outcome: a duty to exclude, or a procurement out of scope."""


def rank(waits: Sequence[Wait], undetermined: bool) -> tuple[MissingFact, ...]:
    """The missing facts, those whose answer alone could settle the outcome first.

    A fact could settle an undetermined outcome alone if a mandatory ground, or the scope, waits for it and
    nothing else, or if everything that bears on the outcome waits for it. After these, the facts for which most is waiting;
    ties in the order in which the law asks.
    """
    paths = list(dict.fromkeys(path for wait in waits for path in wait.paths))
    decisive = [wait for wait in waits if wait.decisive]
    out = []
    for order, path in enumerate(paths):
        waiting = [wait for wait in waits if path in wait.paths]
        alone = any(wait.settling and wait.paths == (path,) for wait in waiting)
        every = bool(decisive) and all(path in wait.paths for wait in decisive)
        fact = MissingFact(path, meaning_of(path), undetermined and (alone or every),
                           tuple(dict.fromkeys(wait.cite for wait in waiting)))  # fmt: skip
        out.append((not fact.settles, -sum(wait.decisive for wait in waiting), order, fact))
    return tuple(entry[3] for entry in sorted(out, key=lambda entry: entry[:3]))


def meaning_of(path: str) -> str:
    """What a fact means, from the docstring of its field."""
    names = tuple(re.sub(r"\[\d+\]", "", part) for part in path.split("."))
    root, names = names[0], names[1:]
    model = ProcurementRecord if root == "procurement" else OperatorRecord
    if not names:
        found = field_at(Case, (root,))
    else:
        at: type = model
        while len(names) > 1 and names[0] in COLLECTIONS:
            at, names = COLLECTIONS[names[0]].model, names[1:]
        found = field_at(at, names)
    return found.meaning if found else ""
