"""The packs of a process: one set in force, swapped whole, and those of before that somebody still asks for.

A set never changes. A request keeps the set it began with. A new one is read beside it, and takes its place once the
worked cases of all that is new in it come out as they say; one that does not leaves everything as it was.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Library
from tenderlaw.decisions.choosing import load_duties, load_packs, load_policies
from tenderlaw.decisions.coverage import coverage_of, duty_coverage_of, policy_coverage_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import find_packs, load_found
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError, nearest, quoted
from tenderlaw.sources.worked_out import worked_out

__all__ = [
    "PackFolders",
    "PackSet",
    "PackSetChangedError",
    "PackSets",
    "UnknownPackSetError",
    "installed_set",
    "read_set",
    "set_of",
]

_KEPT: Final = 8
"""Sets that a process keeps besides the one in force; others are read again from where they are archived."""


class UnknownPackSetError(InputInvalidError):
    """Nobody keeps a set of packs of this digest."""


class PackSetChangedError(InputInvalidError):
    """The packs that would be put in force are not those that were expected."""


@dataclass(frozen=True, slots=True)
class PackFolders:
    """Where a set is read from: folders of packs of law and duties, of policies, of clauses."""

    packs: tuple[Path, ...] = ()
    policies: tuple[Path, ...] = ()
    clauses: tuple[Path, ...] = ()


@dataclass(frozen=True, eq=False)
class PackSet:
    """Packs of law, of duties and policies with the clauses that they prescribe: what answers are given by."""

    regimes: tuple[Regime, ...]
    duties: tuple[Regime, ...]
    policies: tuple[Regime, ...]
    find_library: Callable[[], Library] = field(repr=False)
    folders: PackFolders = field(default_factory=PackFolders, repr=False)
    """The folders of one's own among those that it was read from."""
    _warm: threading.Event = field(default_factory=threading.Event, repr=False)

    @worked_out
    def library(self) -> Library:
        """The clauses."""
        return self.find_library()

    @worked_out
    def digest(self) -> str:
        """SHA-256 over the digests of all packs and clauses: what an answer names, and by which it is asked again."""
        packs = [[one.kind, one.id, one.digest] for one in self.everything]
        clauses = [[one.said.id, one.digest] for one in self.library.clauses.values()]
        return digest({"packs": sorted(packs), "clauses": sorted(clauses)})

    @property
    def everything(self) -> tuple[Regime, ...]:
        """All packs of every kind."""
        return (*self.regimes, *self.duties, *self.policies)

    def law(self, ids: Iterable[str] | None, allowed: Iterable[str] | None = None) -> tuple[Regime, ...]:
        """The packs of law of these ids, or all; of those `allowed`, where a tenant decides by some alone.

        Raises InputInvalidError for an id that none has, or that is not allowed.
        """
        if allowed is None or ids is None:
            wanted = allowed if ids is None else ids
            return self.regimes if wanted is None else self._named(wanted, self.regimes, "packs")
        found, by = self._named(ids, self.regimes, "packs"), set(allowed)
        if strange := [one.id for one in found if one.id not in by]:
            message = "is none of the packs by which this tenant decides"
            hint = "its administrators choose them"
            raise InputInvalidError([Fault("packs", 0, 0, "", f"{quoted(one)} {message}", hint) for one in strange])
        return found

    def own(self, ids: Iterable[str]) -> tuple[Regime, ...]:
        """The policies of these ids. Raises InputInvalidError for an id that none has."""
        return self._named(ids, self.policies, "policies")

    def owing(self, ids: Iterable[str] | None) -> tuple[Regime, ...]:
        """The packs of duties of these ids, or all. Raises InputInvalidError for an id that none has."""
        return self.duties if ids is None else self._named(ids, self.duties, "packs")

    def _named(self, ids: Iterable[str], among: tuple[Regime, ...], what: str) -> tuple[Regime, ...]:
        known = {one.id: one for one in among}
        wanted = list(dict.fromkeys(ids))
        kinds = {one.id: one.kind for one in self.everything}
        faults = []
        for number, one in enumerate(wanted):
            if one not in known:
                other = f"is there as what it is: {kinds[one]}" if one in kinds else nearest(one, known)
                faults.append(Fault(what, 0, 0, f"[{number}]", f"{quoted(one)} is none of these packs", other))
        if faults:
            raise InputInvalidError(faults)
        return tuple(known[one] for one in wanted)

    def warm(self) -> None:
        """Read and compile now what the first callers would otherwise wait for."""
        for one in self.everything:
            _ = one.typed
        for one in (*self.regimes, *self.policies):
            one.compile()
        _ = self.digest
        self._warm.set()

    @property
    def is_warm(self) -> bool:
        """Whether everything is read and compiled."""
        return self._warm.is_set()


