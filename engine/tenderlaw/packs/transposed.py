"""Where a layer's own law has what it inherits: its citation stands before that of its parent, wherever it is cited."""

from __future__ import annotations

from typing import Final, TypeAlias

from tenderlaw.packs.model.grounds import Ground, Lift, RoleRule
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.model.periods import Period
from tenderlaw.packs.model.requirements import Requirement
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report

__all__ = ["beside", "inherited_of"]

Cited: TypeAlias = Ground | Lift | Requirement | RoleRule | Period

_KINDS: Final = {
    "ground": "grounds", "lift": "lifts", "requirement": "requirements", "role": "roles", "period": "periods",
}  # fmt: skip
"""What a layer may cite anew, and the lists that hold it."""


def beside(own: str, of_parent: str) -> str:
    """The citation of a layer before that of its parent."""
    return f"{own}; {of_parent}"


def inherited_of(base: Pack, own: PackFile, report: Report) -> dict[str, tuple[Cited, ...]]:
    """What a layer inherits, cited by `transposes`, or else by the choice of the layer on which it rests."""
    chosen = {choice.option: choice.cite for choice in own.choices}
    out = {}
    for kind, name in _KINDS.items():
        listed: tuple[Cited, ...] = getattr(base, name)
        said = _said(kind, own, report, listed)
        out[name] = tuple(_with_cite(one, said, chosen) for one in listed)
    return out


def _said(kind: str, own: PackFile, report: Report, listed: tuple[Cited, ...]) -> dict[str, str]:
    """The citations of a layer by what they are of; whatever they name that the parent has not is a fault."""
    known, found = [_id(one) for one in listed], {}
    for number, one in enumerate(own.transposes):
        named: str | None = getattr(one, kind)
        if named is not None and named not in known:
            report(("transposes", number, kind), f"the parent has no {kind} `{named}`", nearest(named, known))
        elif named is not None:
            found[named] = one.cite
    return found


def _id(one: Cited) -> str:
    return one.role if isinstance(one, RoleRule) else one.id


def _option(one: Cited) -> str | None:
    """The option on which it rests."""
    if isinstance(one, Lift):
        return one.available_if
    if isinstance(one, Period):
        return None if isinstance(one.years, int) else one.years["option"]
    return None if isinstance(one, Requirement) else one.must_if


def _with_cite(one: Cited, said: dict[str, str], chosen: dict[str, str]) -> Cited:
    option = _option(one)
    cite = said.get(_id(one)) or (None if option is None else chosen.get(option))
    return one if cite is None else one.model_copy(update={"cite": beside(cite, one.cite)})
