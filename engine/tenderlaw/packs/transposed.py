"""Where a layer's own law has what it inherits: its citation stands before that of its parent, wherever it is cited."""

from __future__ import annotations

from typing import Final, TypeAlias

from tenderlaw.packs.model.grounds import Ground, Lift, RoleRule
from tenderlaw.packs.model.options import Transposition
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
        out[name] = tuple(_with_own(_with_cite(one, said, chosen), said.get(_id(one))) for one in listed)
    return out


def _said(kind: str, own: PackFile, report: Report, listed: tuple[Cited, ...]) -> dict[str, Transposition]:
    """What a layer says by what it is of; whatever it names that the parent has not is a fault."""
    known, found = [_id(one) for one in listed], dict[str, Transposition]()
    for number, one in enumerate(own.transposes):
        named: str | None = getattr(one, kind)
        if named is not None and named not in known:
            report(("transposes", number, kind), f"the parent has no {kind} `{named}`", nearest(named, known))
        elif named is not None:
            found[named] = one
    return found


def _with_own(one: Cited, said: Transposition | None) -> Cited:
    """What a layer's own law adds: the day that a period must cover, lifts of a ground, what a role means."""
    if said is not None and said.on is not None:
        return one.model_copy(update={"on": said.on})
    if said is not None and said.replaced is not None:
        return one.model_copy(update={"consequence": "replacement", "requirement": said.replaced})
    if said is not None and isinstance(one, Ground) and said.lifted_by:
        return one.model_copy(update={"lifted_by": (*one.lifted_by, *said.lifted_by)})
    return one


def _id(one: Cited) -> str:
    return one.role if isinstance(one, RoleRule) else one.id


def _option(one: Cited) -> str | None:
    """The option on which it rests."""
    if isinstance(one, Lift):
        return one.available_if
    if isinstance(one, Period):
        return None if isinstance(one.years, int) else one.years["option"]
    return None if isinstance(one, Requirement) else one.must_if


def _with_cite(one: Cited, said: dict[str, Transposition], chosen: dict[str, str]) -> Cited:
    option, own = _option(one), said.get(_id(one))
    cite = own.cite if own is not None else None if option is None else chosen.get(option)
    return one if cite is None else one.model_copy(update={"cite": beside(cite, one.cite)})
