"""From a condition in YAML to a typed tree: the grammar of conditions, checked against the facts.

condition  = mapping of one or more entries, all of which must hold
entry      = all: [condition ...] | any: [condition ...] | not: condition
           | some: collection, where: condition | none: collection, where: condition
           | count: collection, where: condition, bound: whole number
           | sum: collection, of: money of an entry, where: condition, bound: operand
           | use: definition | in_period: period [, at: operand] | fact: test
test       = literal | {operator: operand}
bound      = at_least | more_than | at_most | less_than
operand    = literal | {value: id [, on: day or days]} | {option: id} | {fact: path [, plus: length]} | as_of
length     = {years: n, months: n, days: n}, one or more of these
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from pydantic import TypeAdapter, ValidationError

from tenderlaw.facts.base import Day, Facts, Money
from tenderlaw.facts.catalogue import Field, FieldKind, field_at, field_names
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.records import OperatorRecord, ProcurementRecord
from tenderlaw.packs.conditions import (
    All,
    Amount,
    AnyOf,
    AsOf,
    Condition,
    Dated,
    Fact,
    Given,
    InPeriod,
    Length,
    Not,
    Operand,
    Operator,
    Ref,
    Root,
    Some,
    Sum,
    Test,
)
from tenderlaw.packs.model.pack import Definition, Pack, PackFile
from tenderlaw.sources.faults import nearest, quoted

__all__ = ["Grammar", "Steps"]

Steps: TypeAlias = tuple[str | int, ...]
Report: TypeAlias = Callable[[Steps, str, str], None]

_A_DAY: TypeAdapter[date] = TypeAdapter(Day)

_ORDER: tuple[Operator, ...] = ("at_least", "more_than", "at_most", "less_than")
_DAYS: tuple[Operator, ...] = ("on", "before", "after", "on_or_before", "on_or_after")
_OPERATORS: Mapping[FieldKind, tuple[Operator, ...]] = {
    "truth": ("is",),
    "code": ("is", "in"),
    "word": ("is", "in", "starts_with"),
    "offence": ("is", "in", "within"),
    "day": _DAYS,
    "money": _ORDER,
    "valuation": _ORDER,
    "number": ("is", *_ORDER),
    "words": ("includes", "starts_with"),
    "group": (),
    "list": (),
}
_KEYWORDS = ("all", "any", "not", "some", "none", "count", "sum", "use", "in_period")
_QUANTIFIERS = ("some", "none", "count", "sum")
_BESIDE = {
    "some": ("where",),
    "none": ("where",),
    "count": ("where", *_ORDER),
    "sum": ("of", "where", *_ORDER),
    "in_period": ("at",),
}


@dataclass(slots=True)
class Grammar:
    """Types the conditions of one pack. Faults go to `report`; a faulty condition reads as never true."""

    pack: Pack | PackFile
    report: Report
    _using: list[str] = field(default_factory=list)

    def condition(self, raw: object, collection: str | None, at: Steps) -> Condition:
        """Type the condition `raw`, which speaks of an entry of `collection`, or of the whole case."""
        if not isinstance(raw, dict):
            return self._fault(at, "a condition is a mapping", "write `fact: value`, or `all: [...]`")
        data = cast("dict[str, object]", raw)
        quantifiers = [f"`{key}`" for key in data if key in _QUANTIFIERS]
        if len(quantifiers) > 1:
            return self._fault(at, f"{' and '.join(quantifiers)} stand together", "write `all: [...]`, one in each")
        parts, taken = [], set[str]()
        for key in data:
            if key in taken:
                continue
            taken.update(_BESIDE.get(key, ()))
            if key in _KEYWORDS:
                parts.append(self._keyword(key, data, collection, at))
            elif not any(key in _BESIDE.get(other, ()) for other in data):
                parts.append(self._test(key, data[key], collection, (*at, key)))
        if not parts:
            return self._fault(at, "an empty condition", "say what must hold")
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _keyword(self, key: str, data: dict[str, object], collection: str | None, at: Steps) -> Condition:
        here = (*at, key)
        if key in ("all", "any"):
            listed = data[key]
            if not isinstance(listed, list) or not listed:
                return self._fault(here, f"`{key}` takes a list of conditions", "write at least one")
            parts = tuple(self.condition(part, collection, (*here, i)) for i, part in enumerate(listed))
            return All(parts) if key == "all" else AnyOf(parts)
        if key == "not":
            return Not(self.condition(data[key], collection, here))
        if key == "use":
            return self._use(data[key], collection, here)
        if key == "in_period":
            return self._in_period(data, collection, here)
        return self._quantified(key, data, at)

    def _quantified(self, key: str, data: dict[str, object], at: Steps) -> Condition:
        name = data[key]
        if not isinstance(name, str) or name not in COLLECTIONS:
            return self._fault((*at, key), f"unknown collection `{name}`", nearest(str(name), COLLECTIONS))
        where: Condition = All(())
        if "where" in data:
            where = self.condition(data["where"], name, (*at, "where"))
        if key == "some":
            return Some(name, where)
        if key == "none":
            return Not(Some(name, where))
        bounds = [bound for bound in _ORDER if bound in data]
        if key == "sum":
            return self._sum(name, where, bounds, data, at)
        if len(bounds) != 1 or not _is_whole(data[bounds[0]]):
            return self._fault((*at, key), "`count` takes one bound", f"one of {', '.join(_ORDER)}")
        number = cast("int", data[bounds[0]])
        least = number + 1 if bounds[0] in ("more_than", "at_most") else number
        counted = Some(name, where, least) if least > 0 else All(())
        return counted if bounds[0] in ("at_least", "more_than") else Not(counted)

    def _sum(
        self, name: str, where: Condition, bounds: list[Operator], data: dict[str, object], at: Steps
    ) -> Condition:
        if len(bounds) != 1:
            return self._fault((*at, "sum"), "`sum` takes one bound", f"one of {', '.join(_ORDER)}")
        path = data.get("of")
        found = self.ref(path, name, (*at, "of")) if isinstance(path, str) else None
        if found is None or found[0].root != "item" or found[1].kind != "money":
            return self._fault((*at, "sum"), "`sum` adds up money", "name a money fact of the entry with `of`")
        operand = self._operand(data[bounds[0]], found[1], bounds[0], None, (*at, bounds[0]))
        return AnyOf(()) if operand is None else Sum(name, found[0].names, where, bounds[0], operand)

    def _use(self, name: object, collection: str | None, at: Steps) -> Condition:
        definitions = {definition.id: definition for definition in self.pack.definitions}
        definition: Definition | None = definitions.get(name) if isinstance(name, str) else None
        if definition is None:
            return self._fault(at, f"unknown definition `{name}`", nearest(str(name), definitions))
        if definition.over is not None and definition.over != collection:
            spoken = f"`{collection}`" if collection else "the whole case"
            return self._fault(at, f"`{name}` describes `{definition.over}`, and this condition {spoken}", "")
        if definition.id in self._using:
            return self._fault(at, f"`{name}` uses itself", "break the circle")
        self._using.append(definition.id)
        index = self.pack.definitions.index(definition)
        typed = self.condition(definition.condition, definition.over, ("definitions", index, "condition"))
        self._using.pop()
        parts = typed.parts if isinstance(typed, All) and not typed.said else (typed,)
        return All(parts, f"{definition.title} ({definition.cite})")

    def _in_period(self, data: dict[str, object], collection: str | None, at: Steps) -> Condition:
        periods = {period.id: period for period in self.pack.periods}
        name = data["in_period"]
        period = periods.get(name) if isinstance(name, str) else None
        if period is None:
            return self._fault(at, f"unknown period `{name}`", nearest(str(name), periods))
        if period.over != collection:
            return self._fault(at, f"the period `{name}` counts for entries of `{period.over}`", "")
        operand: Operand = AsOf()
        if "at" in data:
            day = Field("day", "")
            operand = self._operand(data["at"], day, "on", collection, (*at[:-1], "at")) or AsOf()
        return InPeriod(period.id, operand)

    def _test(self, key: str, raw: object, collection: str | None, at: Steps) -> Condition:
        found = self.ref(key, collection, at)
        if found is None:
            return AnyOf(())
        ref, spec = found
        allowed = _OPERATORS[spec.kind]
        if not allowed:
            return self._fault(at, f"`{key}` holds several facts", "name one of them, or use `some`")
        operator, operand_raw, here = allowed[0], raw, at
        if spec.kind in ("money", "valuation", "words") and (not isinstance(raw, dict) or _is_operand(raw)):
            return self._fault(at, f"`{key}` needs an operator", f"one of {', '.join(allowed)}")
        if isinstance(raw, dict) and not _is_operand(raw):
            if len(raw) != 1:
                return self._fault(at, "a test has one operator", "use `all` for two tests of one fact")
            name = next(iter(raw))
            if name not in allowed:
                return self._fault((*at, name), f"`{name}` does not compare `{key}`", nearest(name, allowed))
            operator, operand_raw, here = cast("Operator", name), raw[name], (*at, name)
        operand = self._operand(operand_raw, spec, operator, collection, here)
        return AnyOf(()) if operand is None else Test(ref, spec.kind, operator, operand)

    def ref(self, path: str, collection: str | None, at: Steps) -> tuple[Ref, Field] | None:
        """Resolve a fact's path as seen from `collection`: its own fields, `operator.` or `procurement.`."""
        names = tuple(path.split("."))
        root: Root
        model: type[Facts]
        if names[0] == "procurement" and len(names) > 1:
            root, model, names = "procurement", ProcurementRecord, names[1:]
        elif names[0] == "operator" and len(names) > 1:
            root, model, names = "operator", OperatorRecord, names[1:]
        elif collection is not None:
            root, model = "item", COLLECTIONS[collection].model
        else:
            root, model = "operator", OperatorRecord
        spec = field_at(model, names)
        if spec is None:
            good = 0
            while field_at(model, names[: good + 1]) is not None:
                good += 1
            self._fault(at, f"unknown fact `{path}`", nearest(names[good], field_names(model, names[:good])))
            return None
        return Ref(root, names), spec

    def _operand(
        self, raw: object, spec: Field, operator: Operator, collection: str | None, at: Steps
    ) -> Operand | None:
        if isinstance(raw, dict) and _is_operand(raw):
            return self._named_operand(cast("dict[str, object]", raw), spec, operator, collection, at)
        if raw == "as_of" and spec.kind == "day":
            return AsOf()
        literal = self._literal(raw, spec, operator, at)
        return None if literal is None else Given(literal)

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
            self._fault(at, f"`{operator}` does not compare with another fact", "")
            return None
        found = self.ref(str(name), collection, at)
        wanted = ("word", "code") if operator == "includes" else (spec.kind,)
        if found is not None and found[1].kind not in wanted:
            self._fault(at, f"`{name}` is a {found[1].kind}, compared with a {spec.kind}", "")
            return None
        if found is None or plus is None:
            return None if found is None else Fact(found[0])
        units = cast("dict[str, object]", plus) if isinstance(plus, dict) else {}
        whole = [unit in ("years", "months", "days") and _is_whole(number) for unit, number in units.items()]
        if spec.kind != "day" or not units or not all(whole):
            self._fault((*at[:-1], "plus"), "`plus` moves a day by a length", "write `{days: 3}`, `{years: 1}`")
            return None
        return Fact(found[0], Length(**cast("dict[str, int]", units)))

    def _option(self, name: object, spec: Field, at: Steps) -> Operand | None:
        options = {option.id: option for option in self.pack.options}
        if not isinstance(name, str) or name not in options or not isinstance(self.pack, Pack):
            self._fault(at, f"unknown option `{name}`", nearest(str(name), options))
            return None
        value = self.pack.option(name)
        if spec.kind != ("truth" if isinstance(value, bool) else "number"):
            self._fault(at, f"the option `{name}` does not fit a {spec.kind}", "")
            return None
        return Given(value if isinstance(value, bool) else Decimal(value))

    def _value(self, name: object, on: object, spec: Field, operator: Operator, at: Steps) -> Operand | None:
        values = {value.id: value for value in self.pack.values}
        if not isinstance(name, str) or name not in values:
            self._fault(at, f"unknown value `{name}`", nearest(str(name), values))
            return None
        dated = values[name]
        if spec.kind in ("money", "valuation", "number"):
            held = "number" if spec.kind == "number" else "amount"
        else:
            held = "words" if operator in ("in", "includes", "starts_with") and spec.kind != "offence" else ""
        if not held or any(getattr(v, held) is None and v.unsettled is None for v in dated.versions):
            self._fault(at, f"the value `{name}` does not fit a {spec.kind}", "")
            return None
        if spec.kind == "valuation" and any(dated.vat_of(v) is None and v.unsettled is None for v in dated.versions):
            self._fault(
                at, f"the value `{name}` does not say whether VAT is in it", "add `vat: excluded` or `included`"
            )
            return None
        days = dated.by if on is None else tuple(on) if isinstance(on, list) else (str(on),)
        for i, path in enumerate(days if on is not None else ()):
            self.day(str(path), (*at[:-1], "on", i))
        return Dated(dated.id, tuple(map(str, days)))

    def day(self, path: str, at: Steps) -> None:
        """Check that `path` is `as_of` or names a day of the operator or the procurement."""
        found = None if path == "as_of" else self.ref(path, None, at)
        if found is not None and found[1].kind != "day":
            self._fault(at, f"`{path}` is a {found[1].kind}, not a day", "")

    def _literal(
        self, raw: object, spec: Field, operator: Operator, at: Steps
    ) -> bool | str | Decimal | date | Amount | tuple[str, ...] | None:
        if operator in ("in", "includes", "starts_with") or (operator == "within" and isinstance(raw, list)):
            words = raw if isinstance(raw, list) else [raw]
            if operator == "in" and not isinstance(raw, list):
                self._fault(at, "`in` takes a list", "write `[a, b]`, or use `is`")
                return None
            if not words:
                self._fault(at, f"`{operator}` takes at least one word", "")
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
        self._fault(at, f"{quoted(raw)} does not fit", f"expected {wanted.get(spec.kind, spec.kind)}")
        return None

    def _word(self, raw: object, spec: Field, at: Steps) -> bool:
        if not isinstance(raw, str):
            self._fault(at, f"{quoted(raw)} is not a word", "put it in quotes")
            return False
        known = (
            [offence.id for offence in self.pack.offences] + ["other"] if spec.kind == "offence" else spec.vocabulary
        )
        if known and raw not in known:
            self._fault(at, f"unknown word `{raw}`", nearest(raw, known))
            return False
        return True

    def _fault(self, at: Steps, message: str, hint: str) -> Condition:
        self.report(at, message, hint)
        return AnyOf(())


_OPERANDS = {"value": ("on",), "option": (), "fact": ("plus",)}
"""What names an operand, and what may stand beside it."""


def _is_operand(raw: Mapping[str, object]) -> bool:
    kinds = [key for key in raw if key in _OPERANDS]
    return len(kinds) == 1 and all(key == kinds[0] or key in _OPERANDS[kinds[0]] for key in raw)


def _is_whole(raw: object) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0
