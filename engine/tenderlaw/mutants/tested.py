"""What a pack is tested by: the packs whose worked cases are run, each made anew for a mutant of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.policy_cases import PolicyCase, policy_cases, policy_differences
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import WorkedCase, differences, worked_cases
from tenderlaw.facts.case import Case, parse_case
from tenderlaw.facts.models import BUILT_IN, FactModels, models_with
from tenderlaw.mutants.model import Change, changed
from tenderlaw.packs.installed import find_packs, load_found
from tenderlaw.packs.load import Origin, read_folder, typed_of
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, InputInvalidError, TenderlawError, nearest
from tenderlaw.sources.tree import Data, Steps

__all__ = ["ReadCase", "Tested", "decided", "fails", "mutable", "under_test"]


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A worked case of a pack, read once for all mutants."""

    pack: str
    """Whose case it is."""
    case: WorkedCase | PolicyCase
    facts: Case
    data: Data
    """The facts as they were written."""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    data: Data
    origin: Origin


@dataclass(frozen=True, slots=True)
class Tested:
    """A pack under test, with the packs that it rests on, those that rest on it, and the cases that test it."""

    pack: str
    by: tuple[str, ...]
    """The packs whose cases test it: itself and the layers on it; of what packs share, those that extend it."""
    cases: tuple[ReadCase, ...]
    below: Mapping[str, TypedPack]
    """The packs that it extends, which no mutant of it changes."""
    folders: Mapping[str, _Folder]
    """What was read of it, of those that it extends and of those that rest on it."""
    models: FactModels = BUILT_IN
    """The facts that its cases may give: those built in, and those that these packs declare."""

    @property
    def data(self) -> Mapping[str, Data]:
        """What its own files say."""
        return cast("Mapping[str, Data]", self.folders[self.pack].data)

    @property
    def read(self) -> tuple[Mapping[str, Data], ...]:
        """What the files of all these packs say."""
        return tuple(cast("Mapping[str, Data]", held.data) for held in self.folders.values())

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.folders[self.pack].path

    def place(self, steps: Steps) -> tuple[str, int]:
        """File and line of a value of the pack."""
        fault = self.folders[self.pack].origin.fault(steps, "")
        return fault.file, fault.line

    def mutated(self, changes: Sequence[Change] = ()) -> Mutated:
        """The packs whose cases test it, with these changes of it."""
        return Mutated(self, changes, dict(self.below))

    def regimes(self, changes: Sequence[Change] = ()) -> dict[str, Regime]:
        """All of them, ready to decide. Raises PackInvalidError where the changes make no pack."""
        mutated = self.mutated(changes)
        return {name: mutated.regime(name) for name in self.by}


@dataclass(frozen=True, slots=True)
class Mutated:
    """The packs whose cases test a pack, with changes of it, each made when a case first asks for it."""

    tested: Tested
    changes: Sequence[Change]
    _typed: dict[str, TypedPack]
    _regimes: dict[str, Regime] = field(default_factory=dict)

    def typed(self, name: str) -> TypedPack:
        """One of the packs. Raises PackInvalidError where the changes make none."""
        if name not in self._typed:
            held = self.tested.folders[name]
            data = changed(held.data, self.changes) if name == self.tested.pack else held.data
            self._typed[name] = typed_of(data, held.origin, held.path, self.typed)
        return self._typed[name]

    def regime(self, name: str) -> Regime:
        """The same, ready to decide. Raises PackInvalidError, too, where a condition has become too wide."""
        if name not in self._regimes:
            self._regimes[name] = Regime.of(self.typed(name))
        return self._regimes[name]


def decided(regime: Regime, facts: Case, as_of: date) -> Decision:
    """What the pack makes of a case."""
    if regime.kind == "policy":
        return decide(facts, as_of=as_of, packs=(), policies=[regime])
    return decide(facts, as_of=as_of, packs=[regime])


def fails(case: ReadCase, regime: Regime) -> bool:
    """Whether the case comes out otherwise than it expects, or not at all."""
    try:
        decision = decided(regime, case.facts, case.case.as_of)
        if isinstance(case.case, PolicyCase):
            found = policy_differences(case.case.expect, decision.policies[0])
        else:
            found = differences(case.case.expect, decision)
        return next(iter(found), None) is not None
    except TenderlawError:
        return True


def under_test(pack: str, packs_in: Sequence[Path] = (), policies_in: Sequence[Path] = ()) -> Tested:
    """The pack of this id, law, policy or what several share, with all that tests it.

    Raises InputInvalidError for an id that no pack has, PackInvalidError for a faulty pack or case.
    """
    law, policies = find_packs(packs_in), find_packs(policies_in, "policies")
    found = law if pack in law else policies
    if pack not in found:
        raise InputInvalidError([Fault(pack, 0, 0, "", "no such pack is installed", nearest(pack, {**law, **found}))])
    loaded: dict[str, TypedPack] = {}
    subject = load_found(pack, found, loaded)
    if subject.pack.kind == "duties" and pack in policies:  # a policy may have the id of what companies owe
        found, loaded = policies, {}
        subject = load_found(pack, found, loaded)
    if subject.pack.kind == "duties":
        hint = "mutants are made of packs that decide procurements, and of policies"
        raise InputInvalidError([Fault(pack, 0, 0, "", "says what companies owe", hint)])
    # whatever several packs share, or a layer takes over, is tested by the cases of all of them
    every = [subject, *(load_found(name, found, loaded) for name in found if name != pack)]
    by = {one.pack.id: one for one in every if pack in one.pack.layers and one.pack.kind != "common"}
    below = {name: loaded[name] for name in subject.pack.layers[:-1]}
    names = {name for one in by.values() for name in one.pack.layers}
    folders = {name: _Folder(found[name], *read_folder(found[name])) for name in sorted(names)}
    models = models_with(fact for one in by.values() for fact in one.pack.facts)
    return Tested(pack, tuple(by), tuple(_cases(by, models)), below, folders, models)


def mutable(packs_in: Sequence[Path] = (), policies_in: Sequence[Path] = ()) -> list[str]:
    """The ids of all packs of which mutants are made. Raises PackInvalidError for a faulty one."""
    ids: dict[str, None] = {}
    for found in (find_packs(packs_in), find_packs(policies_in, "policies")):
        loaded: dict[str, TypedPack] = {}
        ids |= dict.fromkeys(name for name in found if load_found(name, found, loaded).pack.kind != "duties")
    return list(ids)


def _cases(by: Mapping[str, TypedPack], models: FactModels) -> Iterator[ReadCase]:
    for name, typed in by.items():
        for case, source in policy_cases(typed) if typed.pack.kind == "policy" else worked_cases(typed):
            yield ReadCase(name, case, parse_case(source, models.case), source.data)
