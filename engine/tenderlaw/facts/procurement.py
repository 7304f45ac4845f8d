"""The procurement: who buys what, for how much, when and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from tenderlaw.facts.agreeing import Agreeing, Conflict, Get, fact_of
from tenderlaw.facts.base import (
    Amount,
    Begins,
    Code,
    Country,
    Day,
    Facts,
    Informs,
    Items,
    Money,
    Text,
    Unsettled,
    Words,
)
from tenderlaw.facts.exact import total
from tenderlaw.facts.portions import overrun
from tenderlaw.facts.risk import Good, SupplyChain, Workforce

__all__ = ["Authority", "ContractKind", "Lot", "Performance", "Procurement", "total_of"]

ContractKind = Literal["works", "supplies", "services"]
ExcludedContract = Literal[
    "none",
    "utilities",
    "electronic-communications",
    "international-rules",
    "excluded-service",
    "exclusive-right",
    "within-public-sector",
    "research-and-development",
    "defence-or-security",
]


class Authority(Agreeing):
    """The contracting authority, or the body that awards a subsidised contract."""

    name: Text | None = None
    """Name as it should stand in documents."""
    country: Country | None = None
    """Country of the authority (directive 2014/24 art. 57(2), 57(6): whose law and which judgments count); `ZZ`, no
    country at all, of an international organisation unless another is given."""
    kind: Literal["central", "sub-central", "not-an-authority", "international-organisation"] | None = None
    """Central (national, federal) government authority or another one (directive 2014/24 art. 4(b), (c));
    `not-an-authority` for a private body whose contract an authority subsidises (art. 13);
    `international-organisation` for one that buys under rules of its own (UN Supplier Code of Conduct)."""
    devolved_to: Country | Literal["none"] | None = None
    """The part of the country to whose devolved law of procurement the authority belongs, as ISO 3166-2 code
    (Procurement Act 2023 s.2(5)-(8), 119(2)); `none` where it belongs to the law of the whole country."""
    agency: Code | None = None
    """The agency that buys, where rules differ from agency to agency (FAR 1.4)."""
    defence: bool | None = None
    """Awards contracts in the field of defence (directive 2014/24 art. 4(b))."""
    central_rules: Literal["bound", "by-choice", "not"] | None = None
    """Whether the central government's rules and guidance on procurement bind the authority, or it follows them by
    choice (PPN 009 para 2-6; Commonwealth Procurement Rules, prescribed entities)."""
    organization: Code | None = None
    """For an international organisation, the family whose common rules it follows, such as `united-nations`;
    `none` for any other authority, as that of a State is. `agency` then says which organisation it is, of several the
    one that leads (UN Supplier Code of Conduct)."""


class Lot(Facts):
    """One lot of a procurement (directive 2014/24 art. 5(8)-(10))."""

    id: Words
    """Identifier of the lot in the procurement documents."""
    contract_kind: ContractKind | None = None
    """Works, supplies or services of this lot."""
    estimated_value_excluding_vat: Money | None = None
    """Estimated value of the lot without VAT (art. 5(10))."""
    awarded_outside_rules: bool | None = None
    """The authority uses the freedom to award this small lot without the procedures (art. 5(10))."""


class Performance(Facts):
    """A place of performance and the portion of a contract performed there (FAR 22.1703(c))."""

    country: Annotated[Country | Literal["undetermined"] | None, Unsettled(("undetermined",))] = None
    """Country or territory where the portion is performed or the supplies are acquired; `undetermined` where
    that is not settled, so that it may be anywhere (FAR 22.1705(b)(1)): unknown to whoever asks where."""
    contract_kind: ContractKind | None = None
    """Works, supplies or services of this portion."""
    estimated_value: Money | None = None
    """Estimated value of the portion, options included."""


class Procurement(Agreeing):
    """A procurement, as the law of thresholds and time limits needs to know it."""

    id: Text | None = None
    """Reference number of the procurement."""
    title: Text | None = None
    """Title as it should stand in documents."""
    authority: Authority | None = None
    """Who buys."""
    contract_kind: ContractKind | None = None
    """Works, supplies or services (directive 2014/24 art. 2(1)(6)-(9))."""
    specific_services: bool | None = None
    """The contract is for the social and other specific services of Annex XIV (art. 4(d), 74)."""
    annex_iii_products: bool | None = None
    """The products are those of Annex III (art. 4(b), central authorities in the field of defence)."""
    subsidised_over_half: bool | None = None
    """Authorities subsidise the contract directly by more than half (art. 13)."""
    subsidised_works: Literal["civil-engineering", "listed-building", "other"] | None = None
    """What the subsidised works are, or the works with which subsidised services are connected: civil engineering;
    building for hospitals, sports, recreation and leisure, schools and universities or administration
    (`listed-building`); or others (art. 13(a)(i), (ii); SSI 2015/446 reg 14(1)(a))."""
    connected_to_subsidised_works: bool | None = None
    """The subsidised services are connected with such a works contract (art. 13(b); SSI 2015/446 reg 14(1)(b))."""
    excluded_contract: ExcludedContract | None = None
    """Which exclusion puts the contract outside the directive, or `none`: water, energy, transport and postal services
    (art. 7), electronic communications (art. 8), international rules (art. 9), the services of art. 10, an exclusive
    right (art. 11), contracts within the public sector (art. 12), research and development whose benefits or costs
    are shared (art. 14), defence or security (art. 15 to 17)."""
    estimated_value_excluding_vat: Money | None = None
    """Estimated value of the whole procurement without VAT, options and renewals included (art. 5). Where it
    is left out and every lot has a value in one currency, it is the sum of the lots (art. 5(8)); otherwise it is
    not less than the lots of one currency come to."""
    estimated_value_including_vat: Money | None = None
    """The same value with VAT, for regimes whose thresholds include it."""
    lots: Items[Lot] | None = None
    """The lots; empty where the procurement is not divided."""
    lot: Words | None = None
    """The lot that the decision is about, by its id; left out, it is about the whole procurement."""
    stage: Literal["before-award", "awarded"] | None = None
    """Where the procedure stands; `awarded` follows from `awarded_on`."""
    framework_call_off: bool | None = None
    """A contract based on a framework agreement under art. 33(3) or 33(4)(a) (art. 59(4))."""
    under_framework: bool | None = None
    """A call-off: the contract is awarded under a framework agreement (Procurement Reform (Scotland) Act 2014 s.6)."""
    under_dynamic_purchasing_system: bool | None = None
    """The contract is awarded under a dynamic purchasing system (SSI 2016/145 reg 4)."""
    discretionary_grounds_announced: bool | None = None
    """The procurement documents provide for exclusion on discretionary grounds (SSI 2015/446 reg 76(8))."""
    supplies_with_siting_or_installation: Annotated[bool | None, Informs()] = None
    """Supplies that include siting and installation work as an incident (art. 2(1)(8))."""
    services_at_authority_facility: bool | None = None
    """Services provided at a facility under the direct oversight of the authority (art. 71(5))."""
    call_sent_on: Day | None = None
    """Day on which the call for competition was sent (art. 5(4))."""
    commenced_on: Day | None = None
    """Day on which the procedure was commenced, where there is no call for competition (art. 5(4)); where it is left
    out and a call was sent, the day of the call (SSI 2015/446 reg 2(1))."""
    framework_value_excluding_vat: Money | None = None
    """Estimated value, without VAT, of the framework agreement or dynamic purchasing system under which the contract
    is awarded: of all contracts envisaged for its whole term (SSI 2015/446 reg 6(8); SSI 2016/145 reg 3(7))."""
    framework_value_including_vat: Money | None = None
    """The same value with VAT, for regimes whose thresholds include it."""
    framework_commenced_on: Day | None = None
    """Day on which the procedure for that framework agreement or system was commenced: it decides which thresholds
    count for it (SSI 2015/446 reg 6(7)), and whether earlier law is saved (SSI 2020/468 Schedule para 4(2)(b))."""
    framework_concluded_on: Day | None = None
    """Day on which the framework agreement was concluded under which the contract is awarded (SSI 2020/468
    Schedule paras 1-5: call-offs stay under the law of their framework)."""
    tenders_due_on: Day | None = None
    """Deadline for requests to participate, or for tenders in open procedures (art. 57(3))."""
    submitted_on: Day | None = None
    """Day on which the request to participate was submitted or, where none was asked for, the tender: the day from
    which a State may count back (art. 57(7))."""
    decision_on: Day | None = None
    """Day of the decision on exclusion: the as-of date unless the caller gives another."""
    awarded_on: Annotated[Day, Begins(("stage", "awarded_on"))] | None = None
    """Day of the award, where the contract has been awarded (art. 73(b)); leave it out before that."""
    infringement_declared: bool | None = None
    """The Court of Justice has made a declaration about the contract that gives the authority the power to end it (SSI
    2015/446 reg 73(1)(c), for contracts awarded before IP completion day)."""
    performance: Items[Performance] | None = None
    """Places of performance and their portions."""
    cpv_codes: Items[Words] | None = None
    """Common Procurement Vocabulary codes."""
    naics_code: Code | None = None
    """North American industry code."""
    supply_chain: SupplyChain | None = None
    """The supply chain of the contract."""
    workforce: Workforce | None = None
    """Who does the work."""
    goods: Items[Good] | None = None
    """Goods that are delivered and their inputs; empty where the contract is for neither."""
    lowest_price_only: bool | None = None
    """The award is on the lowest price alone (background paper para. 8, 24)."""
    short_lead_time: bool | None = None
    """Rapid turnaround, short lead time, or large changes at short notice (para. 8)."""
    high_flexibility: bool | None = None
    """High flexibility is demanded, or large quantities at low margins (para. 8)."""
    subcontracting_foreseen: bool | None = None
    """Subcontracting is foreseen."""
    supplier_code: bool | None = None
    """The authority has a code of conduct for suppliers."""
    trafficking_risk: Literal["low", "medium", "high"] | None = None
    """How likely trafficking or forced labour is in this contract, as the authority has assessed it (SPPN 3/2020)."""
    place_of_work_listed: bool | None = None
    """A list of goods made by forced or child labour names a country where the work is done, for whatever good."""
    subcontractors_checked: bool | None = None
    """The authority has chosen, or is obliged, to check whether grounds for exclusion exist for subcontractors
    (directive 2014/24 art. 71(6)(b))."""
    earlier_law_saved: bool | None = None
    """The procurement began, or the framework was concluded, under earlier law that stays in force for it
    (SI 2024/716 reg 5)."""
    financed_by: Items[Code] | None = None
    """Development banks and funds that finance the contract, such as `afdb`; empty where none does."""
    term_months: Amount | None = None
    """Term of the contract in months, options included."""

    about: ClassVar[frozenset[str]] = frozenset(
        {"lots", "lot", "performance", "estimated_value_including_vat", "framework_value_including_vat"}
    )

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """What cannot be so of its facts, its lots, its portions and its values among them."""
        yield from super().conflicts(get)
        yield from _lots_conflict(get)
        if (found := overrun("performance", get)) is not None:
            yield found
        for name, said in (("estimated_value", "estimated value"), ("framework_value", "value of the framework")):
            without, with_ = (get(f"{name}_{basis}_vat") for basis in ("excluding", "including"))
            if without and with_ and _less(with_, without):
                message = f"the {said} without VAT is more than the value with VAT"
                yield Conflict(message, (f"{name}_excluding_vat",), (f"{name}_including_vat",))


def _less(a: object, b: object) -> bool:
    """Whether an amount is less than another of its currency."""
    same = fact_of(a, "currency") == fact_of(b, "currency")
    return bool(same and fact_of(a, "amount") < fact_of(b, "amount"))


def _lots_conflict(get: Get) -> Iterator[Conflict]:
    lots = get("lots") or ()
    ids = [fact_of(lot, "id") for lot in lots]
    twice = next((number for number, id_ in enumerate(ids) if id_ in ids[:number]), None)
    if twice is not None:
        yield Conflict("two lots have the same id", ("lots", twice, "id"), ("lots", ids.index(ids[twice]), "id"))
    chosen = get("lot")
    if chosen is not None and chosen not in ids:
        yield Conflict(f"`lot` names `{chosen}`, which is not among the lots", ("lot",), ("lots",))
    values = [fact_of(lot, "estimated_value_excluding_vat") for lot in lots]
    amounts = [None if one is None else (fact_of(one, "amount"), fact_of(one, "currency")) for one in values]
    stated = get("estimated_value_excluding_vat")
    come_to = None if stated is None else totals_of(amounts).get(fact_of(stated, "currency"))
    if stated and come_to is not None and come_to > fact_of(stated, "amount"):
        message = f"the lots add up to {come_to:f} {fact_of(stated, 'currency')}, more than the estimated value"
        yield Conflict(message, ("lots",), ("estimated_value_excluding_vat",))


def total_of(values: Sequence[tuple[Decimal, str] | None]) -> tuple[Decimal, str] | None:
    """Sum of the values of lots with its currency (art. 5(8)); none where one is unknown or the currencies differ."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or len({currency for _, currency in known}) > 1:
        return None
    return total(amount for amount, _ in known), known[0][1]


def totals_of(values: Iterable[tuple[Decimal, str] | None]) -> dict[str, Decimal]:
    """What the known values of lots come to in each currency: the whole is not less, whatever the others are."""
    found: dict[str, list[Decimal]] = {}
    for value in values:
        if value is not None:
            found.setdefault(value[1], []).append(value[0])
    return {currency: total(amounts) for currency, amounts in found.items()}
