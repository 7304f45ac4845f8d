"""Conditions of which parts are settled before any fact is asked, by what a State chose: what is left of them.

Of parts that must all hold, one that always does asks nothing, and one that never does settles the whole; where any
part is enough, the other way round. So an option that a State leaves at its default costs no decision anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["ALWAYS", "NEVER", "chosen", "every", "is_chosen", "opposite", "some_of"]

ALWAYS: Final[Condition] = All(())
"""What holds whatever the facts."""
NEVER: Final[Condition] = AnyOf(())
"""What holds on no facts."""


def every(parts: Sequence[Condition]) -> Condition:
    """What holds where all the parts do."""
    if NEVER in parts:
        return NEVER
    left = [part for part in parts if part != ALWAYS]
    return left[0] if len(left) == 1 < len(parts) else All(tuple(left))


def some_of(parts: Sequence[Condition]) -> Condition:
    """What holds where one of the parts does."""
    if ALWAYS in parts:
        return ALWAYS
    left = [part for part in parts if part != NEVER]
    return left[0] if len(left) == 1 < len(parts) else AnyOf(tuple(left))


def opposite(part: Condition) -> Condition:
    """What holds where the part does not."""
    return NEVER if part == ALWAYS else ALWAYS if part == NEVER else Not(part)


def is_chosen(option_id: str | None, pack: Pack | PackFile) -> bool:
    """Whether the State chose the option, a truth."""
    if option_id is None or not isinstance(pack, Pack) or all(option.id != option_id for option in pack.options):
        return False
    return pack.option(option_id) is True


def chosen(name: object, pack: Pack | PackFile, at: Steps, report: Report) -> Condition:
    """The condition that the State chose the option `name`; a fault where there is none, or it is no truth."""
    options = {option.id: option for option in pack.options}
    if not isinstance(name, str) or name not in options:
        report(at, f"unknown option `{name}`", nearest(str(name), options))
        return NEVER
    if options[name].kind != "truth":
        report(at, f"the option `{name}` is no truth", "")
    return ALWAYS if is_chosen(name, pack) else NEVER
