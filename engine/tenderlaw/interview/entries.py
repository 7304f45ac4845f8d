"""Entries of lists that are being added: which can be decided yet, and what stands for those that may follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, cast

from pydantic import TypeAdapter, ValidationError

from tenderlaw.decisions.cases import models_of
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.facts.records import Record
from tenderlaw.interview.facts_at import Steps, at, steps_in, with_fact, without_fact
from tenderlaw.interview.model import Interview
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, Source

__all__ = [
    "Blanks",
    "decidable",
    "named_by",
    "needs_first",
    "refuse_unfit",
    "takes_blanks",
    "with_blanks",
    "without_blank",
]

_MAY_LACK: Final = frozenset(("list", "kind", "name"))
"""What an entry must have to be written down, and what no record needs before it is known."""
ENTITIES: Final = "entities"
"""The list of which a decision itself is told that it may not be whole."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """Entries of which nothing is known, each in the place of any number that may still be added to a list."""

    held: Record = field(default_factory=dict)
    """The facts with them."""
    of: Mapping[str, str] = field(default_factory=dict)
    """The list of each, by the path of the entry."""


def _model(listed: str, models: FactModels) -> type[Facts] | None:
    """What the entries of a list are."""
    found = field_of(listed, models)
    return None if found is None else found.entries


def needs_first(listed: str, models: FactModels) -> tuple[str, ...]:
    """The facts without which an entry of a list cannot be written down."""
    model = _model(listed, models)
    return () if model is None else tuple(name for name, one in model.model_fields.items() if one.is_required())


def refuse_unfit(interview: Interview, path: str, value: object) -> None:
    """Raise InputInvalidError for a fact of an entry that is no such fact.

    An entry that lacks what makes it one is not validated whole: what is given of it is, fact by fact.
    """
    entry, _, name = path.rpartition(".")
    model = _model(entry.rpartition("[")[0], interview.models) if entry.endswith("]") and value is not None else None
    if model is not None and name in model.model_fields:
        try:
            _fact_of(model, name).validate_python(value)
        except ValidationError as error:
            faults = faults_of(error, Source("answer", cast("Data", value), {}), model)
            raise InputInvalidError([replace(one, field=path) for one in faults]) from error


@lru_cache(maxsize=256)
def _fact_of(model: type[Facts], name: str) -> TypeAdapter[object]:
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


def named_by(listed: str, models: FactModels) -> str | None:
    """The fact by which people call an entry of a list, if they have one."""
    model = _model(listed, models)
    return None if model is None else next((name for name in ("name", "title") if name in model.model_fields), None)


def decidable(interview: Interview) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """The facts without an entry that lacks what makes it one, and the growing lists for which no blank can stand."""
    facts = interview.facts
    if not interview.growing:
        return facts, ()
    models = models_of((*interview.regimes, *interview.policies))
    eager = []
    for listed in sorted(interview.growing, key=len, reverse=True):
        needed = needs_first(listed, models)
        entries = at(facts, listed)
        if not isinstance(entries, list | tuple):
            continue
        if entries and any(entries[-1].get(name) is None for name in needed):
            rest = list(entries[:-1])
            facts = with_fact(facts, listed, rest) if rest else without_fact(facts, listed)
            if not rest:
                continue  # nobody can tell yet that there is one
        if listed != ENTITIES and not _MAY_LACK.issuperset(needed):
            eager.append(listed)
    return facts, tuple(eager)


def takes_blanks(listed: str, models: FactModels) -> bool:
    """Whether a list may have an entry of which nothing is known."""
    return _model(listed, models) is not None and _MAY_LACK.issuperset(needs_first(listed, models))


def with_blanks(held: Record, growing: tuple[str, ...], models: FactModels) -> Blanks:
    """The facts with a blank entry at the end of each growing list that may have one."""
    of: dict[str, str] = {}
    for listed in sorted(growing, key=len, reverse=True):
        entries = at(held, listed)
        if listed != ENTITIES and isinstance(entries, tuple) and takes_blanks(listed, models):
            of[f"{listed}[{len(entries)}]"] = listed
            held = cast("Record", _appended(held, steps_in(listed)))
    return Blanks(held, of)


def _appended(node: object, steps: Steps) -> object:
    """A copy of a record with a blank at the end of the list to which the steps lead; its lists stay tuples."""
    if not steps:
        return (*cast("tuple[object, ...]", node), {})
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        entries = cast("tuple[object, ...]", node)
        return (*entries[:step], _appended(entries[step], rest), *entries[step + 1 :])
    group = cast("Record", node)
    return {**group, step: _appended(group[step], rest)}


def without_blank(path: str, blanks: Mapping[str, str]) -> str:
    """A path as a person is asked for it: of an entry that may be added, the list, with its next entry."""
    for blank, listed in blanks.items():
        if path == blank or path.startswith((f"{blank}.", f"{blank}[")):
            return listed
    return path
