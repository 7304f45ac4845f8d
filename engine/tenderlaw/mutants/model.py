"""A mutant: one small change of a pack, with a name that stays while what it changes stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.sources.tree import Data, Steps

__all__ = ["GONE", "At", "Change", "Mutant", "changed", "cited_otherwise", "mutant"]


class _Gone(Enum):
    GONE = "gone"


GONE: Final = _Gone.GONE
"""Instead of a value: it is left out."""

NewValue: TypeAlias = "Data | Literal[_Gone.GONE]"


@dataclass(frozen=True, slots=True)
class Change:
    """A value of the pack's data, by the steps that lead to it, and what stands there instead."""

    steps: Steps
    to: NewValue


@dataclass(frozen=True, slots=True)
class At:
    """A place in a pack: the steps of its data, and the words by which a mutant names it."""

    steps: Steps
    path: str

    def key(self, name: str) -> At:
        """The value of a key."""
        return At((*self.steps, name), f"{self.path}/{name}")

    def entry(self, number: int, name: str | None = None) -> At:
        """An entry of a list, by its number or by a name of its own, which stays where others are added before it."""
        return At((*self.steps, number), f"{self.path}/{number if name is None else name}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack changed in one small place."""

    id: str
    """Where in the pack, by the ids of its entries, and the kind of change."""
    at: Steps
    """The steps to what is changed."""
    says: str
    """The change in words."""
    changes: tuple[Change, ...]

    @property
    def entry(self) -> tuple[str, int | None]:
        """The entry of the pack that is changed: its key and, in a list, its number."""
        number = self.at[1] if len(self.at) > 1 else None
        return str(self.at[0]), number if isinstance(number, int) else None


def mutant(at: At, kind: str, says: str, to: NewValue = GONE, *, changes: Iterable[Change] = ()) -> Mutant:
    """The mutant with something else at this place, or with these `changes`."""
    return Mutant(f"{at.path}#{kind}", at.steps, says, tuple(changes) or (Change(at.steps, to),))


def cited_otherwise(entries: Sequence[Mapping[str, Data]], number: int, at: At) -> Iterator[Mutant]:
    """The mutant of an entry, at `at`, with the citation of the next one that has another."""
    cite = entries[number].get("cite")
    after = [*entries[number + 1 :], *entries[:number]]
    other = next((one["cite"] for one in after if one.get("cite") != cite), None)
    if other is not None:
        yield mutant(at.key("cite"), "swapped", f"`{other}` instead of `{cite}`", other)


def changed(data: Data, changes: Iterable[Change]) -> Data:
    """The data with the changes made, one after the other; what they do not touch is shared."""
    for change in changes:
        data = _with(data, change.steps, change.to)
    return data


def _with(data: Data, steps: Steps, to: NewValue) -> Data:
    if not steps:
        return cast("Data", to)
    step, rest = steps[0], steps[1:]
    leaves = not rest and to is GONE
    if isinstance(data, dict) and isinstance(step, str):
        if leaves:
            return {key: value for key, value in data.items() if key != step}
        return {**data, step: _with(data.get(step), rest, to)}
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], *(() if leaves else (_with(data[step], rest, to),)), *data[step + 1 :]]
    raise TypeError(f"nothing stands at {step!r}")
