"""The facts about the lot decided that a record derives, and the facts of the case that would answer them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tenderlaw.facts.given_paths import OF_LOT

__all__ = ["answers_about_lots", "values_of_lots"]

_SHARED: Final = ("awarded_outside_rules", "estimated_value_excluding_vat")
"""What the share of the lots awarded without the procedures is worked out from, of every lot."""


def values_of_lots(procurement: Mapping[str, Any]) -> list[str]:
    """The paths, within the procurement, of the values of lots that nobody gave: together they are the whole value."""
    lots: tuple[Mapping[str, Any], ...] = procurement.get("lots") or ()
    return [f"lots[{i}].{_SHARED[1]}" for i, lot in enumerate(lots) if _SHARED[1] not in lot]


def answers_about_lots(procurement: Mapping[str, Any], name: str) -> list[str]:
    """The paths, within the procurement, of the facts that would answer the derived fact `name`; else `name` itself.

    Where nobody said which lot the decision is about, that is what is asked.
    """
    lots: tuple[Mapping[str, Any], ...] = procurement.get("lots") or ()
    if name == "share_awarded_outside_rules":
        open_ = [f"lots[{i}].{part}" for i, lot in enumerate(lots) for part in _SHARED if part not in lot]
        return open_ or ["lots"]
    if name not in OF_LOT:
        return [name]
    number = next((i for i, lot in enumerate(lots) if lot["id"] == procurement.get("lot")), None)
    return ["lot"] if number is None else [f"lots[{number}].{OF_LOT[name]}"]
