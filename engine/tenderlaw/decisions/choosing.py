"""Which regimes and policies are asked: compiled ones, installed ones by id, or all that are installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import cast

from tenderlaw.decisions.policies import installed_policies
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.typed import TypedPack

__all__ = ["choose_policies", "choose_regimes", "installed_regimes", "regimes_of"]


def choose_regimes(packs: Sequence[str] | Sequence[Regime] | None) -> tuple[Regime, ...]:
    """Compiled regimes: those given, the packs of these ids, or all that are installed."""
    if packs is None:
        return installed_regimes()
    ids = [pack for pack in packs if isinstance(pack, str)]
    if ids:
        return installed_regimes(tuple(ids))
    return tuple(cast("Sequence[Regime]", packs))


def choose_policies(policies: Sequence[str] | Sequence[Regime]) -> tuple[Regime, ...]:
    """Compiled policies: those given, or the installed ones of these ids."""
    ids = [policy for policy in policies if isinstance(policy, str)]
    return installed_policies(tuple(ids)) if ids else tuple(cast("Sequence[Regime]", policies))


@lru_cache(maxsize=8)
def installed_regimes(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The packs shipped with the engine, compiled once a process."""
    return regimes_of(load_packs(ids).values())


def regimes_of(packs: Iterable[TypedPack]) -> tuple[Regime, ...]:
    """Compile packs, in the order given."""
    return tuple(Regime.of(pack) for pack in packs)
