"""Which facts are missing, and which of them could settle the decision alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tenderlaw.decisions.model import MissingFact
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.records import COLLECTIONS, OperatorRecord, ProcurementRecord

__all__ = ["Wait", "meaning_of", "rank"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for facts, and what kind of thing it is."""

    cite: str
    paths: tuple[str, ...]
    kind: Literal["scope", "mandatory", "discretionary", "requirement"]


def rank(waits: Sequence[Wait], undetermined: bool) -> tuple[MissingFact, ...]:
    """The missing facts, those whose answer alone could settle the outcome first.

    A fact could settle an undetermined outcome alone if the scope waits for it and nothing else; or, the
    scope being known, if a mandatory ground does, or if every open ground waits for it. Then come the facts
    of the scope, then those for which most grounds wait; ties in the order in which the law asks.
    """
    if not waits:
        return ()
    scope = [wait for wait in waits if wait.kind == "scope"]
    grounds = [wait for wait in waits if wait.kind in ("mandatory", "discretionary")]
    decisive = scope or [wait for wait in grounds if wait.kind == "mandatory"]
    out = []
    for order, path in enumerate(dict.fromkeys(path for wait in waits for path in wait.paths)):
        waiting = [wait for wait in waits if path in wait.paths]
        alone = any(wait in decisive and wait.paths == (path,) for wait in waiting)
        every = not scope and bool(grounds) and all(path in wait.paths for wait in grounds)
        cites = tuple(dict.fromkeys(wait.cite for wait in waiting))
        fact = MissingFact(path, meaning_of(path), undetermined and (alone or every), cites)
        asked = (not fact.settles, not any(wait in scope for wait in waiting), -sum(w in grounds for w in waiting))
        out.append((asked, order, fact))
    return tuple(fact for _, _, fact in sorted(out, key=lambda entry: entry[:2]))


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
