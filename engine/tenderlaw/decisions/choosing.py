"""Which regimes and policies are asked: compiled ones, installed ones by id, or all that are installed."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TypeAlias, cast

from tenderlaw.decisions.installed import (
    DUTIES,
    LAW,
    POLICIES,
    Installed,
    installed_policies,
    installed_regimes,
    regimes_of,
)
from tenderlaw.decisions.regime import Regime
from tenderlaw.sources.arguments import a_list, a_path, a_word, refused

__all__ = [
    "Packs",
    "choose_duties",
    "choose_policies",
    "choose_regimes",
    "installed_policies",
    "installed_regimes",
    "load_duties",
    "load_packs",
    "load_policies",
    "regimes_of",
]

Packs: TypeAlias = Sequence[str | Regime]
"""Packs or policies to ask: ids of installed ones, compiled ones, or some of each."""


def choose_regimes(packs: Packs | None) -> tuple[Regime, ...]:
    """Compiled regimes: those given and those of the ids given, in this order, or all that are installed.

    Raises InputInvalidError for what is neither, an unknown id, two packs of one id, and no pack at all.
    """
    found = installed_regimes() if packs is None else _chosen(packs, "packs", LAW)
    if not found:
        raise refused("packs", packs, "names no pack", "leave it out to ask all that are installed")
    return found


def choose_policies(policies: Packs) -> tuple[Regime, ...]:
    """Compiled policies: those given and those of the ids given, in this order. Raises as `choose_regimes` does."""
    return _chosen(policies, "policies", POLICIES)


def load_packs(ids: Sequence[str] | None = None, *, folders: Sequence[str | PathLike[str]] = ()) -> tuple[Regime, ...]:
    """Packs of law, ready to decide: shipped ones and those in `folders` of your own, by id or all of them.

    What a program keeps and hands to `decide`, `render` and `screen`, as often as it likes and from any thread; it ends
    with its last user. Files that change are seen by the next call. Shipped packs are compiled once a process.
    Raises PackInvalidError with every fault of a pack, InputInvalidError for an id that no pack has.
    """
    return LAW.loaded(_ids_of(ids), _folders_of(folders))


def load_policies(
    ids: Sequence[str] | None = None, *, folders: Sequence[str | PathLike[str]] = ()
) -> tuple[Regime, ...]:
    """An authority's own policies, ready to be asked, as `load_packs` gives packs of law."""
    return POLICIES.loaded(_ids_of(ids), _folders_of(folders))


def load_duties(ids: Sequence[str] | None = None, *, folders: Sequence[str | PathLike[str]] = ()) -> tuple[Regime, ...]:
    """Packs of duties of companies, ready to be asked, as `load_packs` gives packs of law."""
    return DUTIES.loaded(_ids_of(ids), _folders_of(folders))


def choose_duties(packs: Packs | None) -> tuple[Regime, ...]:
    """Compiled packs of duties: those given and those of the ids given, or all that are installed."""
    return DUTIES.installed() if packs is None else _chosen(packs, "packs", DUTIES)


def _chosen(given: object, what: str, installed: Installed) -> tuple[Regime, ...]:
    listed = a_list(given, what, '["ID"]')
    if not all(isinstance(one, Regime) for one in listed):
        for number, one in enumerate(listed):
            if not isinstance(one, Regime | str):
                raise refused(f"{what}[{number}]", one, "is no pack", "its id, or what `load_packs` gives")
        listed = list(dict.fromkeys(listed))
        named = tuple([one for one in listed if isinstance(one, str)])
        known = dict(zip(named, installed.installed(named), strict=True))
        listed = [known[one] if isinstance(one, str) else one for one in listed]
    found = tuple(cast("list[Regime]", listed))
    for number, regime in enumerate(found):
        if regime.kind != installed.kind:
            other = "it weighs a contract: `policies`" if regime.kind == "policy" else "it is law: `packs`"
            raise refused(f"{what}[{number}]", regime.id, "is asked for as what it is not", other)
    if len(found) > 1:
        _tell_apart(found, what)
    return found


def _tell_apart(regimes: tuple[Regime, ...], what: str) -> None:
    """Two packs of one id would not be told apart in a decision."""
    by_id: dict[str, Regime] = {}
    for regime in regimes:
        if by_id.setdefault(regime.id, regime) is not regime:
            raise refused(what, regime.id, "is the id of two packs", "ask one of them")


def _ids_of(ids: Sequence[str] | None) -> list[str] | None:
    if ids is None:
        return None
    return [a_word(one, f"ids[{n}]") for n, one in enumerate(a_list(ids, "ids", '["ID"]'))]


def _folders_of(folders: Sequence[str | PathLike[str]]) -> list[Path]:
    return [a_path(one, f"folders[{n}]") for n, one in enumerate(a_list(folders, "folders", '["my-packs"]'))]
