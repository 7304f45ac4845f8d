"""A second, naive reading of conditions, which shares no code with the rules.

Truth values are numbers: 0 false, 1 unknown, 2 true. Then `all` is the least of its parts, `any` the
greatest, `not` the distance from 2, and `at least n` the n-th greatest of the entries, where a placeholder
counts as n entries that exist at most perhaps. Periods are decided by comparing year, month and day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tenderlaw.facts.records import COLLECTIONS, Item, Record
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
    Not,
    Operand,
    Ref,
    Some,
    Test,
)
from tenderlaw.packs.typed import TypedPack, TypedPeriod

FALSE, UNKNOWN, TRUE = 0, 1, 2
WORDS: Mapping[int, bool | None] = {FALSE: False, UNKNOWN: None, TRUE: True}


class Oracle:
    """Answers for one operator and procurement."""

    def __init__(self, pack: TypedPack, operator: Record, procurement: Record, as_of: date) -> None:
        self.pack, self.operator, self.procurement, self.as_of = pack, operator, procurement, as_of

    def truths(self, collection: str | None, condition: Condition) -> list[bool | None]:
        """The truth of `condition` for each entry of `collection`; for None, for the operator."""
        return [WORDS[self.value(condition, item)] for item in self.items(collection)]

    def items(self, collection: str | None) -> list[Item]:
        if collection is None:
            return [Item(self.operator, "")]
        of = COLLECTIONS[collection]
        return of.items(self.procurement if of.root == "procurement" else self.operator)

    def value(self, condition: Condition, item: Item) -> int:
        match condition:
            case All(parts):
                return min([TRUE, *(self.value(part, item) for part in parts)])
            case AnyOf(parts):
                return max([FALSE, *(self.value(part, item) for part in parts)])
            case Not(part):
                return TRUE - self.value(part, item)
            case Some(collection, where, number):
                ranked = []
                for entry in self.items(collection):
                    fits = self.value(where, entry)
                    ranked += [min(fits, UNKNOWN)] * number if entry.placeholder else [fits]
                return sorted([*ranked, *[FALSE] * number], reverse=True)[number - 1]
            case InPeriod(name, at):
                day = self.operand(at, item)
                return self.period(self.pack.periods[name], item, day) if isinstance(day, date) else UNKNOWN
            case Test():
                return self.test(condition, item)
        raise AssertionError(condition)

    def fact(self, ref: Ref, item: Item) -> object:
        value: object = {"item": item.record, "operator": self.operator, "procurement": self.procurement}[ref.root]
        for name in ref.names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def operand(self, operand: Operand, item: Item) -> object:
        match operand:
            case Given(value):
                return value
            case AsOf():
                return self.as_of
            case Fact(ref):
                return self.fact(ref, item)
            case Dated(value_id):
                return self.dated(value_id)
        raise AssertionError(operand)

    def dated(self, value_id: str) -> object:
        (value,) = [value for value in self.pack.pack.values if value.id == value_id]
        (path,) = value.by
        day = self.procurement.get(path.removeprefix("procurement."))
        if not isinstance(day, date):
            return None
        for version in value.versions:
            if version.from_ <= day <= (version.to or date.max):
                if version.amount is not None:
                    return Amount(version.amount, str(value.currency))
                return version.words if version.number is None else version.number
        return None

    def test(self, test: Test, item: Item) -> int:
        left, right = self.fact(test.ref, item), self.operand(test.operand, item)
        if left is None or right is None:
            return UNKNOWN
        if test.kind == "offence":
            return self.offence(str(left), right, test.operator)
        if test.kind == "money":
            (a, left_currency), (b, right_currency) = money(left), money(right)
            if left_currency != right_currency:
                return UNKNOWN
            left, right = a, b
        return TRUE if holds(left, test.operator, right) else FALSE

    def offence(self, given: str, wanted: object, operator: str) -> int:
        names = list(wanted) if isinstance(wanted, tuple) else [wanted]
        catalogue = {offence.id: offence.under for offence in self.pack.pack.offences}
        if given == "other":
            return TRUE if "other" in names else FALSE
        if given not in catalogue:
            return UNKNOWN
        step: str | None = given
        while step is not None:
            if step in names:
                return TRUE
            step = catalogue[step] if operator == "within" else None
        return FALSE

    def period(self, period: TypedPeriod, item: Item, day: date) -> int:
        begins, statutory = self.statutory(period, item, day)
        if period.judgment is None:
            return statutory
        sets, until = (self.fact(ref, item) for ref in period.judgment)
        if begins is not None and day < begins:
            return FALSE
        if isinstance(until, date):
            return TRUE if day <= until else FALSE
        return statutory if sets is False else UNKNOWN

    def statutory(self, period: TypedPeriod, item: Item, day: date) -> tuple[date | None, int]:
        found: list[tuple[date | None, int]] = []
        for start in period.starts:
            counts = TRUE if start.when is None else self.value(start.when, item)
            if counts != FALSE:
                event = self.fact(start.day, item)
                early = self.fact(start.not_before, item) if start.not_before else None
                if isinstance(event, date):
                    found.append((event, TRUE if within(period, event, day) else FALSE))
                elif isinstance(early, date) and day >= self.as_of and not_over(period, early, day):
                    found.append((None, TRUE))
                else:
                    found.append((None, UNKNOWN))
            if counts == TRUE:
                break
        if len(found) == 1:
            return found[0]
        values = {value for _, value in found}
        return None, values.pop() if len(values) == 1 else UNKNOWN


def within(period: TypedPeriod, event: date, day: date) -> bool:
    return event <= day and not_over(period, event, day)


def not_over(period: TypedPeriod, event: date, day: date) -> bool:
    """Whether the period from `event` is not over on `day`, by year, month and day alone."""
    reached = (day.year - event.year, day.month, day.day)
    end = (period.years, event.month, event.day)
    if event.year + period.years > date.max.year:
        return True
    return reached < end if period.event_day_counted else reached <= end


def money(value: object) -> tuple[Decimal, str]:
    if isinstance(value, Amount):
        return value.amount, value.currency
    assert isinstance(value, dict)
    return value["amount"], value["currency"]


def holds(left: object, operator: str, right: object) -> bool:
    match operator:
        case "is" | "on":
            return left == right
        case "in":
            assert isinstance(right, tuple)
            return any(left == word for word in right)
        case "includes":
            assert isinstance(left, tuple)
            return set(right if isinstance(right, tuple) else (right,)) <= set(left)
    assert isinstance(left, Decimal | date)
    assert type(left) is type(right)
    less, equal = left < right, left == right  # type: ignore[operator]
    match operator:
        case "at_least" | "on_or_after":
            return not less
        case "more_than" | "after":
            return not less and not equal
        case "at_most" | "on_or_before":
            return less or equal
        case "less_than" | "before":
            return less
    raise AssertionError(operator)
