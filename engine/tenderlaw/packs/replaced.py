"""Grounds of its parent that a layer replaces, or that its law does not have: never by less than the parent obliges to.

Whatever asks for a ground that is replaced asks for those in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenderlaw.packs.model.grounds import Ground
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["grounds_in_place_of", "grounds_left", "grounds_now"]


def grounds_left(grounds: tuple[Ground, ...], stands_for: Mapping[str, tuple[str, ...]]) -> tuple[Ground, ...]:
    """The grounds that are not replaced."""
    return tuple(ground for ground in grounds if ground.id not in stands_for)


def grounds_now(named: object, pack: Pack | PackFile) -> Iterator[object]:
    """The grounds that a condition names, those in their place where a layer has replaced them."""
    stands_for = pack.stands_for if isinstance(pack, Pack) else {}
    for name in named if isinstance(named, list) else [named]:
        yield from stands_for.get(name, (name,)) if isinstance(name, str) else (name,)


def grounds_in_place_of(base: Pack, own: PackFile, report: Report) -> dict[str, tuple[str, ...]]:
    """For each ground of the parent that is replaced or left out, the grounds in its place; none where left out."""
    inherited = {ground.id: ground for ground in base.grounds}
    found: dict[str, tuple[str, ...]] = {}
    for number, left in enumerate(own.left_out):
        at: Steps = ("left_out", number, "ground")
        ground = _inherited(left.ground, inherited, at, report)
        if ground is not None and ground.effect == "must_exclude":
            report(at, f"`{ground.id}` obliges to exclude", f"a layer cannot leave it out ({ground.cite})")
        found[left.ground] = ()
    for number, new in enumerate(own.grounds):
        for place, name in enumerate(new.in_place_of):
            at = ("grounds", number, "in_place_of", place)
            before = _inherited(name, inherited, at, report)
            if before is not None:
                for message, hint in _weaker(base, own, new, before):
                    report(at, message, hint)
            found[name] = (*found.get(name, ()), new.id)
    out = {name: _now(ids, found) for name, ids in base.stands_for.items()}
    return {**out, **found}


def _now(ids: tuple[str, ...], found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What stands for a ground that an earlier layer replaced, where this one replaces it again."""
    return tuple(one for name in ids for one in found.get(name, (name,)))


def _inherited(name: str, inherited: Mapping[str, Ground], at: Steps, report: Report) -> Ground | None:
    if name not in inherited:
        report(at, f"the parent has no ground `{name}`", nearest(name, inherited))
    return inherited.get(name)


def _weaker(base: Pack, own: PackFile, new: Ground, before: Ground) -> Iterator[tuple[str, str]]:
    """In what a ground obliges to less, or reaches further back, than the one for which it stands."""
    if before.effect == "must_exclude" and new.effect != "must_exclude":
        yield f"`{before.id}` obliges to exclude", f"what stands for it does, too ({before.cite})"
    longest, years = _years(base, own, before), _years(base, own, new)
    if longest is not None and (years is None or years > longest):
        reaches = "without end" if years is None else f"{years} years back"
        yield f"reaches {reaches}, and `{before.id}` {longest} years", f"at most {longest} ({before.cite})"


def _years(base: Pack, own: PackFile, ground: Ground) -> int | None:
    """How many years a ground reaches back at most by the law of the parent; None without a period."""
    period = next((one for one in (*base.periods, *own.periods) if one.id == ground.period), None)
    if period is None:
        return None
    if isinstance(period.years, int):
        return period.years
    option = next((one for one in base.options if one.id == (period.years or {}).get("option")), None)
    return None if option is None or option.at_most is None else option.at_most
