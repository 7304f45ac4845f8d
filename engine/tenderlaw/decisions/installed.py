"""What is shipped with the engine, each pack compiled when it is first asked for, once a process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import Shipped, find_packs, load_packs, load_policies
from tenderlaw.packs.typed import TypedPack

__all__ = ["LAW", "POLICIES", "Installed", "installed_policies", "installed_regimes", "regimes_of"]


class Installed:
    """What is shipped, each pack compiled when it is first asked for, by one thread."""

    def __init__(self, shipped: Shipped) -> None:
        self._shipped = shipped
        self.kind = "regime" if shipped == "jurisdictions" else "policy"
        """What the packs are that are found here."""
        self._known: dict[str, Regime] = {}
        self._all: tuple[str, ...] | None = None
        self.begin()

    def begin(self) -> None:
        """A lock of this process's own: another thread of its parent may have held the one before."""
        self._lock = threading.RLock()

    def installed(self, ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
        """The packs of these ids, or all."""
        wanted = self._all if ids is None else ids
        if wanted is None or any(pack_id not in self._known for pack_id in wanted):
            with self._lock:
                wanted = self._compiled(ids)
        return tuple([self._known[pack_id] for pack_id in wanted])

    def _compiled(self, ids: tuple[str, ...] | None) -> tuple[str, ...]:
        if ids is None:
            found = self._typed(None, ())
            ids = self._all = tuple(found)
        else:
            found = self._typed([pack_id for pack_id in ids if pack_id not in self._known], ())
        for pack_id, typed in found.items():
            if pack_id not in self._known:
                self._known[pack_id] = Regime.of(typed)
        return ids

    def loaded(self, ids: list[str] | None, folders: list[Path]) -> tuple[Regime, ...]:
        """The packs of these ids, or all, of those shipped and of `folders`."""
        if not folders:
            return self.installed(None if ids is None else tuple(ids))
        shipped = find_packs((), self._shipped)
        typed = self._typed(ids, folders)
        return tuple(self.installed((one,))[0] if one in shipped else Regime.of(typed[one]) for one in typed)

    def _typed(self, ids: Iterable[str] | None, folders: Iterable[Path]) -> dict[str, TypedPack]:
        return (load_packs if self._shipped == "jurisdictions" else load_policies)(ids, folders)


LAW: Final = Installed("jurisdictions")
POLICIES: Final = Installed("policies")


def _after_fork() -> None:
    LAW.begin()
    POLICIES.begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def installed_regimes(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The packs shipped with the engine, compiled once a process."""
    return LAW.installed(ids)


def installed_policies(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The policies shipped with the engine, compiled once a process."""
    return POLICIES.installed(ids)


def regimes_of(packs: Iterable[TypedPack]) -> tuple[Regime, ...]:
    """Compile packs, in the order given."""
    return tuple(Regime.of(pack) for pack in packs)
