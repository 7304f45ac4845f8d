"""Which facts are missing, and which of them could settle the decision alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.facts.catalogue import Field, FieldKind
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.meanings import meaning_of as meaning_in
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.places import field_of, place_of
from tenderlaw.facts.portions import unaccounted
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.words import shown

if TYPE_CHECKING:
    from tenderlaw.decisions.settling import Verdict

__all__ = ["STEP", "Wait", "meaning_of", "rank"]

STEP: Final = re.compile(r"[a-z][a-z0-9_]*|[0-9]+")
"""One step of a path: a name, or the number of an entry."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for facts, and what kind of thing it is."""

    cite: str
    paths: tuple[str, ...]
    kind: Literal["scope", "mandatory", "discretionary", "requirement"]
    given: str | None = None
    """What stands in its place until it is known."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A fact for which something waits, and what."""

    path: str
    waiting: list[Wait]
    alone: bool
    """Whether something decisive waits for it and for nothing else."""
    every: bool
    """Whether every open ground waits for it."""


def rank(
    waits: Sequence[Wait],
    facts: Record,
    tried: Callable[[str, Field], Verdict] | None,
    chains: Collection[tuple[str, ...]] = (),
    packs: Sequence[Pack] = (),
    models: FactModels = BUILT_IN,
) -> tuple[MissingFact, ...]:
    """The missing facts, those whose answer alone could settle the outcome first.

    A fact may settle an undetermined outcome alone if the scope waits for it and nothing else; or, the scope
    being known, if a mandatory ground does, or if every open ground waits for it. `tried` says whether it
    can, and is left out where the outcome is determined; what it cannot prove of a list or an amount is believed of
    the first two, and of what it did not try. Then come the facts of the scope, then those for which most grounds
    wait; ties in the order in which the law asks. `facts` are those of the whole case; of each of `chains` one known
    day is enough; the `packs` are those that govern or may, the `models` know the facts that they declare.
    """
    out = []
    for order, asked in enumerate(_asked(waits, chains)):
        field = field_of(asked.path, models)
        verdict: Verdict = "does-not"
        if tried and field and (asked.alone or asked.every):
            verdict = tried(asked.path, field)
        fact = _missing(asked, verdict, models, _given(facts, asked.path, field, packs) if field else None)
        kinds = [wait.kind for wait in asked.waiting]
        grounds = len(kinds) - kinds.count("scope") - kinds.count("requirement")
        out.append(((not fact.settles, "scope" not in kinds, -grounds), order, fact))
    return tuple(fact for _, _, fact in sorted(out, key=lambda entry: entry[:2]))


def _asked(waits: Sequence[Wait], chains: Collection[tuple[str, ...]]) -> Iterator[_Asked]:
    """Every fact for which something waits, in the order in which the law asks."""
    waiting: dict[str, list[Wait]] = {}
    for wait in waits:
        for path in dict.fromkeys(wait.paths):
            waiting.setdefault(path, []).append(wait)
    kinds = {wait.kind for wait in waits}
    decisive = "scope" if "scope" in kinds else "mandatory"
    grounds = 0 if "scope" in kinds else sum(wait.kind in _GROUNDS for wait in waits)
    for path, held in waiting.items():
        alone = any(wait.kind == decisive and _asks_for(path, wait.paths, chains) for wait in held)
        every = grounds > 0 and sum(wait.kind in _GROUNDS for wait in held) == grounds
        yield _Asked(path, held, alone, every)


def _missing(asked: _Asked, verdict: Verdict, models: FactModels, unfit: str | None) -> MissingFact:
    # an entry of a person's list settles only if the person's link does: of such a list nothing is believed
    believed = asked.alone and verdict in ("open", "untried") and not _of_a_person(asked.path, models)
    return MissingFact(
        path=asked.path,
        meaning=meaning_of(asked.path, models),
        settles=believed or verdict == "settles",
        needed_for=tuple(dict.fromkeys([wait.cite for wait in asked.waiting])),
        given=next((wait.given for wait in asked.waiting if wait.given), None) or unfit,
        untried=verdict == "untried",
    )


_GROUNDS: Final = ("mandatory", "discretionary")


def _asks_for(path: str, paths: tuple[str, ...], chains: Collection[tuple[str, ...]]) -> bool:
    """Whether nothing is asked for besides: the fact alone, or days of which it is enough to know one."""
    return len(paths) == 1 or any(path in chain and set(paths) <= set(chain) for chain in chains)


_WORD: Final = "is no word that the pack knows in this place, or one on which its law of that day is not settled"
_UNFIT: Final[Mapping[FieldKind, str]] = {
    "money": "is in another currency than what it is compared with, and amounts of different currencies do not compare",
    "day": "is a day for which the pack holds no settled version of what is asked",
    "code": _WORD,
    "word": _WORD,
    "words": _WORD,
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
        return _told(path, entry, packs)
    if field.kind == "list":
        return _left_over(facts, path)
    if isinstance(found, str) and found in field.unsettled:
        return f"{found}, which leaves open what is asked"
    if field.kind == "offence":
        return _unfit_offence(cast("Record", entry), packs)
    return f"{shown(found)}, which {_UNFIT[field.kind]}" if field.kind in _UNFIT else None


def _told(path: str, entry: object, packs: Sequence[Pack]) -> str | None:
    """That the entry has words of its own in which the contrary of what a pack presumes may be said."""
    over, _, fact = without_numbers(path).rpartition(".")
    said = [
        one.unless_told
        for pack in packs
        for one in pack.presumptions
        if one.unless_told is not None and (one.over, one.fact) == (over.rpartition(".")[2], fact)
    ]
    told = next((name for name in said if isinstance(entry, dict) and entry.get(name) is not None), None)
    return None if told is None else f"its `{told}`, which no rule reads and in which it may be said"


def _left_over(facts: Record, path: str) -> str | None:
    """What a list of portions leaves of its whole."""
    root, _, inner = path.partition(".")
    holder: object = facts
    for step in STEP.findall(root):
        holder = holder[int(step)] if isinstance(holder, tuple) else cast("Record", holder).get(step)
    return unaccounted(cast("Record", holder), inner)


def _unfit_offence(conviction: Record, packs: Sequence[Pack]) -> str:
    """Why the offence of a conviction is no answer to what is asked."""
    also = cast("tuple[str, ...]", conviction.get("also_offences", ()))
    offence, names = conviction["offence"], {cast("str", conviction["offence"]), *also}
    if conviction.get("equivalence_confirmed") is False:
        return f"{offence}, to which it was found not to belong: name the category to which it does, or `other`"
    reasons: dict[str, None] = {}
    for pack in packs:
        above = pack.categories
        if names.isdisjoint(above) and "other" not in names:
            reasons["is not in the catalogue of the pack"] = None
        elif any(name in held and name != one for one, held in above.items() for name in names):
            reasons["is broader than what is asked: name the offence itself"] = None
    return f"{offence}, which {' or '.join(reasons or ['does not answer what is asked'])}"


def _of_a_person(path: str, models: FactModels) -> bool:
    names = [step for step in STEP.findall(path) if not step.isdecimal()]
    return len(names) > 2 and names[1] in models.collections


def meaning_of(path: str, models: FactModels = BUILT_IN) -> str:
    """What a fact of a case means, from the text below its field; of a declared one, the question that asks for it."""
    declared = models.declared_at(path)
    return (declared and declared.question) or meaning_in(*place_of(path, models))
