"""Grounds and regimes as a matrix: what each regime makes of each topic, whatever the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tenderlaw.decisions.compare import period_in_words
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.model.grounds import Ground
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.model.pack import Pack

__all__ = ["Cell", "GroundSaid", "Matrix", "MatrixRow", "Weight", "in_short", "matrix_of"]

Weight: TypeAlias = Literal["mandatory", "discretionary", "none"]


@dataclass(frozen=True, slots=True)
class GroundSaid:
    """A ground of a regime, as the matrix shows it."""

    id: str
    cite: str
    weight: Weight
    period: str | None
    """How long and from when, in words; none where the regime counts no years."""
    years: int | None
    self_cleaning: bool
    """Whether measures of self-cleaning lift it."""
    from_: date | None
    to: date | None
    """The days, both included, between which it is in force; open where the law says none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a regime says on a topic."""

    weight: Weight
    """The heaviest of its grounds; `none` where it has no ground."""
    grounds: tuple[GroundSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A topic, and what each regime says on it, in the order of the regimes."""

    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Grounds by topic and regime."""

    as_of: date | None
    """Only what is in force on this day; all that the packs hold where it is left out."""
    regimes: tuple[tuple[str, str], ...]
    """Pack and title of each."""
    rows: tuple[MatrixRow, ...]


def matrix_of(regimes: Sequence[Regime], as_of: date | None = None) -> Matrix:
    """The matrix of those regimes that have grounds; topics that most of them know come first, then by name."""
    found = [(regime, column) for regime in regimes if (column := _of_regime(regime, as_of))]
    columns = [column for _, column in found]
    topics = sorted({topic for column in columns for topic in column},
                    key=lambda topic: (-sum(topic in column for column in columns), topic))  # fmt: skip
    rows = tuple(MatrixRow(topic, tuple(column.get(topic, Cell("none")) for column in columns)) for topic in topics)
    return Matrix(as_of, tuple((regime.id, regime.title) for regime, _ in found), rows)


def in_short(cell: Cell) -> tuple[str, ...]:
    """What a cell says in a word or two: the weight, the years of its periods, and `+` where self-cleaning lifts it."""
    if cell.weight == "none":
        return ("none",)
    years = sorted({one.years for one in cell.grounds if one.years is not None})
    span = "" if not years else f"{years[0]} y" if len(years) == 1 else f"{years[0]} to {years[-1]} y"
    more = " ".join(part for part in (span, "+" if any(one.self_cleaning for one in cell.grounds) else "") if part)
    return (cell.weight, more) if more else (cell.weight,)


def _of_regime(regime: Regime, as_of: date | None) -> dict[str, Cell]:
    found: dict[str, list[GroundSaid]] = {}
    for typed in regime.typed.grounds:
        said = typed.ground
        if as_of is None or in_force(as_of, said.from_, said.to):
            found.setdefault(said.topic or said.id, []).append(_ground(regime.typed.pack, said, typed.must))
    return {topic: Cell(_heaviest(held), tuple(held)) for topic, held in found.items()}


def _heaviest(held: Sequence[GroundSaid]) -> Weight:
    return "mandatory" if any(one.weight == "mandatory" for one in held) else "discretionary"


def _ground(pack: Pack, said: Ground, must: bool) -> GroundSaid:
    period = next((one for one in pack.periods if one.id == said.period), None)
    lifts = [lift for lift in pack.lifts if lift.id in said.lifted_by]
    return GroundSaid(
        said.id,
        said.cite,
        "mandatory" if must else "discretionary",
        period_in_words(pack, said.period),
        None if period is None else pack.years(period),
        any(lift.state == "self_cleaned" for lift in lifts),
        said.from_,
        said.to,
    )
