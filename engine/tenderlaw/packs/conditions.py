"""The condition tree: what a rule asks of the facts, typed and ready for every evaluator.

A condition has one of three values: true, false or unknown. Nothing here evaluates; `tenderlaw.rules` does.

What joins other conditions knows how large and how deep it is, and its hash: one that stands in many places is compiled
once, and looking for it takes no longer the deeper it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from tenderlaw.facts.catalogue import FieldKind

__all__ = [
    "All",
    "Amount",
    "AnyOf",
    "AsOf",
    "Begun",
    "Condition",
    "Dated",
    "Fact",
    "Given",
    "InPeriod",
    "Length",
    "Not",
    "Operand",
    "Operator",
    "Reading",
    "Ref",
    "Root",
    "Some",
    "Sum",
    "Test",
    "Unsettled",
    "YearsSince",
    "depth_of",
    "lists_of",
    "size_of",
]

Root: TypeAlias = Literal["item", "operator", "procurement", "as_of"]

Operator: TypeAlias = Literal[
    "is", "in", "within", "includes", "starts_with",
    "at_least", "more_than", "at_most", "less_than",
    "on", "before", "after", "on_or_before", "on_or_after",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact: where it is rooted and the names that lead to it; rooted at `as_of`, the as-of date itself."""

    root: Root
    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names if self.root == "item" else (self.root, *self.names))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of one currency, as a literal or a dated value."""

    amount: Decimal
    currency: str


Literal_: TypeAlias = "bool | str | Decimal | date | Amount | tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Given:
    """A literal of the pack, or an option that the pack has settled."""

    value: Literal_


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated value of the pack, by its id; the version is that of the first known day among `on`."""

    value_id: str
    on: tuple[str, ...]

    @property
    def key(self) -> str:
        """Value and deciding day in one word."""
        return f"{self.value_id} on {' or '.join(self.on)}"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time by the calendar."""

    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Another fact; a day may be moved by a length of time."""

    ref: Ref
    plus: Length | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The as-of date of the decision."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What the text of the law leaves open: whatever is compared with it is unknown, and no fact would answer."""

    why: str


Operand: TypeAlias = Given | Dated | Fact | AsOf | Unsettled


@dataclass(frozen=True, slots=True)
class Test:
    """One fact compared with an operand."""

    ref: Ref
    kind: FieldKind
    operator: Operator
    operand: Operand
    absent: bool | None = None
    """The answer where the fact was not given; none, unless the pack presumes something of it."""
    unless_told: Ref | None = None
    """Free text of the same entry in which the contrary may be said: where there is some, `absent` is no answer."""
    known: tuple[str, ...] = ()
    """The words of the fact that the pack knows: of another word a no is unknown. Without any, every word is known."""
    unsettled: tuple[str, ...] = ()
    """The words of the fact that leave the comparison open."""


@dataclass(frozen=True, slots=True)
class InPeriod:
    """The period of that name, counted from this item's facts, covers the day `at`."""

    period_id: str
    at: Operand


@dataclass(frozen=True, slots=True)
class Begun:
    """The entry of the collection had come to be by the day `at`: none of its begin days that are given lies later.

    Of the as-of date this need not be asked: what has not begun by then is counted by no quantifier and triggers
    nothing. It is for a question about another day, such as whether a ground was given when the contract was awarded.
    With `fact`, it is asked of the days on which that fact of the entry begins.
    """

    collection: str
    at: Operand
    fact: str | None = None


Reading: TypeAlias = "Test | InPeriod | Begun"
"""A leaf that reads facts of an entry, its operator or the procurement; the other leaves count entries."""


@dataclass(frozen=True, slots=True)
class YearsSince:
    """As many as years have ended by the day `at` since a day of the case: how often what is owed yearly was due."""

    since: Ref
    event_day_counted: bool
    """Whether a year ends with the day before the anniversary, and not with the anniversary itself."""
    at: Operand = AsOf()


@dataclass(frozen=True, slots=True)
class _Joint:
    """What joins conditions. Equality is that of its parts; size, depth and hash are worked out once."""

    size: int = field(init=False, repr=False, compare=False)
    """How many conditions it has, itself included; one that stands in two places counts twice."""
    depth: int = field(init=False, repr=False, compare=False)
    """How many levels it has."""
    lists: int = field(init=False, repr=False, compare=False)
    """How many of these look into a list."""
    _hash: int = field(init=False, repr=False, compare=False)

    def _measure(self, parts: Sequence[Condition], *said: object) -> None:
        size = depth = lists = 0
        for part in parts:
            if isinstance(part, _Joint):
                size, depth, lists = size + part.size, max(depth, part.depth), max(lists, part.lists)
            else:
                size, depth = size + 1, depth or 1
        put = object.__setattr__
        put(self, "size", size + 1)
        put(self, "depth", depth + 1)
        put(self, "lists", lists + isinstance(self, Some | Sum))
        put(self, "_hash", hash((type(self).__name__, *parts, *said)))


@dataclass(frozen=True, slots=True)
class Some(_Joint):
    """At least `at_least` entries of the collection satisfy `where`."""

    collection: str
    where: Condition
    at_least: int | YearsSince = 1

    def __post_init__(self) -> None:
        self._measure((self.where,), self.collection, self.at_least)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Sum(_Joint):
    """The money at `names`, added up over the entries that satisfy `where`, compared with an operand.

    An entry that may satisfy it, or whose amount is unknown, makes the sum a span; the comparison is unknown
    where the span does not settle it.
    """

    collection: str
    names: tuple[str, ...]
    where: Condition
    operator: Operator
    operand: Operand

    def __post_init__(self) -> None:
        self._measure((self.where,), self.collection, self.names, self.operator, self.operand)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class All(_Joint):
    """Every part holds; with no part, true.

    `said` is the title and citation of the definition that the parts come from, if they come from one.
    """

    parts: tuple[Condition, ...]
    said: str = ""
    of_ground: bool = False
    """Whether the parts are those of a ground asked as of the as-of date: what leaves them open leaves it open."""

    def __post_init__(self) -> None:
        self._measure(self.parts, self.said)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class AnyOf(_Joint):
    """At least one part holds; with no part, false."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        self._measure(self.parts)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Not(_Joint):
    """The part does not hold; unknown stays unknown."""

    part: Condition

    def __post_init__(self) -> None:
        self._measure((self.part,))

    def __hash__(self) -> int:
        return self._hash


Condition: TypeAlias = Test | InPeriod | Begun | Some | Sum | All | AnyOf | Not


def size_of(condition: Condition) -> int:
    """How many conditions a condition has, itself included."""
    return condition.size if isinstance(condition, _Joint) else 1


def depth_of(condition: Condition) -> int:
    """How many levels a condition has."""
    return condition.depth if isinstance(condition, _Joint) else 1


def lists_of(condition: Condition) -> int:
    """How many of the levels of a condition look into a list."""
    return condition.lists if isinstance(condition, _Joint) else 0
