"""Suppliers of any kind, from a seed: every fact at random, with the codes that the packs ask about."""

from __future__ import annotations

import random
import re
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import ValidationError

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.base import OPEN, Facts, Money
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.packs.conditions import Condition, Given, Test
from tenderlaw.packs.walking import walk

__all__ = ["RandomFacts", "any_suppliers", "codes_of", "words_in"]


def codes_of(regimes: Sequence[Regime]) -> dict[str, list[str]]:
    """The words that conditions compare facts with, by the name of the fact."""
    return _codes_of(tuple(regimes))


@lru_cache(maxsize=16)
def _codes_of(regimes: tuple[Regime, ...]) -> dict[str, list[str]]:
    found = words_in(
        condition
        for regime in regimes
        for ground in regime.grounds
        for condition in (ground.typed.when, *(part for _, part in ground.typed.lifts))
    )
    offences = [offence.id for regime in regimes for offence in regime.typed.pack.offences]
    for name in ("offence", "also_offences"):
        found[name] = sorted({*found.get(name, ()), *offences, "no-such-offence"})
    return found


def words_in(conditions: Iterable[Condition]) -> dict[str, list[str]]:
    """The words that these conditions compare facts with, by the name of the fact."""
    found: dict[str, dict[str, None]] = {}
    for one in (one for condition in conditions for _, one in walk(condition)):
        if isinstance(one, Test) and isinstance(one.operand, Given) and one.ref.names:
            value = one.operand.value
            words = [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
            found.setdefault(one.ref.names[-1], {}).update(dict.fromkeys(words))
    return {name: sorted(words) for name, words in sorted(found.items())}


def any_suppliers(
    seed: int,
    count: int,
    day: date,
    codes: dict[str, list[str]],
    model: type[EconomicOperator] = EconomicOperator,
) -> list[EconomicOperator]:
    """Suppliers that a single case reads; facts around `day`, on which periods are made to end."""
    maker = RandomFacts(random.Random(seed), day, codes, fitting=True)
    out: list[EconomicOperator] = []
    while len(out) < count:
        facts = {**maker.group(model), "role": "tenderer"}
        try:
            out.append(model.model_validate(facts))
        except ValidationError:  # a contradiction
            continue
    return out


_COUNTRIES = ("GB", "SE", "PL", "US", "CN", "FR")
_CURRENCIES = ("GBP", "USD", "EUR")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a field takes, read off its annotation once."""

    plain: Any = None
    words: tuple[Any, ...] = ()
    inner: _Kind | None = None
    """Of a list, what its entries are."""
    group: type[Facts] | None = None
    country: bool = False
    codes: tuple[str, ...] = ()
    """Countries or currencies, where nothing else fits."""


@cache
def _kinds(model: type[Facts]) -> tuple[tuple[str, bool, _Kind], ...]:
    """The fields of a model: name, whether it is required, kind."""
    return tuple(
        (name, info.is_required(), _kind(info.annotation, tuple(info.metadata)))
        for name, info in model.model_fields.items()
    )


def _kind(annotation: Any, marks: tuple[Any, ...]) -> _Kind:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _kind(parts[0], (*marks, *parts[1:]))
    if origin in (typing.Union, types.UnionType):
        return _kind(next(part for part in parts if part is not type(None)), marks)
    if origin is Literal:
        return _Kind(words=parts)
    if origin is tuple:
        return _Kind(inner=_kind(parts[0], ()))
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return _Kind(group=annotation)
    patterns = [str(mark.pattern) for mark in marks if getattr(mark, "pattern", None)]
    fits = [codes for codes in (_COUNTRIES, _CURRENCIES) if all(re.search(one, codes[0]) for one in patterns)]
    country = any("[A-Z]{2}" in one for one in patterns)
    return _Kind(plain=annotation, country=country, codes=fits[0] if patterns and len(fits) == 1 else ())


class RandomFacts:
    """Facts at random, which may contradict one another; `fitting`: no entry contradicts itself."""

    def __init__(self, chance: random.Random, day: date, codes: dict[str, list[str]], *, fitting: bool = False) -> None:
        self.chance, self.day, self.codes, self.fitting = chance, day, codes, fitting

    def group(self, model: type[Facts]) -> dict[str, Any]:
        """Fields of a group, each of them known in some cases."""
        if model is Money:
            amount = self.chance.choice(["0", "4999.99", "5000", "10000", "12500.01", "700000"])
            return {"amount": Decimal(amount), "currency": self.chance.choice(["GBP", "USD", "USD", "EUR"])}
        known = self.chance.choice([0.3, 0.7, 0.95])
        return dict(self._fields(model, known))

    def _fields(self, model: type[Facts], known: float) -> Iterator[tuple[str, Any]]:
        for name, required, kind in _kinds(model):
            if required or self.chance.random() < known:
                yield name, self._value(name, kind)

    def _value(self, name: str, kind: _Kind) -> Any:
        if kind.inner is not None:
            many = self.chance.choice([0, 0, 1, 1, 2])
            return [self._value(name, kind.inner) for _ in range(many)]
        if kind.words:
            return self.chance.choice(kind.words)
        if kind.group is None:
            return self._plain(name, kind)
        return self._fitting(kind.group) if self.fitting else self.group(kind.group)

    def _fitting(self, model: type[Facts]) -> Facts:
        """A group drawn anew until it fits: whole suppliers drawn anew would be those that say little."""
        while True:
            try:
                return model.model_validate(self.group(model))
            except ValidationError:
                continue

    def _plain(self, name: str, kind: _Kind) -> Any:
        if kind.plain is bool:
            return self.chance.random() < 0.5
        if kind.plain is date:
            return self._day(name)
        if kind.plain is Decimal:
            return Decimal(self.chance.choice([0, 1, 25, 50, 100]))
        if kind.plain is int:
            return self.chance.randrange(100)
        words = self.codes.get(name)
        if words:
            return self.chance.choice(words)
        if kind.country or (kind.codes and self.fitting):
            return self.chance.choice(kind.codes)
        return f"{name}-{self.chance.randrange(3)}".replace("_", "-")

    def _day(self, name: str) -> date:
        if name in ("link_until", "excluded_until", "until") and self.chance.random() < 0.3:
            return OPEN
        years = self.chance.choice([0, 0, 1, 2, 3, 3, 5, 5, 6])
        near = self.chance.choice([0, 0, 1, -1, 2, -2, 3, 30, -200, 300])
        leap = date(self.day.year - years, self.day.month, min(self.day.day, 28))
        return leap + timedelta(days=near)
