"""Which facts are missing, and which of them could settle the decision alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from tenderlaw.decisions.model.decision import MissingFact
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import Field, FieldKind, field_at
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.records import OperatorRecord, ProcurementRecord, Record
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.words import shown

__all__ = ["STEP", "Wait", "field_of", "meaning_of", "rank"]

STEP: Final = re.compile(r"[a-z_]+|[0-9]+")
"""One step of a path: a name, or the number of an entry."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for facts, and what kind of thing it is."""

    cite: str
    paths: tuple[str, ...]
    kind: Literal["scope", "mandatory", "discretionary", "requirement"]
    given: str | None = None
    """What stands in its place until it is known."""


def rank(
    waits: Sequence[Wait],
    facts: Record,
    settles: Callable[[str, Field], bool | None] | None,
    chains: Collection[tuple[str, ...]] = (),
    packs: Sequence[Pack] = (),
) -> tuple[MissingFact, ...]:
    """The missing facts, those whose answer alone could settle the outcome first.

    A fact may settle an undetermined outcome alone if the scope waits for it and nothing else; or, the scope
    being known, if a mandatory ground does, or if every open ground waits for it. `settles` tries whether it
    can, and is left out where the outcome is determined; what it cannot prove of a list or an amount is believed of
    the first two. Then come the facts of the scope, then those for which most grounds wait; ties in the order in
    which the law asks. `facts` are those of the whole case; of each of `chains` one known day is enough; the
    `packs` are those that govern or may.
    """
    if not waits:
        return ()
    scope = [wait for wait in waits if wait.kind == "scope"]
    grounds = [wait for wait in waits if wait.kind in ("mandatory", "discretionary")]
    decisive = scope or [wait for wait in grounds if wait.kind == "mandatory"]
    out = []
    for order, path in enumerate(dict.fromkeys(path for wait in waits for path in wait.paths)):
        waiting = [wait for wait in waits if path in wait.paths]
        alone = any(wait in decisive and _asks_for(path, wait.paths, chains) for wait in waiting)
        every = not scope and bool(grounds) and all(path in wait.paths for wait in grounds)
        cites = tuple(dict.fromkeys(wait.cite for wait in waiting))
        field = field_of(path)
        proven = settles(path, field) if settles and field and (alone or every) else False
        fact = MissingFact(
            path=path,
            meaning=field.meaning if field else "",
            # an entry of a person's list settles only if the person's link does: of such a list nothing is believed
            settles=alone and not _of_a_person(path) if proven is None else proven,
            needed_for=cites,
            given=next((wait.given for wait in waiting if wait.given), None)
            or (_given(facts, path, field, packs) if field else None),
        )
        asked = (not fact.settles, not any(wait in scope for wait in waiting), -sum(w in grounds for w in waiting))
        out.append((asked, order, fact))
    return tuple(fact for _, _, fact in sorted(out, key=lambda entry: entry[:2]))


def _asks_for(path: str, paths: tuple[str, ...], chains: Collection[tuple[str, ...]]) -> bool:
    """Whether nothing is asked for besides: the fact alone, or days of which it is enough to know one."""
    return paths == (path,) or (path in paths and any(set(paths) <= set(chain) for chain in chains))


_UNFIT: Final[Mapping[FieldKind, str]] = {
    "money": "is in another currency than what it is compared with, and amounts of different currencies do not compare",
    "day": "is a day for which the pack holds no settled version of what is asked",
}
"""Why a fact that was given is still missing."""


def _given(facts: Record, path: str, field: Field, packs: Sequence[Pack]) -> str | None:
    """What the case holds at `path`, and why that is no answer."""
    found: object = facts
    entry: object = None
    for step in STEP.findall(path):
        entry = found
        found = found[int(step)] if isinstance(found, tuple) else found.get(step) if isinstance(found, dict) else None
    if found is None:
        return None
    if field.kind == "offence":
        return _unfit_offence(cast("Record", entry), packs)
    return f"{shown(found)}, which {_UNFIT[field.kind]}" if field.kind in _UNFIT else None


def _unfit_offence(conviction: Record, packs: Sequence[Pack]) -> str:
    """Why the offence of a conviction is no answer to what is asked."""
    also = cast("tuple[str, ...]", conviction.get("also_offences", ()))
    offence, names = conviction["offence"], {cast("str", conviction["offence"]), *also}
    if conviction.get("equivalence_confirmed") is False:
        return f"{offence}, to which it was found not to belong: name the category to which it does, or `other`"
    reasons: dict[str, None] = {}
    for pack in packs:
        above = pack.categories()
        if names.isdisjoint(above) and "other" not in names:
            reasons["is not in the catalogue of the pack"] = None
        elif any(name in held and name != one for one, held in above.items() for name in names):
            reasons["is broader than what is asked: name the offence itself"] = None
    return f"{offence}, which {' or '.join(reasons or ['does not answer what is asked'])}"


def _of_a_person(path: str) -> bool:
    names = [step for step in STEP.findall(path) if not step.isdecimal()]
    return len(names) > 2 and names[1] in COLLECTIONS


def meaning_of(path: str) -> str:
    """What a fact means, from the docstring of its field."""
    found = field_of(path)
    return found.meaning if found else ""


def field_of(path: str) -> Field | None:
    """The field that a path of a case leads to, if there is one."""
    names = tuple(re.sub(r"\[\d+\]", "", part) for part in path.split("."))
    root, names = names[0], names[1:]
    model = ProcurementRecord if root == "procurement" else OperatorRecord
    if not names:
        return field_at(Case, (root,))
    at: type = model
    while len(names) > 1 and names[0] in COLLECTIONS:
        at, names = COLLECTIONS[names[0]].model, names[1:]
    return field_at(at, names)
