"""The plain records that rules read: a validated case, with what follows from it written out.

A record is a mapping from field name to value; an absent name is an unknown fact. What follows from given
facts by definition alone (the sum of the lots, a claim that was denied) is filled in here, once, so that
rules need not repeat it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, cast

from tenderlaw.facts.accounts import with_derived
from tenderlaw.facts.agreeing import Agreeing, written_out
from tenderlaw.facts.base import OPEN, Amount, BeginDay, Facts, Money, OpenDay, Record, Valuation
from tenderlaw.facts.beginnings import AS_GIVEN, standing
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import fields_of, model_at
from tenderlaw.facts.events import Conviction, Misconduct, SelfCleaning, TaxBreach
from tenderlaw.facts.exact import ratio, total
from tenderlaw.facts.judgments import set_by_judgment
from tenderlaw.facts.operator import Derogation, EconomicOperator, LinkKind, Statement
from tenderlaw.facts.portions import with_shared
from tenderlaw.facts.procurement import Authority, ContractKind, Procurement, total_of, totals_of
from tenderlaw.facts.relations import relations_of
from tenderlaw.facts.risk import Good

__all__ = [
    "BY_LOTS",
    "NEVER",
    "ConvictionRecord",
    "OperatorRecord",
    "ProcurementRecord",
    "Record",
    "case_records",
    "entries_of",
    "operator_record",
    "operators_of",
    "procurement_record",
]

_VALUATIONS: Final = tuple(
    (value, tuple((basis, f"{value}_{basis}") for basis in Valuation.model_fields))
    for value in ("estimated_value", "framework_value")
)
"""Values on two VAT bases: each with its bases and the fact that gives it on each."""
BY_LOTS: Final = "(by its lots)"
"""Of the record of a procurement whose value is not known, or known in another currency than that of lots: amounts
without VAT, one a currency, than which the value is certainly not less."""


class ConvictionRecord(Conviction):
    """A conviction of the operator or of a linked person, as rules read it."""

    convicted: Literal["operator"] | LinkKind | None = None
    """Who was convicted: `operator`, or the kind of link of the person."""
    link_from: BeginDay | None = None
    """First day of the link; for the operator itself, always."""
    link_until: OpenDay | None = None
    """Last day of the link; for the operator itself, open."""


class ProcurementRecord(Procurement):
    """A procurement with what follows from its lots."""

    estimated_value: Valuation | None = None
    """Estimated value of the whole procurement, options and renewals included, on the VAT basis that the
    threshold has with which it is compared."""
    framework_value: Valuation | None = None
    """Estimated value of the framework agreement or dynamic purchasing system under which the contract is awarded,
    on the VAT basis that the threshold has."""
    risk_tier: Literal["low", "medium", "high"] | None = None
    """The tier that a policy's scoring comes to; known to the prescriptions of that policy alone."""
    lot_contract_kind: ContractKind | None = None
    """Works, supplies or services of the lot decided."""
    lot_value_excluding_vat: Money | None = None
    """Estimated value of the lot decided, without VAT."""
    lot_awarded_outside_rules: bool | None = None
    """The lot decided is awarded without the procedures (art. 5(10)); false where the decision is not about a lot."""
    share_awarded_outside_rules: Amount | None = None
    """Share, from 0 to 1, of the lots awarded without the procedures in the aggregate of all lots."""


class OperatorRecord(EconomicOperator):
    """An economic operator as rules read it."""


def operators_of(facts: Record) -> list[Record]:
    """The operator and its entities, as a case gives them, the operator first."""
    main: Any = facts["operator"]
    return [main, *entries_of(facts, "entities")]


def case_records(facts: Record, as_of: date, model: type[Case] = Case) -> tuple[Record, list[Record]]:
    """The procurement's record on the as-of date, and those of the operator and its entities, the operator first.

    `model` is that of the case, which says on which days of it something begins.
    """
    procurement: Any = facts["procurement"]
    bought, operator = model_at(model, "procurement"), model_at(model, "operator")
    return (
        _of_procurement(bought, standing(bought, procurement, as_of)),
        [_operator_on(operator, one, as_of) for one in operators_of(facts)],
    )


