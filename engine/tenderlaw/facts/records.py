"""The plain records that rules read: a validated case, with what follows from it written out.

A record is a mapping from field name to value; an absent name is an unknown fact. What follows from given
facts by definition alone (the sum of the lots, a claim that was denied) is filled in here, once, so that
rules need not repeat it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, cast

from tenderlaw.facts.base import Amount, Money, Valuation
from tenderlaw.facts.case import Case
from tenderlaw.facts.events import Conviction
from tenderlaw.facts.operator import EconomicOperator, LinkKind
from tenderlaw.facts.procurement import ContractKind, Lot, Procurement, lots_total

__all__ = [
    "ConvictionRecord",
    "OperatorRecord",
    "ProcurementRecord",
    "Record",
    "case_records",
    "entries_of",
    "operator_record",
    "procurement_record",
]

Record: TypeAlias = dict[str, object]

_ON_BASES: Final = tuple((basis, f"estimated_value_{basis}") for basis in Valuation.model_fields)
"""The bases of a value, and the fact that gives it on each."""


class ConvictionRecord(Conviction):
    """A conviction of the operator or of a linked person, as rules read it."""

    convicted: Literal["operator"] | LinkKind | None = None
    """Who was convicted: `operator`, or the kind of link of the person."""
    link_from: date | None = None
    """First day of the link; for the operator itself, always."""
    link_until: date | None = None
    """Last day of the link; for the operator itself, open."""


class ProcurementRecord(Procurement):
    """A procurement with what follows from its lots."""

    estimated_value: Valuation | None = None
    """Estimated value of the whole procurement, options and renewals included, on the VAT basis that the
    threshold has with which it is compared."""
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


def case_records(case: Case) -> tuple[Record, list[Record]]:
    """The procurement's record, and those of the operator and its entities, the operator first."""
    record = case.model_dump(exclude_none=True)
    operators = [record["operator"], *record.get("entities", ())]
    for operator in operators:
        _write_operator(operator)
    return _write_procurement(record["procurement"], case.procurement), operators


def procurement_record(procurement: Procurement) -> Record:
    """The record of a procurement; total and shares of lots written out."""
    return _write_procurement(procurement.model_dump(exclude_none=True), procurement)


def _write_procurement(record: Record, procurement: Procurement) -> Record:
    total = lots_total(procurement)
    if total and "estimated_value_excluding_vat" not in record:
        record["estimated_value_excluding_vat"] = {"amount": total.amount, "currency": total.currency}
    bases = {basis: record[name] for basis, name in _ON_BASES if name in record}
    if bases:
        record["estimated_value"] = bases
    if procurement.lot is None:
        record["lot_awarded_outside_rules"] = False
    if procurement.awarded_on is not None:
        record["stage"] = "awarded"
    for good in entries_of(record, "goods"):
        if "country" in good:
            good.setdefault("origin_known", True)
    _write_industry(record)
    _write_off_the_shelf(record)
    if procurement.lots:
        _write_lots(record, procurement.lots, procurement.lot, total)
    return record


def _write_industry(record: Record) -> None:
    """One classification of the industry is enough: where it is given, the other adds nothing."""
    if "cpv_codes" in record:
        record.setdefault("naics_code", "none")
    elif "naics_code" in record:
        record["cpv_codes"] = ()


def _write_lots(record: Record, lots: tuple[Lot, ...], chosen: str | None, total: Money | None) -> None:
    lot = next((lot for lot in lots if lot.id == chosen), None)
    if lot is not None:
        names = ("contract_kind", "contract_kind"), ("value_excluding_vat", "estimated_value_excluding_vat")
        known = lot.model_dump(exclude_none=True)
        for name, source in (*names, ("awarded_outside_rules", "awarded_outside_rules")):
            if source in known:
                record[f"lot_{name}"] = known[source]
    flags = [lot.awarded_outside_rules for lot in lots]
    if total and total.amount and None not in flags:
        outside = [lot.estimated_value_excluding_vat for lot in lots if lot.awarded_outside_rules]
        amount = sum((value.amount for value in outside if value), Decimal(0))
        record["share_awarded_outside_rules"] = amount / total.amount


def _write_off_the_shelf(bought: Record) -> None:
    """Where everything bought is off the shelf, the supplies of each portion are."""
    if bought.get("commercially_available_off_the_shelf") is True:
        for portion in entries_of(bought, "performance"):
            portion.setdefault("commercially_available_off_the_shelf", True)


def operator_record(operator: EconomicOperator) -> Record:
    """The record of an operator; what a denied claim or an alternative answer entails is written out."""
    return _write_operator(operator.model_dump(exclude_none=True))


def _write_operator(record: Record) -> Record:
    for name in ("misconduct", "insolvency", "convictions"):
        for entry in entries_of(record, name):
            _write_self_cleaning(entry)
    for person in entries_of(record, "linked_persons"):
        for entry in entries_of(person, "convictions"):
            _write_self_cleaning(entry)
    for breach in entries_of(record, "tax_breaches"):
        if breach.get("paid_or_arranged") is False:
            breach.setdefault("paid", False)
            breach.setdefault("binding_arrangement", False)
    for derogation in entries_of(record, "derogations"):
        if "decided_on" in derogation:
            derogation.setdefault("decided", True)
    for violation in entries_of(record, "violations"):
        _write_reports(violation)
    _write_off_the_shelf(cast("Record", record.get("subcontract", {})))
    return record


def _write_reports(violation: Record) -> None:
    for day, said in (("report_received_on", "reported"), ("recorded_on", "recorded")):
        if day in violation:
            violation.setdefault(said, True)
    if violation.get("reported") is False:
        violation.setdefault("report_supports", False)


def _write_self_cleaning(entry: Record) -> None:
    measures: Any = entry.get("self_cleaning")
    if measures is not None and measures.get("claimed") is False:
        for element in ("compensation", "collaboration", "prevention", "accepted"):
            measures.setdefault(element, False)


def entries_of(record: Record, name: str) -> tuple[Record, ...]:
    """The entries of the list `name`; none where it was not given."""
    found: Any = record.get(name, ())
    entries: tuple[Record, ...] = found
    return entries
