"""A second, naive reading of conditions, which shares no code with the rules.

Truth values are numbers: 0 false, 1 unknown, 2 true. Then `all` is the least of its parts, `any` the
greatest, `not` the distance from 2, and `at least n` the n-th greatest of the entries, where a placeholder
counts as n entries that exist at most perhaps. Periods are decided by comparing year, month and day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from tenderlaw.facts.beginnings import AS_GIVEN
from tenderlaw.facts.collections import COLLECTIONS, Item, NotOf
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import (
    All,
    Amount,
    AnyOf,
    AsOf,
    Begun,
    Condition,
    Dated,
    Fact,
    Given,
    InPeriod,
    Length,
    Not,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
    Unsettled,
    YearsSince,
)
from tenderlaw.packs.typed import TypedPack, TypedPeriod

FALSE, UNKNOWN, TRUE = 0, 1, 2
WORDS: Mapping[int, bool | None] = {FALSE: False, UNKNOWN: None, TRUE: True}


BEGIN_DAYS: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("convictions", None): ("convicted_on", "final_on", "link_from"),
    ("misconduct", None): ("occurred_on",),
    ("misconduct", "penalised_by_authority"): ("penalised_on",),
    ("exclusions_by_judgment", None): ("excluded_from",),
    ("insolvency", None): ("opened_on",),
    ("linked_persons", None): ("link_from",),
    ("statements", None): ("given_on", "issued_on"),
    ("tax_breaches", "final_and_binding"): ("decided_on",),
}
"""The days on which entries, or facts of them, come to be."""


class Oracle:
    """Answers for one operator and procurement."""

    def __init__(self, pack: TypedPack, operator: Record, procurement: Record, as_of: date) -> None:
        self.pack, self.procurement, self.as_of = pack, procurement, as_of
        # what is not there yet is told apart here once more, from the facts as they were given
        self.operator: Record = operator.get(AS_GIVEN, operator)  # type: ignore[assignment]

    def truths(self, collection: str | None, condition: Condition) -> list[bool | None]:
        """The truth of `condition` for each entry of `collection`; for None, for the operator."""
        return [WORDS[self.value(condition, item)] for item in self.items(collection)]

    def items(self, collection: str | None) -> list[Item]:
        if collection is None:
            return [Item(self.operator, "")]
        of = COLLECTIONS[collection]
        every = of.every(self.procurement if of.root == "procurement" else self.known_by_then())
        there = [item for item in every if not self.later(collection, None, item)]
        for item in there:
            facts = [fact for over, fact in BEGIN_DAYS if over == collection and fact is not None]
            item.record = {**item.record, **{fact: False for fact in facts if self.later(collection, fact, item)}}
        return there

    def known_by_then(self) -> Record:
        """The operator without convictions that are still to come: they entail no exclusion yet."""
        listed = self.operator.get("convictions")
        if not isinstance(listed, tuple):
            return self.operator
        return {**self.operator, "convictions": tuple(one for one in listed if not self.to_come("convictions", one))}

    def to_come(self, collection: str, entry: Record) -> bool:
        return self.later(collection, None, Item(entry, ""))

    def later(self, collection: str, fact: str | None, item: Item) -> bool:
        """Whether one of the days on which the entry, or a fact of it, begins is still to come."""
        days = [item.record.get(name) for name in BEGIN_DAYS.get((collection, fact), ())]
        return any(isinstance(day, date) and day > self.as_of for day in days)

    def value(self, condition: Condition, item: Item) -> int:
        match condition:
            case All(parts):
                return min([TRUE, *(self.value(part, item) for part in parts)])
            case AnyOf(parts):
                return max([FALSE, *(self.value(part, item) for part in parts)])
            case Not(part):
                return TRUE - self.value(part, item)
            case Some(collection, where, YearsSince() as years):
                since, at = self.fact(years.since, item), self.operand(years.at, item)
                if not isinstance(since, date) or not isinstance(at, date):
                    return UNKNOWN
                ended = 0
                while not_after(later(since, Length(years=ended + 1)), at, strict=not years.event_day_counted):
                    ended += 1
                return self.value(Some(collection, where, ended), item) if ended else TRUE
            case Some(collection, where, number):
                ranked = []
                for entry in self.items(collection):
                    fits = self.value(where, entry)
                    ranked += [min(fits, UNKNOWN)] * number if entry.placeholder else [fits]
                return sorted([*ranked, *[FALSE] * number], reverse=True)[number - 1]
            case Sum():
                return self.sum(condition, item)
            case InPeriod(name, at):
                day = self.operand(at, item)
                return self.period(self.pack.periods[name], item, day) if isinstance(day, date) else UNKNOWN
            case Begun(collection, at, fact):
                return self.begun(BEGIN_DAYS.get((collection, fact), ()), item, self.operand(at, item))
            case Test():
                return self.test(condition, item)
        raise AssertionError(condition)

    def begun(self, names: tuple[str, ...], item: Item, by: object) -> int:
        """Every day that is given must have come."""
        days = [day for name in names if isinstance(day := item.record.get(name), date)]
        if not days:
            return TRUE
        return (TRUE if all(day <= by for day in days) else FALSE) if isinstance(by, date) else UNKNOWN

    def fact(self, ref: Ref, item: Item) -> object:
        if ref.root == "as_of":
            return self.as_of
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
            case Unsettled():
                return None
            case Fact(ref, plus):
                found = self.fact(ref, item)
                return later(found, plus) if isinstance(found, date) and plus is not None else found
            case Dated():
                raise AssertionError("a dated value may stand for several")
        raise AssertionError(operand)

    def operands(self, operand: Operand, item: Item) -> list[object]:
        """Everything that an operand may stand for; None where it is unknown."""
        return (
            [held for held, _ in self.versions(operand)]
            if isinstance(operand, Dated)
            else [self.operand(operand, item)]
        )

    def versions(self, dated: Dated) -> list[tuple[object, str | None]]:
        """What the version in force holds, and its VAT basis; of every version where the day is unknown."""
        (value,) = [value for value in self.pack.pack.values if value.id == dated.value_id]
        (path,) = dated.on
        day = self.as_of if path == "as_of" else self.procurement.get(path.removeprefix("procurement."))
        out: list[tuple[object, str | None]] = []
        for version in value.versions:
            if not isinstance(day, date) or version.from_ <= day <= (version.to or date.max):
                held: object = version.words if version.number is None else version.number
                if version.amount is not None:
                    held = Amount(version.amount, str(version.currency or value.currency))
                out.append((held, version.vat or value.vat))
        return out or [(None, None)]

    def valuation(self, test: Test) -> int:
        """Whatever the version: the value lies in a span, between the other basis and nothing, or no bound."""
        assert isinstance(test.operand, Dated)
        values = self.procurement.get("estimated_value", {})
        assert isinstance(values, dict)
        versions = self.versions(test.operand)
        found = alike([self.on_basis(test, amount, vat, values) for amount, vat in versions])
        return found if found != UNKNOWN else alike([self.by_lots(test, amount) for amount, _ in versions])

    def by_lots(self, test: Test, found: object) -> int:
        """The value of the whole lies between what the lots of one currency come to and no bound."""
        values = [lot.get("estimated_value_excluding_vat") for lot in self.procurement.get("lots") or ()]
        if found is None:
            return UNKNOWN
        limit, currency = money(found)
        same = [money(value)[0] for value in values if value is not None and money(value)[1] == currency]
        return settled({holds(amount, test.operator, limit) for amount in (sum(same, Decimal(0)), ENDLESS)})

    def on_basis(self, test: Test, found: object, vat: str | None, values: Record) -> int:
        if found is None:
            return UNKNOWN
        limit, currency = money(found)
        # what is in another currency says nothing
        held = {basis: money(value)[0] for basis, value in values.items() if money(value)[1] == currency}
        mine, other = ("including_vat", "excluding_vat") if vat == "included" else ("excluding_vat", "including_vat")
        if mine in held:
            span = {held[mine]}
        elif other in held:
            span = {held[other], ENDLESS if vat == "included" else Decimal(0)}
        else:
            return UNKNOWN
        return settled({holds(amount, test.operator, limit) for amount in span})

    def sum(self, condition: Sum, item: Item) -> int:
        """Whatever the bound, in one currency."""
        bounds = self.operands(condition.operand, item)
        if None in bounds or len({money(bound)[1] for bound in bounds}) > 1:
            return UNKNOWN
        return alike([self.sum_against(condition, *money(bound)) for bound in bounds])

    def sum_against(self, condition: Sum, limit: Decimal, currency: str) -> int:
        """Every way in which the unknown entries and amounts may turn out."""
        sums = {Decimal(0)}
        for entry in self.items(condition.collection):
            fits = self.value(condition.where, entry)
            amount: object = entry.money if entry.placeholder else entry.record
            for name in condition.names:
                amount = amount.get(name) if isinstance(amount, dict) else None
            ways = {Decimal(0), ENDLESS}
            if amount is not None and money(amount)[1] == currency:
                ways = {money(amount)[0]}
            ways = {Decimal(0)} if fits == FALSE else ways if fits == TRUE else ways | {Decimal(0)}
            sums = {total + way for total in sums for way in ways}
        return settled({holds(total, condition.operator, limit) for total in sums})

    def test(self, test: Test, item: Item) -> int:
        if test.kind == "valuation":
            return self.valuation(test)
        left, rights = self.fact(test.ref, item), self.operands(test.operand, item)
        if left is None and test.absent is not None:
            told = test.unless_told is not None and self.fact(test.unless_told, item) is not None
            return UNKNOWN if told else TRUE if test.absent else FALSE
        found = alike([self.compared(test, left, right) for right in rights])
        if found != UNKNOWN or not isinstance(test.operand, Given | Dated):
            return found
        of_the_whole = str(test.ref).startswith("procurement.estimated_value")
        return alike([self.by_lots(test, right) for right in rights]) if of_the_whole else UNKNOWN

    def compared(self, test: Test, left: object, right: object) -> int:
        if left is None or right is None:
            return UNKNOWN
        if left == "undetermined" and left not in (right if isinstance(right, tuple) else (right,)):
            return UNKNOWN
        if test.kind == "offence":
            if isinstance(left, NotOf):
                return self.another_offence(left.names, right, test.operator)
            named = left if isinstance(left, tuple) else (left,)
            placed = [self.offence(str(name), right, test.operator) for name in named if self.holds_offence(str(name))]
            return max(placed, default=UNKNOWN)
        if test.kind == "money":
            (a, left_currency), (b, right_currency) = money(left), money(right)
            if left_currency != right_currency:
                return UNKNOWN
            left, right = a, b
        if holds(left, test.operator, right):
            return TRUE
        strange = set(left if isinstance(left, tuple) else (left,)) - set(test.known)
        return UNKNOWN if test.known and strange else FALSE

    def holds_offence(self, name: str) -> bool:
        return name == "other" or any(offence.id == name for offence in self.pack.pack.offences)

    def chain(self, name: str) -> list[str]:
        """The offence and, one by one, the categories that contain it."""
        held = {offence.id: offence.under for offence in self.pack.pack.offences}
        found, step = [name], held.get(name)
        while step is not None:
            found.append(step)
            step = held[step]
        return found

    def fitting(self, wanted: object, operator: str) -> list[str]:
        """Every offence that there is and that fits."""
        names = list(wanted) if isinstance(wanted, tuple) else [wanted]
        every = [offence.id for offence in self.pack.pack.offences] + ["other"]
        return [
            one for one in every if any(name in names for name in (self.chain(one) if operator == "within" else [one]))
        ]

    def offence(self, given: str, wanted: object, operator: str) -> int:
        """One offence: what is given, or, of a category, any that it contains."""
        fits = self.fitting(wanted, operator)
        if given in fits:
            return TRUE
        return UNKNOWN if any(given in self.chain(one) for one in fits) else FALSE

    def another_offence(self, names: tuple[str, ...], wanted: object, operator: str) -> int:
        """Any offence but those within what was denied."""
        fits = self.fitting(wanted, operator)
        return FALSE if any(all(name in self.chain(one) for one in fits) for name in names) else UNKNOWN

    def period(self, period: TypedPeriod, item: Item, day: date) -> int:
        begins, statutory = self.statutory(period, item, day)
        if period.judgment is None:
            return statutory
        sets, until = (self.fact(ref, item) for ref in period.judgment)
        if begins is not None and day < begins:
            return statutory if isinstance(period.on, Fact) and begins <= self.as_of else FALSE
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
                if isinstance(event, date) and isinstance(period.on, Fact) and day < event <= self.as_of:
                    found.append((event, UNKNOWN))
                elif isinstance(event, date):
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


ENDLESS = Decimal(10) ** 30


def alike(answers: list[int]) -> int:
    """The answer that all give; unknown where they differ."""
    return answers[0] if len(set(answers)) == 1 else UNKNOWN


def not_after(day: date, other: date, *, strict: bool) -> bool:
    return day < other if strict else day <= other


def settled(answers: set[bool]) -> int:
    """One answer, whatever is unknown; or none."""
    return UNKNOWN if len(answers) > 1 else TRUE if answers.pop() else FALSE


def later(day: date, by: Length) -> date:
    """Month after month, to the last day of a month that is too short; then day after day."""
    year, month, wanted = day.year, day.month, day.day
    for _ in range(12 * by.years + by.months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        if year > date.max.year:
            return date.max
    while True:
        try:
            landed = date(year, month, wanted)
            break
        except ValueError:
            wanted -= 1
    for _ in range(by.days):
        landed = landed if landed == date.max else landed + timedelta(days=1)
    return landed


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
            asked = right if isinstance(right, tuple) else (right,)
            return all(any(word in (one, f"{one}-{str(word)[3:]}") for one in left) for word in asked)
        case "starts_with":
            assert isinstance(right, tuple)
            words = left if isinstance(left, tuple) else (left,)
            return any(str(word)[: len(prefix)] == prefix for word in words for prefix in right)
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
