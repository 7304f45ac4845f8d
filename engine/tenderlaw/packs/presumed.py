"""Presumptions of a pack, typed: which tests they settle where the fact was not given, and what is faulty in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tenderlaw.facts.catalogue import field_at
from tenderlaw.packs.conditions import Given, Ref, Test
from tenderlaw.packs.fact_paths import resolve
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.model.presumptions import Presumption
from tenderlaw.sources.faults import nearest, quoted
from tenderlaw.sources.tree import Report, Steps

__all__ = ["NOT_ENDED", "NO_WORD", "Presumed", "TypedPresumption", "check_presumptions"]

NO_WORD: Final = "none"
"""What is presumed of a list of words: that it holds none."""

NOT_ENDED: Final = "open"
"""What is presumed of a last day: that what it ends has not ended."""


@dataclass(frozen=True, slots=True)
class TypedPresumption:
    """A presumption, the fact that it is about, and the words of the same entry that may say the contrary."""

    presumption: Presumption
    ref: Ref
    unless_told: Ref | None = None


@dataclass(slots=True)
class Presumed:
    """What a pack presumes, by the fact and the collection whose entries have it."""

    pack: Pack | PackFile
    _said: Mapping[tuple[Ref, str | None], Presumption] = field(init=False)

    def __post_init__(self) -> None:
        found = [(one, _resolved(one, self.pack)) for one in self.pack.presumptions]
        self._said = {(ref, one.over): one for one, ref in found if ref is not None}

    def settled(self, test: Test, collection: str | None) -> Test:
        """The test with its answer for a fact that was not given, if the pack presumes one."""
        over = collection if test.ref.root == "item" else None
        said = self._said.get((test.ref, over)) if self._said else None
        if said is None:
            return test
        told = _told(said)
        if test.kind == "words":  # of an empty list, no word is one that is asked for
            return replace(test, absent=False, unless_told=told)
        if test.kind == "day":  # what has not ended lies after every day
            return replace(test, absent=test.operator in ("after", "on_or_after"), unless_told=told)
        if not isinstance(test.operand, Given):
            return test
        answer, wanted = said.is_, test.operand.value
        holds = answer in wanted if test.operator == "in" and isinstance(wanted, tuple) else answer == wanted
        return replace(test, absent=holds, unless_told=told)


def _told(one: Presumption) -> Ref | None:
    return None if one.unless_told is None else Ref("item", (one.unless_told,))


def _resolved(one: Presumption, pack: Pack | PackFile) -> Ref | None:
    over = one.over if one.over in pack.models.collections else None
    found = resolve(pack.models, one.fact, over, (), lambda steps, message, hint: None)
    return None if found is None else found[0]


def _is_text_beside(one: Presumption, pack: Pack) -> bool:
    """Whether the words that may say the contrary, if any are named, are free text of the entries."""
    if one.unless_told is None:
        return True
    entries = pack.models.collections.get(one.over or "")
    found = None if entries is None else field_at(entries.model, (one.unless_told,))
    return found is not None and found.kind == "word" and found.informs


def check_presumptions(pack: Pack, report: Report) -> tuple[TypedPresumption, ...]:
    """The presumptions of a pack; every fault goes to `report(steps, message, hint)`."""
    out: list[TypedPresumption] = []
    for i, one in enumerate(pack.presumptions):
        at: Steps = ("presumptions", i)
        if one.over is not None and one.over not in pack.models.collections:
            report((*at, "over"), f"unknown collection `{one.over}`", nearest(one.over, pack.models.collections))
            continue
        found = resolve(pack.models, one.fact, one.over, (*at, "fact"), report)
        if found is None:
            continue
        ref, spec = found
        if not _is_text_beside(one, pack):
            report((*at, "unless_told"), f"`{one.unless_told}` is no text of the entry", "such as `description`")
            continue
        if spec.kind == "words":
            if one.is_ == NO_WORD:
                out.append(TypedPresumption(one, ref, _told(one)))
            else:
                report((*at, "is"), f"{quoted(one.is_)} does not fit", f"of a list of words, `{NO_WORD}` is presumed")
        elif spec.kind == "day" and spec.may_be_open:
            if one.is_ == NOT_ENDED:
                out.append(TypedPresumption(one, ref, _told(one)))
            else:
                report((*at, "is"), f"{quoted(one.is_)} does not fit", f"of a last day, `{NOT_ENDED}` is presumed")
        elif spec.kind not in ("truth", "code"):
            report((*at, "fact"), f"`{one.fact}` is a {spec.kind}", "what is presumed is a truth, a code or no word")
        elif isinstance(one.is_, bool) is not (spec.kind == "truth"):
            report((*at, "is"), f"{quoted(one.is_)} does not fit", f"expected a {spec.kind}")
        elif spec.vocabulary and one.is_ not in spec.vocabulary:
            report((*at, "is"), f"unknown word `{one.is_}`", nearest(str(one.is_), spec.vocabulary))
        else:
            out.append(TypedPresumption(one, ref, _told(one)))
    return tuple(out)
