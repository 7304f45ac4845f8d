"""From a condition in YAML to a typed tree: the grammar of conditions, checked against the facts.

condition  = mapping of one or more entries, all of which must hold
entry      = all: [condition ...] | any: [condition ...] | not: condition
           | several: [condition ...], at_least: whole number
           | some: collection, where: condition | none: collection, where: condition
           | count: collection, where: condition, bound: whole number | {years_since: day}
           | sum: collection, of: money of an entry, where: condition, bound: operand
           | use: definition | in_period: period [, at: operand]
           | ground: id or ids [, is: given, applies or obliges] [, on: day]
           | option: a truth that the law leaves to a State
           | unsettled: why the text leaves it open | fact: test
test       = literal | {operator: operand}
bound      = at_least | more_than | at_most | less_than
operand    = what the fact is compared with: `tenderlaw.packs.operands`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, cast

from tenderlaw.facts.catalogue import Field
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    AsOf,
    Condition,
    Fact,
    InPeriod,
    Not,
    Operand,
    Operator,
    Ref,
    Some,
    Sum,
    Test,
    Unsettled,
)
from tenderlaw.packs.fact_paths import day_asked, resolve
from tenderlaw.packs.ground_references import WORDS, GroundParts, Word, asked_on, either, entry_of
from tenderlaw.packs.model.grounds import Ground, Lift
from tenderlaw.packs.model.pack import Definition, Pack, PackFile
from tenderlaw.packs.numbers import counted
from tenderlaw.packs.once import Once
from tenderlaw.packs.operands import Operands, is_operand, is_whole
from tenderlaw.packs.operators import OF_KIND, ORDER
from tenderlaw.packs.presumed import Presumed
from tenderlaw.packs.replaced import grounds_now
from tenderlaw.packs.settled import chosen, every, is_chosen, opposite, some_of
from tenderlaw.packs.vocabularies import Known, check_words, known_words, place_of
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["BESIDE", "Grammar"]

_KEYWORDS = (
    "all",
    "any",
    "several",
    "not",
    "some",
    "none",
    "count",
    "sum",
    "use",
    "in_period",
    "ground",
    "option",
    "unsettled",
)
_MOST_OF_SEVERAL = 5
_QUANTIFIERS = ("some", "none", "count", "sum")
BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "several": ("at_least",),
    "some": ("where",),
    "none": ("where",),
    "count": ("where", *ORDER),
    "sum": ("of", "where", *ORDER),
    "in_period": ("at",),
    "ground": ("is", "on"),
}
"""What stands beside a keyword and belongs to it."""


@dataclass(slots=True)
class Grammar:
    """Types the conditions of one pack. Faults go to `report`; a faulty condition reads as never true."""

    pack: Pack | PackFile
    report: Report
    _using: list[str] = field(default_factory=list)
    _grounds: dict[str, GroundParts] = field(default_factory=dict)
    _asked: dict[tuple[str, Word, Operand, bool], Condition] = field(default_factory=dict)
    """What asks for a ground: one reference names the grounds that another one names."""
    _once: Once = field(init=False)
    _operands: Operands = field(init=False)
    _presumed: Presumed = field(init=False)
    _known: Known = field(init=False)
    _definitions: dict[str, tuple[int, Definition]] = field(init=False)
    _places: dict[str, int] = field(init=False)
    """Of a ground, its number."""

    def __post_init__(self) -> None:
        self._once = Once(self.report)
        self._operands = Operands(self.pack, self.report)
        self._presumed = Presumed(self.pack)
        self._known = known_words(self.pack, self.report)
        self._definitions = {said.id: (number, said) for number, said in enumerate(self.pack.definitions)}
        self._places = {said.id: number for number, said in enumerate(self.pack.grounds)}

    def condition(self, raw: object, collection: str | None, at: Steps) -> Condition:
        """Type the condition `raw`, which speaks of an entry of `collection`, or of the whole case."""
        return self._once.typed(raw, collection, at, self._condition)

    def _condition(self, raw: object, collection: str | None, at: Steps) -> Condition:
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
            taken.update(BESIDE.get(key, ()))
            if key in _KEYWORDS:
                parts.append(self._keyword(key, data, collection, at))
            elif not any(key in BESIDE.get(other, ()) for other in data):
                parts.append(self._test(key, data[key], collection, (*at, key)))
        if not parts:
            return self._fault(at, "an empty condition", "say what must hold")
        return parts[0] if len(parts) == 1 else every(parts)

    def _keyword(self, key: str, data: dict[str, object], collection: str | None, at: Steps) -> Condition:
        here = (*at, key)
        if key in ("all", "any"):
            listed = data[key]
            if not isinstance(listed, list) or not listed:
                return self._fault(here, f"`{key}` takes a list of conditions", "write at least one")
            parts = [self.condition(part, collection, (*here, i)) for i, part in enumerate(listed)]
            return every(parts) if key == "all" else some_of(parts)
        if key == "several":
            return self._several(data, collection, at)
        if key == "not":
            return opposite(self.condition(data[key], collection, here))
        if key == "option":
            return chosen(data[key], self.pack, here, self.report)
        if key == "use":
            return self._use(data[key], collection, here)
        if key == "in_period":
            return self._in_period(data, collection, here)
        if key == "ground":
            return self._referred(data, collection, here)
        if key == "unsettled":
            why = data[key]
            if not isinstance(why, str) or not why.strip():
                return self._fault(here, "what the text leaves open is said in words", "say why it is not settled")
            return Test(Ref("as_of", ()), "day", "on", Unsettled(why.strip()))
        return self._quantified(key, data, at)

    def _several(self, data: dict[str, object], collection: str | None, at: Steps) -> Condition:
        """At least so many of the conditions: any selection of so many of them."""
        here, listed, least = (*at, "several"), data["several"], data.get("at_least")
        if not isinstance(listed, list) or not 2 <= len(listed) <= _MOST_OF_SEVERAL:
            return self._fault(here, "`several` takes a list of conditions", f"from 2 to {_MOST_OF_SEVERAL} of them")
        if not is_whole(least) or not 1 <= cast("int", least) <= len(listed):
            return self._fault(here, "`several` takes `at_least`", f"a whole number from 1 to {len(listed)}")
        parts = [self.condition(part, collection, (*here, i)) for i, part in enumerate(listed)]
        return some_of([every(list(some)) for some in combinations(parts, cast("int", least))])

    def _quantified(self, key: str, data: dict[str, object], at: Steps) -> Condition:
        name = data[key]
        if not isinstance(name, str) or name not in self.pack.models.collections:
            return self._fault(
                (*at, key), f"unknown collection `{name}`", nearest(str(name), self.pack.models.collections)
            )
        where: Condition = All(())
        if "where" in data:
            where = self.condition(data["where"], name, (*at, "where"))
        if key == "some":
            return Some(name, where)
        if key == "none":
            return Not(Some(name, where))
        if key == "sum":
            return self._sum(name, where, [bound for bound in ORDER if bound in data], data, at)
        return counted(name, where, data, self.pack, at, self.report) or AnyOf(())

    def _sum(
        self, name: str, where: Condition, bounds: list[Operator], data: dict[str, object], at: Steps
    ) -> Condition:
        if len(bounds) != 1:
            return self._fault((*at, "sum"), "`sum` takes one bound", f"one of {', '.join(ORDER)}")
        path = data.get("of")
        found = resolve(self.pack.models, path, name, (*at, "of"), self.report) if isinstance(path, str) else None
        if found is None or found[0].root != "item" or found[1].kind != "money":
            return self._fault((*at, "sum"), "`sum` adds up money", "name a money fact of the entry with `of`")
        operand = self._operands.operand(data[bounds[0]], found[1], bounds[0], None, (*at, bounds[0]))
        return AnyOf(()) if operand is None else Sum(name, found[0].names, where, bounds[0], operand)

    def _use(self, name: object, collection: str | None, at: Steps) -> Condition:
        found = self._definitions.get(name) if isinstance(name, str) else None
        if found is None:
            return self._fault(at, f"unknown definition `{name}`", nearest(str(name), self._definitions))
        index, definition = found
        if definition.over is not None and definition.over != collection:
            spoken = f"`{collection}`" if collection else "the whole case"
            return self._fault(at, f"`{name}` describes `{definition.over}`, and this condition {spoken}", "")
        if definition.id in self._using:
            self._once.circles += 1
            return self._fault(at, f"`{name}` uses itself", "break the circle")
        self._using.append(definition.id)
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
        operand: Operand = day_asked(period)
        if "at" in data:
            day = Field("day")
            operand = self._operands.operand(data["at"], day, "on", collection, (*at[:-1], "at")) or AsOf()
        return InPeriod(period.id, operand)

    def ground(self, ground: Ground) -> GroundParts:
        """A ground typed: its condition, of an entry or of the whole, and the lifts that the law gives it."""
        if ground.id not in self._grounds:
            at: Steps = ("grounds", self._places[ground.id])
            self._using.append(f"ground {ground.id}")
            collection, when = entry_of(self.condition(ground.when, None, (*at, "when")))
            lifts = [self._lift(name, collection, (*at, "lifted_by", i)) for i, name in enumerate(ground.lifted_by)]
            self._using.pop()
            given = [lift for lift in lifts if lift is not None]
            must = ground.effect == "must_exclude" or (
                ground.must_if is not None and is_chosen(ground.must_if, self.pack)
            )
            parted = tuple((lift, condition) for lift, condition, _ in given)
            bars = tuple(bar for _, _, bar in given)
            period = next((one for one in self.pack.periods if one.id == ground.period), None)
            asked = AsOf() if period is None else day_asked(period)
            self._grounds[ground.id] = GroundParts(ground, collection, when, parted, bars, must, asked)
        return self._grounds[ground.id]

    def _lift(self, name: str, collection: str | None, at: Steps) -> tuple[Lift, Condition, Condition | None] | None:
        """A lift, when it lifts an entry of the list, what bars it; None where the law does not give it."""
        found = next((n for n, lift in enumerate(self.pack.lifts) if lift.id == name), None)
        if found is None:
            self.report(at, f"unknown lift `{name}`", nearest(name, [lift.id for lift in self.pack.lifts]))
            return None
        lift = self.pack.lifts[found]
        when = self.condition(lift.when, collection, ("lifts", found, "when"))
        bar = None if lift.barred is None else self.condition(lift.barred, collection, ("lifts", found, "barred"))
        if lift.available_if is not None and not is_chosen(lift.available_if, self.pack):
            return None
        return lift, when if bar is None else All((when, Not(bar))), bar

    def _referred(self, data: dict[str, object], collection: str | None, at: Steps) -> Condition:
        grounds = {ground.id: ground for ground in reversed(self.pack.grounds)}  # of two with one id, the first
        names = list(grounds_now(data["ground"], self.pack))
        word, day = data.get("is", "applies"), self._day(data, at)
        if word not in WORDS:
            return self._fault((*at[:-1], "is"), f"`{word}` says nothing of a ground", f"one of {', '.join(WORDS)}")
        parts: list[Condition] = []
        for name in names:
            if not isinstance(name, str) or name not in grounds:
                self.report(at, f"unknown ground `{name}`", nearest(str(name), grounds))
            elif f"ground {name}" in self._using:
                self._once.circles += 1
                self.report(at, f"the ground `{name}` depends on itself", "break the circle")
            else:
                asked = self.ground(grounds[name])
                of_entry = collection is not None and collection == asked.collection
                key = (name, word, day, of_entry)
                if key not in self._asked:
                    self._asked[key] = asked_on(asked, word, day, self.pack.models, of_entry=of_entry)
                parts.append(self._asked[key])
        return either(parts)

    def _day(self, data: dict[str, object], at: Steps) -> Operand:
        """The day on which a ground is asked: the as-of date unless `on` names a fact of the whole case."""
        if "on" not in data:
            return AsOf()
        here = (*at[:-1], "on")
        operand = self._operands.operand(data["on"], Field("day"), "on", None, here)
        if operand is None or isinstance(operand, AsOf | Fact):
            return operand or AsOf()
        self.report(here, "a ground is asked on a day of the case", "write `{fact: procurement.awarded_on}`")
        return AsOf()

    def _test(self, key: str, raw: object, collection: str | None, at: Steps) -> Condition:
        found = resolve(self.pack.models, key, collection, at, self.report)
        if found is None:
            return AnyOf(())
        ref, spec = found
        allowed = OF_KIND[spec.kind]
        if not allowed:
            return self._fault(at, f"`{key}` holds several facts", "name one of them, or use `some`")
        operator, operand_raw, here = allowed[0], raw, at
        if spec.kind in ("money", "valuation", "words") and (not isinstance(raw, dict) or is_operand(raw)):
            return self._fault(at, f"`{key}` needs an operator", f"one of {', '.join(allowed)}")
        if isinstance(raw, dict) and not is_operand(raw):
            if len(raw) != 1:
                return self._fault(at, "a test has one operator", "use `all` for two tests of one fact")
            name = next(iter(raw))
            if name not in allowed:
                return self._fault((*at, name), f"`{name}` does not compare `{key}`", nearest(name, allowed))
            operator, operand_raw, here = cast("Operator", name), raw[name], (*at, name)
        operand = self._operands.operand(operand_raw, spec, operator, collection, here)
        if operand is None:
            return AnyOf(())
        known = self._known.get(place_of(ref, collection), ()) if operator in ("is", "in", "includes") else ()
        if known and not isinstance(operand, Fact):
            check_words(operand, known, self.pack, here, self.report)
        # who asks for a word that leaves it open knows whether it is given
        asked = self._operands.words_in(operand) if spec.unsettled else ()
        open_ = tuple(word for word in spec.unsettled if word not in asked)
        return self._presumed.settled(Test(ref, spec.kind, operator, operand, known=known, unsettled=open_), collection)

    def _fault(self, at: Steps, message: str, hint: str) -> Condition:
        self.report(at, message, hint)
        return AnyOf(())
