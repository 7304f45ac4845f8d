"""Offences and what a condition asks of them: whether one belongs to those asked for, surely or possibly.

An offence of the catalogue belongs to what is asked or it does not; a category that contains what is asked may be it.
So may, outside the category that was named, what a person has found not to belong there. An offence that the catalogue
does not hold is unknown to the regime, unless a person has placed it under another of its names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from tenderlaw.facts.collections import NotOf
from tenderlaw.packs.conditions import Given, Test
from tenderlaw.rules.truth import Truth, any_of

__all__ = ["answers", "belongs", "covering", "members"]

Categories = Mapping[str, frozenset[str]]
"""For each offence of a catalogue, itself and every category that contains it."""


def members(leaf: Test, categories: Categories) -> frozenset[str]:
    """The offences of the catalogue that satisfy a comparison."""
    given = cast("str | tuple[str, ...]", cast("Given", leaf.operand).value)
    names = frozenset((given,) if isinstance(given, str) else given)
    if leaf.operator == "within":
        found = {offence for offence, above in categories.items() if not names.isdisjoint(above)}
    else:
        found = set(names & categories.keys())
    return frozenset(found | (names & {"other"}))


def answers(asked: frozenset[str], categories: Categories) -> dict[str, Truth]:
    """For each offence of the catalogue, and for `other`, whether it belongs to those asked for."""
    broader = {above for offence in asked for above in categories.get(offence, ())}
    found: dict[str, Truth] = {
        offence: True if offence in asked else None if offence in broader else False for offence in categories
    }
    return {**found, "other": "other" in asked}


def covering(asked: frozenset[str], categories: Categories) -> frozenset[str]:
    """The offences that contain all those asked for: what is not of one of them is nothing that is asked for."""
    above = [categories.get(offence, frozenset(("other",))) for offence in asked]
    return frozenset.intersection(*above) if above else frozenset(("other", *categories))


def belongs(asked: frozenset[str], categories: Categories) -> Callable[[object], Truth]:
    """What tells of the offence of a conviction whether it belongs to those asked for."""
    known, whole = answers(asked, categories), covering(asked, categories)

    def test(offence: object) -> Truth:
        if isinstance(offence, tuple):
            placed = [known[name] for name in offence if name in known]
            return any_of(placed) if placed else None
        if isinstance(offence, NotOf):
            return None if whole.isdisjoint(offence.names) else False
        return known.get(cast("str", offence))

    return test
