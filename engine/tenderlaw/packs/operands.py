"""From an operand in YAML to a typed one: what a fact is compared with, checked against the fact's kind.

operand    = literal | {value: id [, on: day or days]} | {option: id} | {fact: path [, plus: length]} | as_of
length     = {years: n, months: n, days: n}, one or more of these
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, cast

from pydantic import TypeAdapter, ValidationError

from tenderlaw.facts.base import Day, Money
from tenderlaw.facts.catalogue import Field
from tenderlaw.packs.conditions import Amount, AsOf, Dated, Fact, Given, Length, Operand, Operator
from tenderlaw.packs.fact_paths import check_day, resolve
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.operators import takes_words
from tenderlaw.sources.faults import nearest, quoted
from tenderlaw.sources.tree import Report, Steps

__all__ = ["Operands", "is_operand", "is_whole"]

_A_DAY: TypeAdapter[date] = TypeAdapter(Day)

_MOST: Final[Mapping[str, int]] = {"years": 9_999, "months": 9_999 * 12, "days": 9_999 * 366}
"""The longest time that the calendar has, in each unit."""
_OPERANDS = {"value": ("on",), "option": (), "fact": ("plus",)}
"""What names an operand, and what may stand beside it."""


@dataclass(frozen=True, slots=True)
class Operands:
    """Types the operands of one pack. Faults go to `report`."""

    pack: Pack | PackFile
    report: Report

    def operand(
        self, raw: object, spec: Field, operator: Operator, collection: str | None, at: Steps
    ) -> Operand | None:
        """Type `raw`, with which a fact of the kind `spec` is compared; None where it is faulty."""
        if isinstance(raw, dict) and is_operand(raw):
            return self._named_operand(cast("dict[str, object]", raw), spec, operator, collection, at)
        if raw == "as_of" and spec.kind == "day":
            return AsOf()
        literal = self._literal(raw, spec, operator, at)
        return None if literal is None else Given(literal)

    def words_in(self, operand: Operand) -> frozenset[str]:
        """The words that an operand holds, in whatever version."""
        if isinstance(operand, Dated):
            value = self.pack.value_by_id[operand.value_id]
            return frozenset(word for version in value.versions for word in version.words or ())
        held = operand.value if isinstance(operand, Given) else ()
        return frozenset(held if isinstance(held, tuple) else (str(held),))

    def _named_operand(
        self, raw: dict[str, object], spec: Field, operator: Operator, collection: str | None, at: Steps
    ) -> Operand | None:
        kind = next(key for key in raw if key in _OPERANDS)
        name, at = raw[kind], (*at, kind)
        if kind == "fact":
            return self._fact(name, raw.get("plus"), spec, operator, collection, at)
        if kind == "option":
            return self._option(name, spec, at)
        return self._value(name, raw.get("on"), spec, operator, at)

    def _fact(
        self, name: object, plus: object, spec: Field, operator: Operator, collection: str | None, at: Steps
    ) -> Operand | None:
        if operator in ("in", "within", "starts_with") or spec.kind in ("offence", "valuation"):
            self.report(at, f"`{operator}` does not compare with another fact", "")
            return None
        found = resolve(self.pack.models, str(name), collection, at, self.report)
        wanted = ("word", "code") if operator == "includes" else (spec.kind,)
        if found is not None and found[1].kind not in wanted:
            self.report(at, f"`{name}` is a {found[1].kind}, compared with a {spec.kind}", "")
            return None
        if found is None or plus is None:
            return None if found is None else Fact(found[0])
        units = cast("dict[str, object]", plus) if isinstance(plus, dict) else {}
        whole = [unit in ("years", "months", "days") and is_whole(number) for unit, number in units.items()]
        if spec.kind != "day" or not units or not all(whole):
            self.report((*at[:-1], "plus"), "`plus` moves a day by a length", "write `{days: 3}`, `{years: 1}`")
            return None
        for unit, number in units.items():
            if cast("int", number) > _MOST[unit]:
                self.report((*at[:-1], "plus", unit), f"{number:,} {unit} lead beyond the calendar",
                            f"at most {_MOST[unit]:,}")  # fmt: skip
                return None
        return Fact(found[0], Length(**cast("dict[str, int]", units)))

    def _option(self, name: object, spec: Field, at: Steps) -> Operand | None:
        options = {option.id: option for option in self.pack.options}
        if not isinstance(name, str) or name not in options or not isinstance(self.pack, Pack):
            self.report(at, f"unknown option `{name}`", nearest(str(name), options))
            return None
        value = self.pack.option(name)
        if spec.kind != ("truth" if isinstance(value, bool) else "number"):
            self.report(at, f"the option `{name}` does not fit a {spec.kind}", "")
            return None
        return Given(value if isinstance(value, bool) else Decimal(value))

    def _value(self, name: object, on: object, spec: Field, operator: Operator, at: Steps) -> Operand | None:
        values = self.pack.value_by_id
        if not isinstance(name, str) or name not in values:
            self.report(at, f"unknown value `{name}`", nearest(str(name), values))
            return None
        dated = values[name]
        if spec.kind in ("money", "valuation", "number"):
            held = "number" if spec.kind == "number" else "amount"
        else:
            held = "words" if takes_words(operator) and spec.kind != "offence" else ""
        if not held or any(getattr(v, held) is None and v.unsettled is None for v in dated.versions):
            self.report(at, f"the value `{name}` does not fit a {spec.kind}", "")
            return None
        if spec.kind == "valuation" and any(dated.vat_of(v) is None and v.unsettled is None for v in dated.versions):
            self.report(
                at, f"the value `{name}` does not say whether VAT is in it", "add `vat: excluded` or `included`"
            )
            return None
        days = dated.by if on is None else tuple(on) if isinstance(on, list) else (str(on),)
        for i, path in enumerate(days if on is not None else ()):
            check_day(self.pack.models, str(path), (*at[:-1], "on", i), self.report)
        return Dated(dated.id, tuple(map(str, days)))

    def _literal(
        self, raw: object, spec: Field, operator: Operator, at: Steps
    ) -> bool | str | Decimal | date | Amount | tuple[str, ...] | None:
        if takes_words(operator) or (operator == "within" and isinstance(raw, list)):
            words = raw if isinstance(raw, list) else [raw]
            if operator == "in" and not isinstance(raw, list):
                self.report(at, "`in` takes a list", "write `[a, b]`, or use `is`")
                return None
            if not words:
                self.report(at, f"`{operator}` takes at least one word", "")
            return tuple(str(word) for word in words if self._word(word, spec, at))
        if spec.kind == "truth" and isinstance(raw, bool):
            return raw
        if spec.kind == "number" and isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            return Decimal(raw)
        if spec.kind == "day" and isinstance(raw, str):
            try:
                return _A_DAY.validate_python(raw)
            except ValidationError:
                pass
        if spec.kind in ("code", "word", "offence"):
            return str(raw) if self._word(raw, spec, at) else None
        if spec.kind == "money":
            try:
                money = Money.model_validate(raw)
                return Amount(money.amount, money.currency)
            except ValidationError:
                pass
        wanted = {
            "valuation": "`{value: ...}`, a dated value that says its VAT basis",
            "truth": "true or false",
            "number": "a number",
            "day": "a day YYYY-MM-DD",
            "money": "`{amount: ..., currency: ...}` or `{value: ...}`",
        }
        self.report(at, f"{quoted(raw)} does not fit", f"expected {wanted.get(spec.kind, spec.kind)}")
        return None

    def _word(self, raw: object, spec: Field, at: Steps) -> bool:
        if not isinstance(raw, str):
            self.report(at, f"{quoted(raw)} is not a word", "put it in quotes")
            return False
        known = (
            [offence.id for offence in self.pack.offences] + ["other"] if spec.kind == "offence" else spec.vocabulary
        )
        if known and raw not in known:
            self.report(at, f"unknown word `{raw}`", nearest(raw, known))
            return False
        return True


def is_operand(raw: Mapping[str, object]) -> bool:
    """Whether a mapping names an operand, rather than an operator and its operand."""
    kinds = [key for key in raw if key in _OPERANDS]
    return len(kinds) == 1 and all(key == kinds[0] or key in _OPERANDS[kinds[0]] for key in raw)


def is_whole(raw: object) -> bool:
    """Whether `raw` is a whole number from 0 on."""
    return isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0
