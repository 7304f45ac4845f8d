"""The plain records that rules read: a validated case, with what follows from it written out.

A record is a mapping from field name to value; an absent name is an unknown fact. What follows from given
facts by definition alone (the sum of the lots, a claim that was denied) is filled in here, once, so that
rules need not repeat it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, cast

from tenderlaw.facts.base import OPEN, Amount, Facts, Money, Valuation
from tenderlaw.facts.case import Case
from tenderlaw.facts.events import Conviction, Insolvency, Misconduct, TaxBreach
from tenderlaw.facts.operator import (
    Derogation,
    EconomicOperator,
    ExclusionByJudgment,
    LinkedPerson,
    LinkKind,
    Listing,
    Statement,
)
from tenderlaw.facts.procurement import ContractKind, ListedProduct, Lot, Performance, Procurement, lots_total
from tenderlaw.facts.risk import Good, Practice
from tenderlaw.facts.violations import Violation

__all__ = [
    "COLLECTIONS",
    "KNOWLEDGE",
    "Collection",
    "ConvictionRecord",
    "Item",
    "OperatorRecord",
    "ProcurementRecord",
    "Record",
    "operator_record",
    "procurement_record",
]

Record: TypeAlias = dict[str, object]


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


@dataclass(slots=True, eq=False)
class Item:
    """One entry of a collection, or a placeholder for the entries of a list that was not given.

    A placeholder stands for any number of entries of which only what `record` holds is known: a missing
    list is a list with one wholly unknown entry.
    """

    record: Record
    path: str
    placeholder: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)

    def path_of(self, name: str) -> str:
        """The path, within the operator or the procurement, of the fact that would answer `name`."""
        if name in self.renamed:
            return self.renamed[name]
        return self.path if self.placeholder else f"{self.path}.{name}"


@dataclass(frozen=True, slots=True)
class Collection:
    """A list over which conditions quantify."""

    root: str
    """`operator` or `procurement`."""
    model: type[Facts]
    items: Callable[[Record], list[Item]]


def procurement_record(procurement: Procurement) -> Record:
    """The record of a procurement; total and shares of lots written out."""
    record = cast("Record", procurement.model_dump(exclude_none=True))
    total = lots_total(procurement)
    if total and "estimated_value_excluding_vat" not in record:
        record["estimated_value_excluding_vat"] = {"amount": total.amount, "currency": total.currency}
    bases = {name: record[f"estimated_value_{name}"] for name in Valuation.model_fields
             if f"estimated_value_{name}" in record}  # fmt: skip
    if bases:
        record["estimated_value"] = bases
    if procurement.lot is None:
        record["lot_awarded_outside_rules"] = False
    if procurement.awarded_on is not None:
        record["stage"] = "awarded"
    for good in _entries(record, "goods"):
        if "country" in good:
            good.setdefault("origin_known", True)
    _write_industry(record)
    _write_off_the_shelf(record)
    _write_lots(record, procurement.lots or (), procurement.lot, total)
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
        for portion in _entries(bought, "performance"):
            portion.setdefault("commercially_available_off_the_shelf", True)


def operator_record(operator: EconomicOperator) -> Record:
    """The record of an operator; what a denied claim or an alternative answer entails is written out."""
    record = cast("Record", operator.model_dump(exclude_none=True))
    for name in ("misconduct", "insolvency", "convictions"):
        for entry in _entries(record, name):
            _write_self_cleaning(entry)
    for person in _entries(record, "linked_persons"):
        for entry in _entries(person, "convictions"):
            _write_self_cleaning(entry)
    for breach in _entries(record, "tax_breaches"):
        if breach.get("paid_or_arranged") is False:
            breach.setdefault("paid", False)
            breach.setdefault("binding_arrangement", False)
    for derogation in _entries(record, "derogations"):
        if "decided_on" in derogation:
            derogation.setdefault("decided", True)
    for violation in _entries(record, "violations"):
        _write_reports(violation)
    _write_off_the_shelf(cast("Record", record.get("subcontract", {})))
    return record


KNOWLEDGE: Final = {"verified": "established", "self-declared": "otherwise-aware"}
"""How the authority knows of a conviction, by the source of the fact."""


def _entries(record: Record, name: str) -> tuple[Record, ...]:
    return cast("tuple[Record, ...]", record.get(name, ()))


def _write_reports(violation: Record) -> None:
    for day, said in (("report_received_on", "reported"), ("recorded_on", "recorded")):
        if day in violation:
            violation.setdefault(said, True)
    if violation.get("reported") is False:
        violation.setdefault("report_supports", False)


def _write_self_cleaning(entry: Record) -> None:
    measures = cast("Record | None", entry.get("self_cleaning"))
    if measures is not None and measures.get("claimed") is False:
        for element in ("compensation", "collaboration", "prevention", "accepted"):
            measures.setdefault(element, False)


_NOTHING: Final[Mapping[str, str]] = {}


def _listed(name: str) -> Callable[[Record], list[Item]]:
    def items(record: Record) -> list[Item]:
        entries: Any = record.get(name)
        if entries is None:
            return [Item({}, name, placeholder=True)]
        return [Item(entry, f"{name}[{i}]", False, _NOTHING) for i, entry in enumerate(entries)] if entries else []

    return items


_OF_ORIGIN: Final = ("country_listed", "listed_for_country", "forced_labour_for_country")


def _goods(procurement: Record) -> list[Item]:
    """Goods; where the country is not known, it is what answers whether a list names it."""
    items = _listed("goods")(procurement)
    for item in items:
        if not item.placeholder and "country" not in item.record:
            item.renamed = dict.fromkeys(_OF_ORIGIN, f"{item.path}.country")
    return items


def _subcontract_performance(operator: Record) -> list[Item]:
    subcontract = cast("Record | None", operator.get("subcontract"))
    if subcontract is None or "performance" not in subcontract:
        return [Item({}, "subcontract" if subcontract is None else "subcontract.performance", placeholder=True)]
    entries = _entries(subcontract, "performance")
    return [Item(entry, f"subcontract.performance[{i}]") for i, entry in enumerate(entries)]


_OWN: Final[Record] = {"convicted": "operator", "link_from": date.min, "link_until": OPEN}


def _convictions(operator: Record) -> list[Item]:
    out = _convictions_of(operator.get("convictions"), "convictions", _OWN, {})
    persons: Any = operator.get("linked_persons")
    if persons is None:
        out.append(Item({}, "linked_persons", placeholder=True))
        return out
    for i, person in enumerate(persons):
        if person.get("convictions") == ():
            continue
        path = f"linked_persons[{i}]"
        link: Record = {}
        for name in ("link_from", "link_until"):
            if name in person:
                link[name] = person[name]
        if "link" in person:
            link["convicted"] = person["link"]
        renamed = {
            "convicted": f"{path}.link",
            "link_from": f"{path}.link_from",
            "link_until": f"{path}.link_until",
        }
        out += _convictions_of(person.get("convictions"), f"{path}.convictions", link, renamed)
    return out


def _convictions_of(entries: Any, path: str, link: Record, renamed: dict[str, str]) -> list[Item]:  # noqa: ANN401
    if entries is None:
        return [Item(link, path, placeholder=True, renamed=renamed)]
    out = []
    for i, entry in enumerate(entries):
        at, names = f"{path}[{i}]", renamed
        record = {**entry, **link}
        if "source" in entry:
            record.setdefault("knowledge", KNOWLEDGE[str(entry["source"])])
        if "offence" in entry and "also_offences" in entry:
            record["offence"] = (entry["offence"], *cast("tuple[str, ...]", entry["also_offences"]))
        if "foreign_offence" in entry and entry.get("equivalence_confirmed") is not True:
            names = {**renamed, "offence": f"{at}.equivalence_confirmed"}
            if entry.get("equivalence_confirmed") is False:
                record["offence"] = "other"
            else:
                record.pop("offence", None)
        out.append(Item(record, at, renamed=names))
    return out


COLLECTIONS: Final[Mapping[str, Collection]] = {
    "convictions": Collection("operator", ConvictionRecord, _convictions),
    "derogations": Collection("operator", Derogation, _listed("derogations")),
    "exclusions_by_judgment": Collection("operator", ExclusionByJudgment, _listed("exclusions_by_judgment")),
    "goods": Collection("procurement", Good, _goods),
    "insolvency": Collection("operator", Insolvency, _listed("insolvency")),
    "linked_persons": Collection("operator", LinkedPerson, _listed("linked_persons")),
    "listed_products": Collection("procurement", ListedProduct, _listed("listed_products")),
    "listings": Collection("operator", Listing, _listed("listings")),
    "lots": Collection("procurement", Lot, _listed("lots")),
    "misconduct": Collection("operator", Misconduct, _listed("misconduct")),
    "performance": Collection("procurement", Performance, _listed("performance")),
    "practices": Collection("operator", Practice, _listed("practices")),
    "statements": Collection("operator", Statement, _listed("statements")),
    "subcontract_performance": Collection("operator", Performance, _subcontract_performance),
    "tax_breaches": Collection("operator", TaxBreach, _listed("tax_breaches")),
    "violations": Collection("operator", Violation, _listed("violations")),
}
"""Every collection that `some`, `none` and `count` may name. `convictions` joins those of the operator with
those of its linked persons, each with who was convicted and how long the link lasts."""


def case_records(case: Case) -> tuple[Record, list[Record]]:
    """The procurement's record, and those of the operator and its entities, the operator first."""
    operators = (case.operator, *(case.entities or ()))
    return procurement_record(case.procurement), [operator_record(operator) for operator in operators]