def procurement_record(procurement: Procurement, as_of: date = OPEN) -> Record:
    """The record of a procurement on a day, or when every day has come; total and shares of lots written out."""
    bought = type(procurement)
    return _of_procurement(bought, standing(bought, procurement.model_dump(exclude_none=True), as_of))


def operator_record(operator: EconomicOperator, as_of: date = OPEN) -> Record:
    """The record of an operator on a day, or when every day has come; what a denied claim entails is written out."""
    return _operator_on(type(operator), operator.model_dump(exclude_none=True), as_of)


def _operator_on(model: type[Facts], given: Record, as_of: date) -> Record:
    stands = standing(model, given, as_of)
    record = _of_operator(model, stands)
    if stands is not given:
        record[AS_GIVEN] = _of_operator(model, given)
    return record


# The facts as given are evidence: what follows from them is written into copies.

_bought, _of_authority, _of_good = (written_out(model) for model in (Procurement, Authority, Good))


def _of_procurement(model: type[Facts], given: Record) -> Record:
    record = _with_entries(dict(_bought(given)), _of_declared(model))
    lots = entries_of(given, "lots")
    whole = total_of([_amount(lot) for lot in lots])
    if whole and "estimated_value_excluding_vat" not in record:
        record["estimated_value_excluding_vat"] = {"amount": whole[0], "currency": whole[1]}
    if lots and (parts := _least_of(record, lots)):
        record[BY_LOTS] = parts
    for value, named in _VALUATIONS:
        bases = {basis: record[name] for basis, name in named if name in record}
        if bases:
            record[value] = bases
    if "lot" not in record and all(lot.get("awarded_outside_rules") is False for lot in lots):
        # about the whole procurement, or a lot like any other; else which lot it is about is a question
        record["lot_awarded_outside_rules"] = False
    # a procedure with a call for competition is commenced by it (directive 2014/24 art. 5(4); SSI 2015/446 reg 2(1))
    if "call_sent_on" in record:
        record.setdefault("commenced_on", record["call_sent_on"])
    if "authority" in record:
        record["authority"] = _of_authority(cast("Record", record["authority"]))
    if "goods" in record:
        goods = entries_of(record, "goods")
        record["goods"] = tuple([_of_good(good) for good in goods])
    # one classification of the industry is enough: where it is given, the other adds nothing
    if record.get("cpv_codes") == () and "naics_code" not in record:
        del record["cpv_codes"]  # no contract is without a subject: whoever gives no code has not said which
    if "cpv_codes" in record:
        record.setdefault("naics_code", "none")
    elif "naics_code" in record:
        record["cpv_codes"] = ()
    if lots:
        _write_lots(record, lots, whole)
    return with_shared(model, record)


def _least_of(record: Record, lots: Sequence[Record]) -> tuple[Record, ...]:
    """What the lots come to in each currency that is not the one of the value of the whole."""
    stated = cast("Record", record.get("estimated_value_excluding_vat", {}))
    found = totals_of([_amount(lot) for lot in lots])
    return tuple([{"amount": each, "currency": of} for of, each in found.items() if of != stated.get("currency")])


def _amount(lot: Record) -> tuple[Decimal, str] | None:
    """The value of a lot without VAT."""
    money: Any = lot.get("estimated_value_excluding_vat")
    return None if money is None else (money["amount"], money["currency"])


def _write_lots(record: Record, lots: Sequence[Record], whole: tuple[Decimal, str] | None) -> None:
    chosen = record.get("lot")
    lot = next((lot for lot in lots if lot["id"] == chosen), {})
    names = ("contract_kind", "contract_kind"), ("value_excluding_vat", "estimated_value_excluding_vat")
    for name, source in (*names, ("awarded_outside_rules", "awarded_outside_rules")):
        if source in lot:
            record[f"lot_{name}"] = lot[source]
    flags = [lot.get("awarded_outside_rules") for lot in lots]
    if whole and whole[0] and None not in flags:
        outside = [_amount(lot) for lot, flag in zip(lots, flags, strict=True) if flag]
        amount = total(value[0] for value in outside if value)
        record["share_awarded_outside_rules"] = ratio(amount, whole[0])


