"""Files of worked cases, of a pack and of a policy: `given`, facts common to the file, and `cases`.

The facts of a case are laid over `given`: mappings join, anything else replaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, Generic, TypeVar, cast

from pydantic import ValidationError

from tenderlaw.facts.base import Day, Facts, Items, Text
from tenderlaw.facts.case import faults_of
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, PackInvalidError
from tenderlaw.sources.tree import Data, Source, read_file

__all__ = ["SURVIVORS", "CaseFile", "StatedCase", "cases_of"]

SURVIVORS: Final = "survivors.yaml"
"""Beside the cases: what no case can tell from the pack as it is written, and why."""


class StatedCase(Facts):
    """One case: its source and its facts. What is expected of it is for the kind of case to say."""

    id: Text
    title: Text
    cite: Text
    note: Text | None = None
    """What the source leaves open and how it is filled in here."""
    as_of: Day
    facts: dict[str, object]
    each: dict[Text, Items[Text | Items[Text]]] | None = None
    """A fact, by its path from the root of the case, and words, or lists of words: the case stands once for each."""


OneCase = TypeVar("OneCase", bound=StatedCase)


class CaseFile(Facts, Generic[OneCase]):
    """A file of worked cases."""

    given: dict[str, object] | None = None
    cases: Items[OneCase]


def cases_of(typed: TypedPack, form: type[CaseFile[OneCase]]) -> Iterator[tuple[OneCase, Source]]:
    """Every worked case of a pack in files of this form, with its facts. Raises PackInvalidError."""
    for file in sorted((Path(typed.pack.folder) / "cases").glob("*.yaml")):
        if file.name == SURVIVORS:
            continue
        source = read_file(file)
        try:
            held = form.model_validate(source.data)
        except ValidationError as error:
            raise PackInvalidError(faults_of(error, source, form)) from error
        for number, case in enumerate(held.cases):
            facts = _laid_over(held.given or {}, case.facts)
            for one, said in _each(case, facts, partial(source.fault, ("cases", number, "each"))):
                yield one, Source(f"{file.name}: {one.id}", cast("Data", said), {})


_ONE_FACT: Final = "`each` is said of one fact of the procurement or the operator"
_AS_WRITTEN: Final = "write `each: {procurement.authority.country: [FR, DE]}`"


def _each(
    case: OneCase, facts: dict[str, object], fault: Callable[[str, str], Fault]
) -> Iterator[tuple[OneCase, dict[str, object]]]:
    """The case with its facts, or, where it stands for several answers of a fact, one for each."""
    if case.each is None:
        yield case, facts
        return
    if len(case.each) != 1:
        raise PackInvalidError([fault(_ONE_FACT, _AS_WRITTEN)])
    ((path, words),) = case.each.items()
    steps = _STEP.findall(path)
    for word in words:
        named = word if isinstance(word, str) else " ".join(word)
        said = _answered(facts, steps, word if isinstance(word, str) else list(word))
        yield case.model_copy(update={"id": f"{case.id}: {named}"}), cast("dict[str, object]", said)


_STEP: Final = re.compile(r"[^.\[\]]+")
"""A step of the path of a fact: `operator`, `convictions`, `0`, `country`."""


def _answered(facts: object, steps: Sequence[str], word: object) -> object:
    """The facts with another answer to the fact at these steps."""
    if not steps:
        return word
    step, rest = steps[0], steps[1:]
    if isinstance(facts, list) and step.isdecimal():
        place = int(step)
        return [_answered(one, rest, word) if number == place else one for number, one in enumerate(facts)]
    held = facts if isinstance(facts, dict) else {}
    return {**held, step: _answered(held.get(step), rest, word)}


def _laid_over(given: dict[str, object], facts: dict[str, object]) -> dict[str, object]:
    out = dict(given)
    for name, value in facts.items():
        below = out.get(name)
        joined = isinstance(value, dict) and isinstance(below, dict)
        out[name] = _laid_over(cast("dict[str, object]", below), cast("dict[str, object]", value)) if joined else value
    return out