def installed_set(folders: PackFolders | None = None) -> PackSet:
    """What is shipped, shared with everything else in this process, and the folders of one's own."""
    said = folders or PackFolders()
    return PackSet(
        load_packs(None, folders=said.packs),
        load_duties(None, folders=said.packs),
        load_policies(None, folders=said.policies),
        lambda: load_library(said.clauses),
        said,
    )


def read_set(folders: PackFolders | None = None) -> PackSet:
    """The same, every file read now, whatever was read before. Raises PackInvalidError with every fault."""
    said = folders or PackFolders()
    library = load_library.__wrapped__(said.clauses)
    return set_of(find_packs(said.packs), find_packs(said.policies, "policies"), library, said)


def set_of(law: Mapping[str, Path], own: Mapping[str, Path], library: Library, folders: PackFolders) -> PackSet:
    """A set of packs found in these places, read whole. Raises PackInvalidError with every fault."""
    packs, policies = _read(law), _read(own)
    return PackSet(
        tuple(one for one in packs if one.kind == "regime"),
        tuple(one for one in packs if one.kind == "duties"),
        tuple(one for one in policies if one.kind == "policy"),
        lambda: library,
        folders,
    )


def _read(found: Mapping[str, Path]) -> tuple[Regime, ...]:
    held: dict[str, TypedPack] = {}
    lock = threading.RLock()
    return tuple(_regime(load_found(one, found, held), lock) for one in found)


def _regime(typed: TypedPack, lock: threading.RLock) -> Regime:
    return Regime(typed, lambda: typed, lambda: lock)


class PackSets:
    """The set in force and those of before. Threads may share it."""

    def __init__(
        self,
        current: PackSet,
        read: Callable[[], PackSet] | None = None,
        archived: Callable[[str], PackSet | None] = lambda _: None,
        archive: Callable[[PackSet], object] = lambda _: None,
    ) -> None:
        self._current = current
        self._read = read or (lambda: read_set(current.folders))
        self._archived = archived
        self._archive = archive
        self._before: OrderedDict[str, PackSet] = OrderedDict()
        self._reloading = threading.Lock()
        self._held = threading.Lock()
        self.failures = 0
        """How often a new set was refused."""

    @property
    def current(self) -> PackSet:
        """The set in force: whoever answers takes it once, and keeps it to the end of the answer."""
        return self._current

    def of(self, digest: str | None) -> PackSet:
        """The set of this digest, or the one in force. Raises UnknownPackSetError."""
        current = self._current
        if digest is None or digest == current.digest:
            return current
        with self._held:
            found = self._before.get(digest)
        if found is None and (found := self._archived(digest)) is not None:
            self._keep(found)
        if found is None:
            fault = Fault("pack_set", 0, 0, "", f"no set of packs of the digest {quoted(digest)} is kept here")
            raise UnknownPackSetError([fault])
        return found

    def archive(self) -> None:
        """Keep the set in force where `archived` finds it."""
        self._archive(self._current)

    def known(self) -> tuple[PackSet, ...]:
        """The set in force, then those of before that this process holds, the latest first."""
        with self._held:
            return (self._current, *reversed(self._before.values()))

    def reload(self, expected: str | None = None) -> PackSet:
        """Read all packs again, run the worked cases of what is new, and put the set in force.

        One at a time; it takes seconds and is for a thread of its own. Raises PackInvalidError where a pack has a fault
        or a case comes out otherwise, PackSetChangedError where the digest is not the one expected; nothing has changed
        then.
        """
        with self._reloading:
            try:
                new = self._read()
                new.warm()
                if expected is not None and new.digest != expected:
                    message = f"the packs that are there have the digest `{new.digest}`"
                    raise PackSetChangedError([Fault("expected", 0, 0, "", message, "look at them, then expect it")])
                if new.digest == self._current.digest:
                    return self._current
                if faults := list(_failures(new, self._current)):
                    raise PackInvalidError(faults)
            except Exception:
                self.failures += 1
                raise
            self._archive(new)  # before anybody decides by it
            self._keep(self._current)
            self._current = new
            return new

    def adopt(self, digest: str) -> PackSet:
        """Put a set in force that another process has read and tried. Raises UnknownPackSetError."""
        with self._reloading:
            new = self.of(digest)
            new.warm()
            if new.digest != self._current.digest:
                self._keep(self._current)
                self._current = new
            return new

    def _keep(self, one: PackSet) -> None:
        with self._held:
            self._before[one.digest] = one
            self._before.move_to_end(one.digest)
            while len(self._before) > _KEPT:
                self._before.popitem(last=False)


def _failures(new: PackSet, old: PackSet) -> Iterator[Fault]:
    """What the worked cases of packs that are new say; those of a pack that did not change came out before."""
    known = {(one.kind, one.id, one.digest) for one in old.everything}
    for one in new.everything:
        if (one.kind, one.id, one.digest) in known:
            continue
        run = {"duties": duty_coverage_of, "policy": policy_coverage_of}.get(one.kind, coverage_of)
        for failure in run(one).failures:
            yield Fault(one.id, 0, 0, "cases", failure, "the packs in force are as they were")
