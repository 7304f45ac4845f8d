"""Data that was read, and where each of its values stands in the text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from tenderlaw.sources.faults import Fault

__all__ = ["Data", "Place", "Report", "Source", "Steps", "dotted"]

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | Decimal | bool | None"
Place: TypeAlias = tuple[int, int]
Steps: TypeAlias = tuple[str | int, ...]
"""The keys and numbers that lead from the root to a value."""
Report: TypeAlias = Callable[[Steps, str, str], None]
"""Takes a fault: the steps to the value, what is wrong with it, and what would be right."""


class Source:
    """Data read from one text, with the place of each value by its steps from the root.

    `places` may be what finds them, which is asked when a fault first needs a place: most texts have none.
    """

    __slots__ = ("_places", "data", "name")

    def __init__(self, name: str, data: Data, places: dict[Steps, Place] | Callable[[], dict[Steps, Place]]) -> None:
        self.name = name
        self.data = data
        self._places = places

    @property
    def places(self) -> dict[Steps, Place]:
        """Line and column of each value, counted from 1."""
        if not isinstance(self._places, dict):
            self._places = self._places()
        return self._places

    def place(self, steps: Steps) -> Place:
        """Line and column of the value at `steps`, or of the nearest value that contains it."""
        places = self.places
        while steps and steps not in places:
            steps = steps[:-1]
        return places.get(steps, (0, 0))

    def fault(self, steps: Steps, message: str, hint: str = "") -> Fault:
        """A fault at the value reached by `steps`."""
        line, column = self.place(steps)
        return Fault(self.name, line, column, dotted(steps), message, hint)


def dotted(steps: Steps) -> str:
    """`("lots", 0, "id")` written as people do: `lots[0].id`."""
    out = ""
    for step in steps:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
    return out
