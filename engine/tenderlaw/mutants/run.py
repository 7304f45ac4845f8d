"""All mutants of a pack on trial, on every core: which survive, who explains them, what would tell the others."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeAlias

from tenderlaw.mutants.explained import explained_in
from tenderlaw.mutants.likely import Likely
from tenderlaw.mutants.model import Mutant
from tenderlaw.mutants.of_pack import mutants_of
from tenderlaw.mutants.search import Search
from tenderlaw.mutants.tested import Tested, fails, under_test
from tenderlaw.mutants.trial import Trial, on_trial, portions
from tenderlaw.mutants.truths import Truths
from tenderlaw.rules.rete import explainer_alone
from tenderlaw.sources.faults import Fault, PackInvalidError

__all__ = ["Mutation", "Survivor", "mutate"]

FEW: Final = 60
"""So many mutants are tried in this process: starting others takes longer."""
_SELDOM: Final = 200_000
"""How many objects are made between two looks for garbage in a process that tries mutants."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that every worked case passes."""

    mutant: str
    file: str
    line: int
    says: str
    """What was changed."""
    because: str | None = None
    """Why it is right that it survives, as the pack explains."""
    told_by: str | None = None
    """A case that would tell it from the law, if the search found one."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all mutants of a pack."""

    pack: str
    policy: bool
    """Whether that is a policy: it may have the id of what companies owe."""
    tested_by: tuple[str, ...]
    """The packs whose cases were run."""
    cases: int
    mutants: int
    killed: int
    no_pack: int
    """Changes that make no pack that could be decided under."""
    survivors: tuple[Survivor, ...]
    faults: tuple[str, ...]
    """Explanations that explain no survivor."""

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """The survivors that nobody explains."""
        return tuple(one for one in self.survivors if one.because is None)


Progress: TypeAlias = Callable[[int, int], None]
Portions: TypeAlias = Sequence[tuple[int, int]]


def mutate(
    pack: str,
    packs_in: Sequence[Path] = (),
    policies_in: Sequence[Path] = (),
    *,
    policy: bool = False,
    tries: int = 300,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Mutation:
    """Try every mutant of the pack, or of the `policy` of that id.

    `tries`: how many variations of cases are tried to tell a survivor from the law.

    Raises PackInvalidError where the pack, a case or the file of survivors is faulty or a case fails, InputInvalidError
    for an id that no pack has.
    """
    with explainer_alone():
        whole = under_test(pack, packs_in, policies_in, policy=policy)
        mutants = mutants_of(whole.data)
        reasons = explained_in(whole)
        _refuse_failing(whole)
        found = portions(mutants)
        cores = workers or min(len(os.sched_getaffinity(0)), len(found) or 1)
        job = _Job(pack, whole.policy, tuple(packs_in), tuple(policies_in), tries, frozenset(reasons))
        results: dict[int, list[_Result]] = {}
        done = 0
        for number, result in _each(job, whole, found, cores if len(mutants) > FEW else 1):
            results[number] = result
            done += len(result)
            progress(done, len(mutants))
    return _mutation(whole, mutants, [one for number in sorted(results) for one in results[number]], reasons)


@dataclass(frozen=True, slots=True)
class _Job:
    pack: str
    policy: bool
    packs_in: tuple[Path, ...]
    policies_in: tuple[Path, ...]
    tries: int
    explained: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Result:
    mutant: int
    verdict: str
    told_by: str | None = None
    of: str | None = None
    """The pack whose case tells it."""


class _Bench:
    """What one process needs to try mutants."""

    def __init__(self, job: _Job, whole: Tested) -> None:
        self.job, self.whole = job, whole
        self.mutants = mutants_of(whole.data)
        self.likely = Likely.of(whole)
        law = whole.regimes()
        self.truths = Truths(whole, law)
        self.search = Search.of(whole, self.likely, law, self.truths)

    def run(self, first: int, last: int) -> list[_Result]:
        trials = on_trial(self.mutants[first:last], self.whole, self.likely, self.truths)
        return [self._result(number, trial) for number, trial in enumerate(trials, first)]

    def _result(self, number: int, trial: Trial) -> _Result:
        if trial.verdict != "survived" or trial.mutant.id in self.job.explained or not self.job.tries:
            return _Result(number, trial.verdict, of=trial.of)
        found = self.search.killer(trial.mutant, self.job.tries)
        return _Result(number, trial.verdict, None if found is None else str(found))


_BENCH: list[_Bench] = []
"""Of a process that was started to try mutants."""


def _begin(job: _Job) -> None:
    with explainer_alone():
        whole = under_test(job.pack, job.packs_in, job.policies_in, policy=job.policy)
        _BENCH.append(_Bench(job, whole))
    # the packs and cases stay; looking through them for garbage again and again took a fifth of the time
    gc.freeze()
    gc.set_threshold(_SELDOM)


def _portion(first: int, last: int) -> list[_Result]:
    with explainer_alone():
        return _BENCH[0].run(first, last)


def _each(
    job: _Job, whole: Tested, found: Sequence[tuple[int, int]], cores: int
) -> Iterator[tuple[int, list[_Result]]]:
    if cores == 1:
        bench = _Bench(job, whole)
        for number, (first, last) in enumerate(found):
            yield number, bench.run(first, last)
        return
    pool = ProcessPoolExecutor(cores, get_context("spawn"), initializer=_begin, initargs=(job,))
    try:
        tasks = {pool.submit(_portion, first, last): number for number, (first, last) in enumerate(found)}
        for task in as_completed(tasks):
            yield tasks[task], task.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _refuse_failing(whole: Tested) -> None:
    law = whole.regimes()
    failing = [one for one in whole.cases if fails(one, law[one.pack])]
    if failing:
        hint = f"`tenderlaw packs test {failing[0].pack}` says what differs"
        raise PackInvalidError(
            Fault(one.pack, 0, 0, one.case.id, "this worked case fails without any mutant", hint) for one in failing
        )


def _mutation(
    whole: Tested, mutants: Sequence[Mutant], results: Sequence[_Result], reasons: dict[str, str]
) -> Mutation:
    survivors = []
    for one in results:
        if one.verdict == "survived":
            mutant = mutants[one.mutant]
            file, line = whole.place(mutant.at)
            survivors.append(Survivor(mutant.id, file, line, mutant.says, reasons.get(mutant.id), one.told_by))
    found = {mutants[one.mutant].id: one for one in results}
    count = [one.verdict for one in results].count
    # what only a layer tells is for its parent to explain, as long as no such layer is installed
    told = (None, whole.pack) if whole.pack in whole.by else (None, *whole.by)
    faults = [fault for name in reasons if (fault := _stale(name, found.get(name), told)) is not None]
    return Mutation(
        whole.pack, whole.policy, whole.by, len(whole.cases), len(mutants), count("killed"), count("no_pack"),
        tuple(survivors), tuple(faults),
    )  # fmt: skip


def _stale(name: str, found: _Result | None, told: Sequence[str | None]) -> str | None:
    """What is wrong with an explanation; nothing where the mutant survives, or only a pack not in `told` tells it."""
    if found is None:
        return f"`{name}` is explained, and there is no such mutant"
    if found.verdict == "survived" or found.of not in told:
        return None
    return f"`{name}` is explained, and " + ("a case tells it" if found.verdict == "killed" else "it makes no pack")
