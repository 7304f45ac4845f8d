"""Made-up suppliers as columns: most of them clean and well known, a few percent with a past, some with gaps.

Every fact of a supplier follows the fact models, so that a fact that is added there is made up as well. Days lie
on, or a day beside, the day of the decision and its anniversaries more often than chance would put them there.
"""

from __future__ import annotations

import calendar
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.facts.base import OPEN, Facts, Money
from tenderlaw.facts.catalogue import Field, field_at
from tenderlaw.facts.events import SelfCleaning
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.operator import (
    Identifier,
    LinkedPerson,
    Statement,
)
from tenderlaw.facts.relations import GIVEN, Contradicts, Is, Never, Order, OtherThan, Speaks, relations_of
from tenderlaw.screening.synthetic.draws import Drawn, Draws, Flags, Numbers
from tenderlaw.screening.tables.schema import KEY
from tenderlaw.screening.tables.vocabulary import Vocabulary

__all__ = ["Maker", "decimals", "nested", "numbered", "one_of"]

_LISTS: Final[Mapping[str, tuple[float, tuple[int, ...]]]] = {
    "linked_persons": (0.6, (400, 250, 140, 80, 50, 30, 20, 10, 8, 5, 4, 3)),
    "convictions": (0.03, (80, 15, 5)),
    "tax_breaches": (0.03, (80, 15, 5)),
    "misconduct": (0.04, (70, 20, 10)),
    "insolvency": (0.015, (95, 5)),
    "listings": (0.02, (80, 20)),
    "exclusions_by_judgment": (0.003, (1,)),
    "derogations": (0.005, (1,)),
    "statements": (0.6, (60, 30, 10)),
    "violations": (0.01, (80, 20)),
    "practices": (0.02, (70, 20, 10)),
}
"""By list: the share of suppliers with an entry, and how the numbers of entries, from one on, weigh."""
_DECLARED_LIST: Final = (0.2, (60, 30, 10))
_UNUSUAL: Final = 0.01
"""The share of suppliers of which a declared fact is not what it usually is."""
_SOME_WORD: Final = ("some-word",)
_LIST_UNKNOWN: Final = 0.007
"""The share of lists of which nobody knows anything, one by one."""
_NOBODY_ASKED: Final = 0.01
"""The share of suppliers of which nothing at all is known."""
_FIELD_UNKNOWN: Final = 0.05
_PERSON_UNASKED: Final = 0.005
"""The share of persons whose convictions nobody knows."""
_PERSON_CONVICTED: Final = 0.01
_OWN_FACTS: Final = (
    "country", "evidence_verified", "owners_known", "turnover", "legal_form",
)  # fmt: skip
_TRUE: Final[Mapping[str, float]] = {
    "final": 0.85, "judgment_sets_exclusion": 0.1, "claimed": 0.3, "evidence_verified": 0.7, "given": 0.9,
    "known_to_be_false": 0.01, "owners_known": 0.95,
}  # fmt: skip
"""How often a fact is true; a fact that is not named is as often true as false."""
_WEIGHTS: Final[Mapping[str, tuple[int, ...]]] = {
    "link": (60, 15, 8, 12, 1, 4),
    "source": (60, 40),
}
"""How the words of a closed vocabulary weigh, in its order."""
_COUNTRIES: Final = ("DE", "FR", "PL", "SE", "IT", "ES", "GB", "US", "NL", "RO", "CN", "IN")
_CURRENCIES: Final = ("EUR", "EUR", "EUR", "GBP", "USD", "USD")
_PAST_DAYS: Final = 4000
"""How far back, in days, what happened may lie."""
_EPOCH: Final = date(1970, 1, 1)
_LASTING: Final = ("link_until", "listed_until", "excluded_until", "judgment_excludes_until", "valid_until")
_NEAR: Final = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes suppliers up: around a day, in the words of packs."""

    seed: int
    day: date
    words: Vocabulary
    models: FactModels = BUILT_IN
    """Which facts there are: those that packs declare are made up too."""

    def suppliers(self, first: int, count: int) -> pa.Table:
        """The suppliers from number `first` on, the same whatever else is made."""
        draws = Draws.of_rows(self.seed, first, count)
        numbers = np.arange(first, first + count, dtype=np.int64)
        asked = ~draws.of("nobody asked").happens(_NOBODY_ASKED)
        columns: dict[str, pa.Array] = {
            KEY: numbered("S", numbers),
            "role": pa.array(["tenderer"]).take(pa.array(np.zeros(count, dtype=np.int64))),
            "name": numbered("Made-up supplier ", numbers),
            "identifiers": self._identifiers(numbers),
        }
        own = [one for one in self.models.declared if one.of == "operator"]
        for name in (*_OWN_FACTS, *(one.name for one in own if one.kind not in ("list", "text"))):
            columns[name] = self._value(name, self._field(name), draws, asked)
        lists = {**_LISTS, **{one.name: _DECLARED_LIST for one in own if one.kind == "list"}}
        for name, (share, weights) in lists.items():
            model = typing.cast("type[Facts]", self._field(name).entries)
            drawn = draws.of(f"any {name}")
            known = asked & ~drawn.lower.happens(_LIST_UNKNOWN)
            held = known & drawn.happens(share)
            counts = np.where(held, draws.of(f"number of {name}").weighted(weights) + 1, 0)
            entries = draws.entries(name, counts)
            columns[name] = nested(self._group(model, entries), counts, known)
        return pa.table(columns)

    def _identifiers(self, numbers: Numbers) -> pa.Array:
        scheme = pa.array(["made-up-register"]).take(pa.array(np.zeros(len(numbers), dtype=np.int64)))
        entries = pa.StructArray.from_arrays([scheme, numbered("", numbers)], names=list(Identifier.model_fields))
        return nested(entries, np.ones(len(numbers), dtype=np.int64), np.ones(len(numbers), dtype=np.bool_))

    def _field(self, name: str) -> Field:
        return typing.cast("Field", field_at(self.models.operator_given, (name,)))

    # Groups ----------------------------------------------------------------------------------------------

    def _group(self, model: type[Facts], draws: Draws, known: Flags | None = None) -> pa.StructArray:
        """A struct for each row, as the model has it; words for people alone are left out."""
        columns: dict[str, pa.Array] = {}
        for name, info in model.model_fields.items():
            field = typing.cast("Field", field_at(model, (name,)))
            drawn = draws.of(name)
            there = ~drawn.lower.happens(
                0.0 if info.is_required() or issubclass(model, SelfCleaning) else _FIELD_UNKNOWN
            )
            if issubclass(model, LinkedPerson) and name == "convictions":
                columns[name] = self.convictions_of_persons(draws)
            elif issubclass(model, Statement) and name == "kind":
                columns[name] = one_of(drawn, self.words.statements, there)
            elif _is_read(name, field):
                columns[name] = self._value(name, field, draws, there)
        for relation in relations_of(model).contradicts:
            _settle(relation, columns)
        mask = None if known is None else pa.array(~known)
        return pa.StructArray.from_arrays(list(columns.values()), names=list(columns), mask=mask)

    def convictions_of_persons(self, draws: Draws) -> pa.Array:
        """A list of convictions for each person: nearly always empty, now and then unknown."""
        conviction = typing.cast("type[Facts]", self._field("convictions").entries)
        drawn = draws.of("convicted")
        known = ~drawn.lower.happens(_PERSON_UNASKED)
        counts = (known & drawn.happens(_PERSON_CONVICTED)).astype(np.int64)
        return nested(self._group(conviction, draws.entries("convictions", counts)), counts, known)

    # Values ----------------------------------------------------------------------------------------------

    def _value(self, name: str, field: Field, draws: Draws, known: Flags) -> pa.Array:
        drawn = draws.of(name)
        if field.kind == "truth":
            return pa.array(drawn.happens(_share(name, field)), mask=~known)
        if field.kind == "day":
            return self.days(name, draws, known)
        if field.kind == "money":
            return _money(name, draws, known)
        if field.kind == "number":
            made = decimals(drawn.below(10) * 10 ** draws.of(f"{name} size").below(6) * 10_000)
            return _emptied(made, pa.array(~known))
        if field.kind == "group":
            return self._group(typing.cast("type[Facts]", field.model), draws.entries(name, _ones(draws)), known)
        if field.kind == "words":
            one = pa.array(_COUNTRIES).take(pa.array(drawn.below(len(_COUNTRIES))))
            return nested(one.filter(pa.array(known)), known.astype(np.int64), known)
        words = self._words_of(name, field)
        return one_of(drawn, words, known, _WEIGHTS.get(name) or _weights(words, field))

    def _words_of(self, name: str, field: Field) -> Sequence[str]:
        if field.vocabulary:
            return field.vocabulary
        by_name = {
            "country": _COUNTRIES,
            "offence": self.words.offences,
            "list": self.words.lists,
            "exclusion_type": self.words.entry_types,
            "limb": self.words.limbs,
        }
        return by_name.get(name) or self.words.others.get(name) or (_COUNTRIES if field.country else _SOME_WORD)

    def days(self, name: str, draws: Draws, known: Flags) -> pa.Array:
        """A day of the past, and of what lasts also one to come; a fifth lie at an anniversary of the day."""
        today, edges = (self.day - _EPOCH).days, self._edges()
        ago, kind = draws.of(f"{name} ago"), draws.of(f"{name} kind")
        past = today - ago.below(_PAST_DAYS)
        choices = [past, edges[kind.lower.below(len(edges))]]
        weights = [80, 20]
        if name in _LASTING:
            now = today + np.asarray(_NEAR)[kind.lower.below(len(_NEAR))]
            choices += [2 * today - past, now, np.full_like(past, (OPEN - _EPOCH).days)]
            weights = [10, 10, 25, 5, 50]
        days = np.choose(kind.weighted(weights), choices)
        return pa.array(days.astype(np.int32), mask=~known).cast(pa.date32())

    def _edges(self) -> npt.NDArray[np.int64]:
        """The day of the decision, its anniversaries of the last ten years, and the days beside them."""
        days = [
            date(year, self.day.month, min(self.day.day, calendar.monthrange(year, self.day.month)[1]))
            + timedelta(days=near)
            for year in range(max(self.day.year - 10, 1971), self.day.year + 1)
            for near in _NEAR
        ]
        return np.asarray([(day - _EPOCH).days for day in days], dtype=np.int64)


def _share(name: str, field: Field) -> float:
    """How often a truth is true."""
    if field.usually is None:
        return _TRUE.get(name, 0.5)
    return 1 - _UNUSUAL if field.usually is True else _UNUSUAL


def _weights(words: Sequence[str], field: Field) -> tuple[int, ...] | None:
    """How the words weigh of which one is the usual one; None where none is."""
    if field.usually is None:
        return None
    usual = round((len(words) - 1) * (1 / _UNUSUAL - 1))
    return tuple(usual if word == field.usually else 1 for word in words)


def _money(name: str, draws: Draws, known: Flags) -> pa.Array:
    """Less than a thousand to less than a hundred million, with cents, of some currency."""
    drawn, size = draws.of(f"{name} amount"), draws.of(f"{name} size")
    cents = drawn.below(100_000) * 10 ** size.below(6) + drawn.lower.below(100)
    currency = pa.array(_CURRENCIES).take(pa.array(size.lower.below(len(_CURRENCIES))))
    columns = [decimals(cents * 100), currency]
    return pa.StructArray.from_arrays(columns, names=list(Money.model_fields), mask=pa.array(~known))


def _is_read(name: str, field: Field) -> bool:
    """Whether a rule may read the fact, and what may stand there is known here."""
    if name in ("country", "list", "exclusion_type", "limb", "effective_in"):
        return True
    if field.declared:
        return not field.informs
    return field.kind not in ("list", "word", "words", "number") and name != "equivalence_confirmed"


def one_of(drawn: Drawn, words: Sequence[str], known: Flags, weights: Sequence[int] | None = None) -> pa.Array:
    """One of the words for each row; with weights, the first words as often as these say."""
    number = drawn.below(len(words)) if weights is None else drawn.weighted(weights)
    return pa.array(words).take(pa.array(number, mask=~known))


def _ones(draws: Draws) -> Numbers:
    return np.ones(len(draws), dtype=np.int64)


def _settle(relation: Contradicts, columns: dict[str, pa.Array]) -> None:
    """Take out what facts cannot have together: of two, the first; of two days in the wrong order, the last."""
    wrong: pa.Array | None = None
    if isinstance(relation, Order) and {relation.first, relation.last} <= set(columns):
        wrong, name = pc.less(columns[relation.last], columns[relation.first]), relation.last
    elif isinstance(relation, Never) and {relation.first.field, relation.second.field} <= set(columns):
        wrong, name = pc.and_(_so(relation.first, columns), _so(relation.second, columns)), relation.first.field
    elif isinstance(relation, Speaks) and (name := relation.first.field) in columns:
        spoken = columns.get(relation.of)
        silent = pa.scalar(value=True) if spoken is None else pc.is_null(spoken)
        wrong = pc.and_(_so(relation.first, columns), silent)
    if wrong is not None:
        columns[name] = _emptied(columns[name], pc.fill_null(wrong, fill_value=False))


def _so(one: Is, columns: dict[str, pa.Array]) -> pa.Array:
    column = columns[one.field]
    if isinstance(one.value, OtherThan):
        return pc.fill_null(pc.not_equal(column, one.value.word), fill_value=False)
    return pc.is_valid(column) if one.value is GIVEN else pc.fill_null(pc.equal(column, one.value), fill_value=False)


def _emptied(column: pa.Array, where: pa.Array) -> pa.Array:
    return pc.if_else(where, pa.scalar(None, type=column.type), column)


def decimals(ten_thousandths: Numbers) -> pa.Array:
    """Exact amounts: 128 bits each, of which the upper half of a small positive number is empty."""
    halves = np.stack([ten_thousandths, np.zeros_like(ten_thousandths)], axis=1).astype("<i8")
    return pa.Array.from_buffers(pa.decimal128(20, 4), len(ten_thousandths), [None, pa.py_buffer(halves.tobytes())])


def numbered(before: str, numbers: Numbers) -> pa.Array:
    """A word for each number, of the same length."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width=9, padding="0")
    return pc.binary_join_element_wise(pa.scalar(before), digits, pa.scalar(""))


def nested(entries: pa.Array, counts: Numbers, known: Flags) -> pa.Array:
    """Lists of so many entries; a list that is not known is null, and has none."""
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), entries, mask=pa.array(~known))
