"""Values for fill-ins as people give them: read from a file or a mapping, each with its place, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Final

from tenderlaw.clauses import words
from tenderlaw.clauses.fill_ins import shape, typed
from tenderlaw.clauses.model import Clause, FillIn
from tenderlaw.sources.arguments import a_mapping_of_words, a_path
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.tree import read_file

__all__ = [
    "NO_VALUES",
    "OF_LETTERS",
    "Values",
    "fault_of_value",
    "fill_ins_in",
    "load_values",
    "values_from",
    "wrong_values",
]


@dataclass(frozen=True, slots=True)
class Values(Mapping[str, str]):
    """What was given for fill-ins, by id, as it was written; what was left empty is not there."""

    given: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    """File, line and column, where a file gave it."""
    numbers: frozenset[str] = frozenset()
    """Those that the file wrote as numbers, without quotes."""

    def __getitem__(self, name: str) -> str:
        return self.given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def over(self, other: Values) -> Values:
        """These, and of the others those that these do not give."""
        others = other.given.keys() - self.given.keys()
        places = {name: place for name, place in other.places.items() if name in others}
        return Values({**other.given, **self.given}, {**places, **self.places}, (other.numbers & others) | self.numbers)

    def fault(self, name: str, message: str, hint: str = "") -> Fault:
        """A fault of a value, at its place."""
        file, line, column = self.places.get(name, ("fill-ins", 0, 0))
        return Fault(file, line, column, name, message, hint)


NO_VALUES: Final = Values()
OF_LETTERS: Final = (
    "authority_address", "addressee_address", "place", "contact", "reply_by", "signatory", "position", "reasons",
    "effective_on", "notified_on", "representations", "statement", "rights",
)  # fmt: skip
"""What letters ask a person for; one file of values may serve clauses and letters."""


def load_values(path: str | PathLike[str]) -> Values:
    """Read a YAML or JSON file that maps ids of fill-ins to values. Raises InputInvalidError with every fault."""
    source = read_file(a_path(path, "path"))
    if source.data is None:
        return NO_VALUES
    if not isinstance(source.data, dict):
        raise InputInvalidError([source.fault((), "holds no values", "write `report_days: 5`, one a line")])
    faults = [
        source.fault((name,), f"{quoted(value)} is no value", "write a text, a number, a day or an amount")
        for name, value in source.data.items()
        if isinstance(value, bool | list | dict)
    ]
    if faults:
        raise InputInvalidError(faults)
    answered = {name: value for name, value in source.data.items() if value is not None and str(value).strip()}
    return Values(
        {name: str(value) for name, value in answered.items()},
        {name: (source.name, *source.place((name,))) for name in answered},
        frozenset(name for name, value in answered.items() if not isinstance(value, str)),
    )


def values_from(given: object, name: str) -> Values:
    """Values that a program hands over: those of a file, or a mapping of texts, of which blanks are none."""
    if isinstance(given, Values):
        return given
    words_ = a_mapping_of_words({} if given is None else given, name)
    return Values({id_: word for id_, word in words_.items() if word.strip()})


def fill_ins_in(library: Mapping[str, Clause]) -> dict[str, FillIn]:
    """Every fill-in of a library by its id."""
    return {fill.id: fill for clause in library.values() for fill in clause.said.fill_ins}


def wrong_values(values: Values, known: Mapping[str, FillIn]) -> Iterator[Fault]:
    """What is wrong with values: an id that no clause of the library has, or what does not fit."""
    for name in values:
        fill = known.get(name)
        if fill is None and name in OF_LETTERS:
            continue
        if fill is None:
            yield values.fault(name, f"no clause has the fill-in `{name}`", nearest(name, known))
        elif fault := fault_of_value(values, fill):
            yield fault


def fault_of_value(values: Values, fill: FillIn) -> Fault | None:
    """Why the value of a fill-in does not fit; none where it does."""
    word = values[fill.id]
    if fill.kind == "text" and fill.id in values.numbers:
        return values.fault(fill.id, f"{quoted(word)} is a number, where a text goes in", f'write `"{word}"`')
    if typed(fill, word) is None:
        return values.fault(fill.id, f"{quoted(word)} does not fit", f"write {shape(fill)}")
    wrong = words.fault_of(word)
    return values.fault(fill.id, wrong) if wrong else None
