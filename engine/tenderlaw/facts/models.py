"""The models of a case with the facts that packs declare: the built-in ones where none are declared.

A declared fact is a field like any other: whoever reads the models (validation, the catalogue of facts, schemas,
columns) finds it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, cast
from weakref import WeakKeyDictionary

from tenderlaw.facts.accounts import YEAR_BEFORE
from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import model_at
from tenderlaw.facts.collections import COLLECTIONS, Collection, listed
from tenderlaw.facts.declared import DeclaredFact, DeclaredField, standing_for
from tenderlaw.facts.extending import Extension, Key, Sent, held_in_cases, holder_of
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import OperatorRecord, ProcurementRecord
from tenderlaw.sources.worked_out import worked_out

__all__ = ["BUILT_IN", "FactModels", "holder_of", "models_behind", "models_with", "names_known", "names_taken"]


@dataclass(frozen=True, eq=False)
class FactModels:
    """The models that cases are validated with and rules are typed against, each made when it is first asked for."""

    declared: tuple[DeclaredFact, ...] = ()
    """What packs declare, beside the built-in facts."""

    @worked_out
    def case(self) -> type[Case]:
        """A case as it is given."""
        found = cast("type[Case]", self._extension.of(Case))
        for model in (found, model_at(found, "procurement"), model_at(found, "operator")):
            if model not in held_in_cases():
                _BEHIND[model] = self
        return found

    @worked_out
    def procurement(self) -> type[ProcurementRecord]:
        """A procurement as rules read it."""
        return cast("type[ProcurementRecord]", self._extension.of(ProcurementRecord))

    @worked_out
    def operator(self) -> type[OperatorRecord]:
        """An economic operator as rules read it."""
        return cast("type[OperatorRecord]", self._extension.of(OperatorRecord))

    @worked_out
    def collections(self) -> Mapping[str, Collection]:
        """Every list that conditions quantify over, by name."""
        return _Collections(self._extension, self.declared) if self.declared else COLLECTIONS

    @worked_out
    def _extension(self) -> Extension:
        return Extension(self.declared, partial(_sent, self.declared))

    @worked_out
    def standing_for(self) -> Mapping[str, tuple[str, ...]]:
        """By the name of a declared fact, those beside it that follow from it, or begin with it."""
        return standing_for(self.declared)

    def received(self, key: Key) -> type[Facts]:
        """A model by the built-in one from which it was made, or by the path of the declared group or list."""
        _ = self.case  # which notes what the models of cases belong to
        return self._extension.entries[key] if isinstance(key, str) else self._extension.of(key)

    @property
    def procurement_given(self) -> type[Procurement]:
        """A procurement as cases give it."""
        return cast("type[Procurement]", model_at(self.case, "procurement"))

    @property
    def operator_given(self) -> type[EconomicOperator]:
        """An economic operator as cases give it."""
        return cast("type[EconomicOperator]", model_at(self.case, "operator"))

    def declared_at(self, path: str) -> DeclaredField | None:
        """What a pack says of the fact at a path of a case; None for a fact that is built in."""
        return _at(self, without_numbers(path)) if self.declared else None

    def root_of(self, collection: str | None) -> str:
        """Whose facts a list holds: the `operator` or the `procurement`; no list is the operator's."""
        return "operator" if collection is None else self.collections[collection].root


BUILT_IN: Final = FactModels()
"""The models without any declared fact."""

_BEHIND: Final[WeakKeyDictionary[type[Facts], FactModels]] = WeakKeyDictionary()


def models_behind(given: Case | Procurement | EconomicOperator) -> FactModels:
    """The models that a case, or one of its parts, was validated with."""
    return _BEHIND.get(type(given), BUILT_IN)


def names_taken(of: str) -> frozenset[str]:
    """Names that no fact declared `of` a place may have: rules read facts there by them, or models are made of them."""
    root, *names = of.split(".")
    read: type[Facts] | None = None
    if root in COLLECTIONS and not names:
        read = COLLECTIONS[root].model
    elif not names:
        roots: dict[str, type[Facts]] = {"operator": OperatorRecord, "procurement": ProcurementRecord}
        read = roots.get(root)
    outside = ("operator", "group") if of == "operator" else ()
    # what the class of models has is found on every model, too
    own = dir(Facts if holder_of(of) is None else Agreeing)
    return frozenset((*own, *dir(type(Facts)), *outside, *(() if read is None else read.model_fields)))


@lru_cache(maxsize=64)
def names_known(models: FactModels) -> frozenset[str]:
    """The names of all facts, wherever they stand: whoever gives another name gives a fact that these do not know."""
    built_in = (field.alias or name for model in held_in_cases() for name, field in model.model_fields.items())
    return frozenset((*built_in, *(one.name for fact in models.declared for one in (fact, *fact.fields))))


def models_with(declared: Iterable[DeclaredFact]) -> FactModels:
    """The models with these facts; one that several packs declare alike is one fact, and speaks in the words of one."""
    by_path: dict[str, DeclaredFact] = {}
    for one in declared:
        other = by_path.setdefault(one.path, one)
        if repr(one) < repr(other):
            by_path[one.path] = one
    return _models_with(tuple(by_path[path] for path in sorted(by_path))) if by_path else BUILT_IN


@lru_cache(maxsize=4096)
def _at(models: FactModels, path: str) -> DeclaredField | None:
    root, _, inner = path.partition(".")
    root = "operator" if root in ("entities", "group") else root
    inner = inner.replace(f"{YEAR_BEFORE}.", "")  # the year before is a year like any other
    group, _, name = f"{root}.{inner}".rpartition(".")
    for one in models.declared:
        if one.name == name and (one.of == group or group.endswith(f".{one.of}")):
            return one
        if one.fields and (group == one.path or group.endswith(f".{one.path}")):
            return next((field for field in one.fields if field.name == name), None)
    return None


@lru_cache(maxsize=64)
def _models_with(declared: tuple[DeclaredFact, ...]) -> FactModels:
    return FactModels(declared)


class _Collections(Mapping[str, Collection]):
    """The lists, of which most packs ask few: what the entries of one are is made out when it is asked for."""

    def __init__(self, extension: Extension, declared: Sequence[DeclaredFact]) -> None:
        self._extension = extension
        self._lists = {one.name: one for one in declared if one.kind == "list"}
        self._names = sorted({*COLLECTIONS, *self._lists})
        self._known: dict[str, Collection] = {}

    def __getitem__(self, name: str) -> Collection:
        return self._known[name] if name in self._known else self._known.setdefault(name, self._made(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._lists or name in COLLECTIONS

    def _made(self, name: str) -> Collection:
        if name in self._lists:
            one = self._lists[name]
            return Collection(one.of, self._extension.entries[one.path], listed(one.name))
        built_in = COLLECTIONS[name]
        return Collection(built_in.root, self._extension.of(built_in.model), built_in.every)


def _sent(declared: tuple[DeclaredFact, ...], key: Key) -> Sent:
    """How facts with declared ones among them go to another process, which makes their model anew."""
    return lambda facts, _: (_received, (declared, key), facts.__getstate__())


def _received(declared: tuple[DeclaredFact, ...], key: Key) -> Facts:
    model = _models_with(declared).received(key)
    return model.__new__(model)