def _with_entries(record: Record, of_entries: Iterable[tuple[str, Callable[[Record], Record]]]) -> Record:
    """The record with what follows written out in the entries of these lists, in place."""
    for name, write in of_entries:
        entries: Any = record.get(name)
        if entries:
            record[name] = tuple([write(entry) for entry in entries])
    return record


@cache
def _of_declared(model: type[Facts]) -> tuple[tuple[str, Callable[[Record], Record]], ...]:
    """What writes out, for the entries of lists, what follows as the packs say that declare facts of them."""
    entries = ((name, field.entries) for name, field in fields_of(model).items() if field.entries is not None)
    return tuple((name, written_out(one)) for name, one in entries if issubclass(one, Agreeing) and one.relations)


@cache
def _of_groups(model: type[Facts]) -> tuple[tuple[str, Callable[[Record], Record]], ...]:
    """What writes out, for groups of an operator's facts such as those of its tender, what follows within."""
    groups = ((name, field.model) for name, field in fields_of(model).items() if field.kind == "group")
    return tuple((name, written_out(one)) for name, one in groups if one is not None and relations_of(one).follows)


def _of_operator(model: type[Facts], given: Record) -> Record:
    record = _with_entries(_with_entries(dict(given), _OF_ENTRIES), _of_declared(model))
    if "financial_years" in record:
        record["financial_years"] = with_derived(entries_of(record, "financial_years"))
    exclusions = entries_of(record, "exclusions_by_judgment")
    if exclusions and record.get("convictions"):
        own = entries_of(record, "convictions")
        record["convictions"] = tuple([set_by_judgment(one, exclusions) for one in own])
    for name, write in _of_groups(model):
        if name in record:
            record[name] = write(cast("Record", record[name]))
    if "subcontract" in record:
        record["subcontract"] = with_shared(model_at(model, "subcontract"), cast("Record", record["subcontract"]))
    return record


def _with_measures(model: type[Facts] | None) -> Callable[[Record], Record]:
    """What writes out what follows in an entry of a model, and in its measures of self-cleaning."""
    measures = written_out(SelfCleaning)
    own = (lambda entry: entry) if model is None else written_out(model)

    def write(entry: Record) -> Record:
        out, held = own(entry), cast("Record | None", entry.get("self_cleaning"))
        if held is None or (known := measures(held)) is held:
            return out
        return {**out, "self_cleaning": known}

    return write


_of_conviction = _with_measures(Conviction)


def _of_person(person: Record) -> Record:
    convictions = entries_of(person, "convictions")
    return {**person, "convictions": tuple([_of_conviction(one) for one in convictions])} if convictions else person


def _of_listing(listing: Record) -> Record:
    """The days of an entry are known exactly where nothing else is said; one called inactive surely holds on none."""
    until = NEVER if listing.get("status") == "inactive" else OPEN
    return {"surely_from": NEVER, "surely_until": until, **listing}


NEVER: Final = date.min
"""Before every day."""
_OF_ENTRIES: Final[tuple[tuple[str, Callable[[Record], Record]], ...]] = (
    ("misconduct", _with_measures(Misconduct)),
    ("insolvency", _with_measures(None)),
    ("convictions", _of_conviction),
    ("linked_persons", _of_person),
    ("tax_breaches", written_out(TaxBreach)),
    ("listings", _of_listing),
    ("derogations", written_out(Derogation)),
    ("statements", written_out(Statement)),
)
"""What writes out, for the entries of a list, what follows from what was said."""


def entries_of(record: Record, name: str) -> tuple[Record, ...]:
    """The entries of the list `name`; none where it was not given."""
    found: Any = record.get(name, ())
    entries: tuple[Record, ...] = found
    return entries
