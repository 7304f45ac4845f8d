"""What is shipped with the engine, each pack read and compiled when a case first concerns it, once a process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import (
    Kind,
    Shipped,
    find_packs,
    load_duties,
    load_heads,
    load_packs,
    load_policies,
    load_shipped,
)
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.collecting import uncollected

__all__ = [
    "DUTIES",
    "LAW",
    "POLICIES",
    "Installed",
    "installed_duties",
    "installed_policies",
    "installed_regimes",
    "regimes_of",
]


class Installed:
    """What is shipped: of each pack the head, and the rest when a case first asks for it."""

    def __init__(self, shipped: Shipped, kind: Kind) -> None:
        self._shipped = shipped
        self.kind = kind
        """What the packs are that are found here."""
        self._known: dict[str, Regime] = {}
        self._read: dict[str, TypedPack] = {}
        """The packs that were read whole, those among them that others extend."""
        self._all: tuple[str, ...] | None = None
        self.begin()

    def begin(self) -> None:
        """A lock of this process's own: another thread of its parent may have held the one before."""
        self._lock = threading.RLock()

    def installed(self, ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
        """The packs of these ids, or all."""
        wanted = self._all if ids is None else ids
        if wanted is None or any(pack_id not in self._known for pack_id in wanted):
            with self._lock, uncollected():
                wanted = self._found(ids)
        return tuple([self._known[pack_id] for pack_id in wanted])

    def _found(self, ids: tuple[str, ...] | None) -> tuple[str, ...]:
        heads = load_heads(ids, self._shipped, self.kind)
        for pack_id, head in heads.items():
            if pack_id not in self._known:
                self._known[pack_id] = Regime(head, partial(self._whole, pack_id), lambda: self._lock)
        if ids is None:
            self._all = tuple(heads)
        return tuple(heads) if ids is None else ids

    def _whole(self, pack_id: str) -> TypedPack:
        """A shipped pack, read whole, by one thread."""
        with self._lock:
            return load_shipped(pack_id, self._shipped, self._read)

    def loaded(self, ids: list[str] | None, folders: list[Path]) -> tuple[Regime, ...]:
        """The packs of these ids, or all, of those shipped and of `folders`."""
        if not folders:
            return self.installed(None if ids is None else tuple(ids))
        shipped = find_packs((), self._shipped)
        typed = self._typed(ids, folders)
        return tuple(self.installed((one,))[0] if one in shipped else Regime.of(typed[one]) for one in typed)

    def _typed(self, ids: Iterable[str] | None, folders: Iterable[Path]) -> dict[str, TypedPack]:
        load = {"regime": load_packs, "duties": load_duties, "policy": load_policies}[self.kind]
        return load(ids, folders)


LAW: Final = Installed("jurisdictions", "regime")
DUTIES: Final = Installed("jurisdictions", "duties")
POLICIES: Final = Installed("policies", "policy")


def _after_fork() -> None:
    LAW.begin()
    DUTIES.begin()
    POLICIES.begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def installed_regimes(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The packs shipped with the engine, each read and compiled once a process, when a case first concerns it."""
    return LAW.installed(ids)


def installed_duties(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The packs of duties shipped with the engine, each read and compiled once a process, when it is first asked."""
    return DUTIES.installed(ids)


def installed_policies(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The policies shipped with the engine, compiled once a process."""
    return POLICIES.installed(ids)


def regimes_of(packs: Iterable[TypedPack]) -> tuple[Regime, ...]:
    """Compile packs, in the order given."""
    return tuple(Regime.of(pack) for pack in packs)
