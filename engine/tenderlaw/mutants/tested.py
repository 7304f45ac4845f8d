"""What a pack is tested by: the packs whose worked cases are run, each made anew for a mutant of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from tenderlaw.decisions.duty_cases import DutyCase, duty_cases, duty_differences
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.duties import RegimeDuties
from tenderlaw.decisions.policy_cases import PolicyCase, policy_cases, policy_differences
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import WorkedCase, differences, worked_cases
from tenderlaw.facts.case import Case, parse_case
from tenderlaw.facts.company import Company, parse_company
from tenderlaw.facts.declared import DeclaredFact, told_apart
from tenderlaw.facts.models import BUILT_IN, FactModels, models_with
from tenderlaw.mutants.model import Change, changed
from tenderlaw.mutants.outcomes import Outcome, decided
from tenderlaw.packs.installed import find_packs, load_found
from tenderlaw.packs.load import Origin, read_folder, typed_of
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, InputInvalidError, TenderlawError, nearest
from tenderlaw.sources.tree import Data, Source, Steps

__all__ = ["ReadCase", "Tested", "fails", "mutable", "under_test"]


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A worked case of a pack, read once for all mutants."""

    pack: str
    """Whose case it is."""
    case: WorkedCase | PolicyCase | DutyCase
    facts: Case | Company
    data: Data
    """The facts as they were written."""

    def varied(self, data: Data, models: FactModels) -> Case | Company:
        """A case of the same kind with these facts. Raises InputInvalidError."""
        source = Source("facts", data, {})
        return parse_company(source, models) if isinstance(self.case, DutyCase) else parse_case(source, models.case)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    data: Data
    origin: Origin


@dataclass(frozen=True, slots=True)
class Tested:
    """A pack under test, with the packs that it rests on, those that rest on it, and the cases that test it."""

    pack: str
    policy: bool
    """Whether it is a policy; a pack of law, of duties or of what several share is none."""
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


def fails(case: ReadCase, regime: Regime) -> bool:
    """Whether the case comes out otherwise than it expects, or not at all."""
    try:
        found = _differences(case, decided(regime, case.facts, case.case.as_of))
        return next(found, None) is not None
    except TenderlawError:
        return True


def _differences(read: ReadCase, outcome: Outcome) -> Iterator[str]:
    case = read.case
    if isinstance(case, DutyCase):
        return duty_differences(case.expect, cast("RegimeDuties", outcome))
    decision = cast("Decision", outcome)
    if isinstance(case, PolicyCase):
        return policy_differences(case.expect, decision.policies[0])
    return differences(case.expect, decision)


def under_test(
    pack: str, packs_in: Sequence[Path] = (), policies_in: Sequence[Path] = (), *, policy: bool = False
) -> Tested:
    """The pack of this id, law, policy, duties or what several share, with all that tests it.

    `policy`: of an id that a pack of law and a policy have, the policy. Raises InputInvalidError for an id that no pack
    has, PackInvalidError for a faulty pack or case.
    """
    law, policies = find_packs(packs_in), find_packs(policies_in, "policies")
    policy = policy or pack not in law
    found = policies if policy else law
    if pack not in found:
        raise InputInvalidError([_unknown(pack, {**law, **policies})])
    loaded: dict[str, TypedPack] = {}
    subject = load_found(pack, found, loaded)
    # whatever several packs share, or a layer takes over, is tested by the cases of all of them
    every = [subject, *(load_found(name, found, loaded) for name in found if name != pack)]
    by = {one.pack.id: one for one in every if pack in one.pack.layers and one.pack.kind != "common"}
    below = {name: loaded[name] for name in subject.pack.layers[:-1]}
    names = {name for one in by.values() for name in one.pack.layers}
    folders = {name: _Folder(found[name], *read_folder(found[name])) for name in sorted(names)}
    own = [fact for one in by.values() for fact in one.pack.facts]
    models = models_with(own)
    try:
        cases = tuple(_cases(by, models))
    except InputInvalidError:  # a case may give what another pack asks
        models = models_with(_with_others(own, every))
        cases = tuple(_cases(by, models))
    return Tested(pack, policy, tuple(by), cases, below, folders, models)


def mutable(
    ids: Sequence[str] = (), packs_in: Sequence[Path] = (), policies_in: Sequence[Path] = ()
) -> list[tuple[str, bool]]:
    """The packs of these ids, or all, each with whether it is a policy: a policy may have the id of what companies owe.

    Raises InputInvalidError for an id that no pack has.
    """
    law, policies = find_packs(packs_in), find_packs(policies_in, "policies")
    known = {**law, **policies}
    if faults := [_unknown(name, known) for name in ids if name not in known]:
        raise InputInvalidError(faults)
    kinds = ((False, law), (True, policies))
    return list(dict.fromkeys((name, policy) for name in ids or known for policy, held in kinds if name in held))


def _unknown(name: str, known: Mapping[str, Path]) -> Fault:
    return Fault(name, 0, 0, "", "no such pack is installed", nearest(name, known))


def _with_others(own: Sequence[DeclaredFact], every: Sequence[TypedPack]) -> list[DeclaredFact]:
    """These facts, and those of other packs but for what these know as another fact."""
    held = list(own)
    for one in (fact for typed in every for fact in typed.pack.facts):
        if told_apart([*held, one]) is None:
            held.append(one)
    return held


def _cases(by: Mapping[str, TypedPack], models: FactModels) -> Iterator[ReadCase]:
    for name, typed in by.items():
        if typed.pack.kind == "duties":
            for owed, source in duty_cases(typed):
                yield ReadCase(name, owed, parse_company(source, models), _of_company(source.data))
        else:
            for case, source in policy_cases(typed) if typed.pack.kind == "policy" else worked_cases(typed):
                yield ReadCase(name, case, parse_case(source, models.case), source.data)


def _of_company(data: Data) -> Data:
    """The facts of a company where a case has them, for one search to vary both."""
    return data if isinstance(data, dict) and "operator" in data else {"operator": data}
