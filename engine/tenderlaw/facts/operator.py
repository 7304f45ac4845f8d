"""The economic operator: who it is, who stands behind it, what lists and judgments say of it, what it handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, get_args

from tenderlaw.facts.accounts import FinancialYear, conflicting_years
from tenderlaw.facts.agreeing import Agreeing, Conflict, Get
from tenderlaw.facts.base import (
    BeginDay,
    Begins,
    Code,
    Country,
    Day,
    Facts,
    Informs,
    Items,
    Money,
    OpenDay,
    State,
    Text,
    Words,
)
from tenderlaw.facts.events import Conviction, Insolvency, Misconduct, TaxBreach
from tenderlaw.facts.judgments import conflicting_judgments
from tenderlaw.facts.portions import overrun
from tenderlaw.facts.procurement import Performance
from tenderlaw.facts.risk import Practice
from tenderlaw.facts.violations import Violation

__all__ = [
    "ROLES",
    "Derogation",
    "EconomicOperator",
    "ExclusionByJudgment",
    "Identifier",
    "LinkKind",
    "LinkedPerson",
    "Listing",
    "Role",
    "Statement",
    "Subcontract",
    "Tender",
]

Role = Literal["tenderer", "group-member", "relied-on-entity", "subcontractor"]
ROLES: tuple[str, ...] = get_args(Role)
LinkKind = Literal[
    "governing-body-member",
    "representative",
    "decision-maker",
    "controller",
    "operator-or-linked-person",
    "other",
]


class Identifier(Facts):
    """An official identifier of an operator."""

    scheme: Code
    """Register or scheme, such as `vat`, `lei`, `national-register`."""
    value: Text
    """The identifier as issued."""


class LinkedPerson(Agreeing):
    """A person linked to the operator (directive 2014/24 art. 57(1) second subparagraph).

    One entry a link: a person who was a director and is now the owner stands twice.
    """

    name: Text | None = None
    """Name or designation; never read by a rule. Lists are searched for it."""
    identifiers: Annotated[Items[Identifier] | None, Informs()] = None
    """Official identifiers; lists are searched for them."""
    country: Annotated[Country | None, Informs()] = None
    """Country whose national identifiers these are."""
    link: LinkKind | None = None
    """Member of the administrative, management or supervisory body; holder of powers of representation,
    decision or control; `other` for any link that gives none of these; `operator-or-linked-person` for a
    declaration that covers the operator and all these persons without saying who it is."""
    link_from: BeginDay | None = None
    """First day of the link."""
    link_until: OpenDay | None = None
    """Last day of the link; `open` while it lasts."""
    convictions: Items[Conviction] | None = None
    """Convictions of this person."""


class Listing(Agreeing):
    """An entry of a debarment or exclusion list, or of a register of integrity records."""

    list: Code
    """Which list, such as `sam-exclusions`."""
    entry: Text | None = None
    """Identifier of the entry."""
    exclusion_type: Code | None = None
    """What kind of entry it is: not every row of a list is a debarment."""
    listed_from: BeginDay | None = None
    """First day of the entry; the first that it may be, where a month or a year alone is known."""
    listed_until: OpenDay | None = None
    """Last day of the entry, `open` where it is indefinite; the last that it may be, where a month or a year alone is
    known."""
    surely_from: OpenDay | None = None
    """The day that ends the doubt whether the entry holds yet, where its first day is not known exactly; otherwise
    leave it out."""
    surely_until: OpenDay | None = None
    """The last day without doubt whether the entry still holds, where its last day is not known exactly; otherwise
    leave it out."""
    status: Literal["active", "inactive"] | None = None
    """What the list itself calls the entry. Whether it holds follows from its days; of one that is called inactive
    while its days run it is not known."""
    in_force: bool | None = None
    """Whether the entry holds on the day of the decision, found out where its days and its status leave it open."""
    matched_by: Literal["identifier", "unchecked-identifier", "name", "linked-person"] | None = None
    """How the entry was matched: by an identifier that stood its check; by one of which it is not known whose it is; by
    name; or it names a person linked to the operator. Only the first makes the entry the operator's, the others are a
    reason to look (FAR 9.404(b)(6)-(7))."""
    person: Text | None = None
    """The linked person whom it may name."""
    to_confirm: bool | None = None
    """The words of the list leave open which kind of entry it is: a person confirms it in the record."""
    covers_procurement: bool | None = None
    """The entry's scope covers this procurement: an ineligibility may hold for one statute only (FAR 9.405(b))."""


class ExclusionByJudgment(Agreeing):
    """Exclusion from procurement or concession procedures by a final judgment (art. 57(6) last subparagraph)."""

    excluded_from: BeginDay | None = None
    """First day of the exclusion."""
    excluded_until: OpenDay | None = None
    """Last day of the exclusion."""
    effective_in: Items[State] | None = None
    """The States in which the judgment is effective."""


class Derogation(Agreeing):
    """A decision of the authority not to exclude despite a mandatory ground (art. 57(3))."""

    basis: Literal["public-interest", "disproportionate", "compelling-reason"] | None = None
    """Overriding reasons of public interest, an exclusion that would be clearly disproportionate, or the agency
    head's compelling reason (FAR 9.405(a))."""
    decided: bool | None = None
    """The authority has decided to derogate; false while the reasons are on file and the decision is open.
    It follows from `decided_on`."""
    decided_on: Annotated[Day, Begins(("decided",))] | None = None
    """Day of the decision."""
    reasons_recorded: bool | None = None
    """The authority has recorded the reasons that would allow it (SSI 2016/145 reg 8(3))."""
    reasons: Text | None = None
    """The reasons recorded."""


class Statement(Agreeing):
    """A statement, certificate or plan asked of the operator."""

    kind: Code
    """Which statement; packs name the kinds that they ask for."""
    given: bool | None = None
    """The operator has given it."""
    given_on: BeginDay | None = None
    """Day on which it was given."""
    issued_on: BeginDay | None = None
    """Day on which the body that issues it did: the day from which the law counts how old it may be."""
    valid_until: OpenDay | None = None
    """Last day of its validity."""
    limb: Code | None = None
    """Which of the alternatives of the form was certified."""
    known_to_be_false: bool | None = None
    """The authority has actual knowledge that the statement is false (FAR 22.1503(d))."""


class Tender(Agreeing):
    """What the authority has found about the tender itself (art. 69)."""

    appears_abnormally_low: bool | None = None
    """The tender appears to be abnormally low, so that an explanation is asked for (art. 69(1))."""
    abnormally_low: bool | None = None
    """The authority has established that the tender is abnormally low."""
    low_through_breach_of_obligations: bool | None = None
    """It is so because applicable environmental, social or labour obligations are not met (art. 18(2))."""
    complies_with_obligations: bool | None = None
    """The tender complies with applicable environmental, social and labour obligations (art. 56(1))."""
    explanation_satisfactory: bool | None = None
    """The evidence supplied accounts satisfactorily for the low price (art. 69(3) first subparagraph)."""


class Subcontract(Agreeing):
    """The subcontract of an entity: it is tested with its own portion and value (FAR 52.222-50(i))."""

    value: Money | None = None
    """Value of the subcontract."""
    first_tier: bool | None = None
    """It is concluded with the contractor itself (FAR 9.405-2(b))."""
    signed: bool | None = None
    """It has been signed."""
    awarded_on: Day | None = None
    """Day on which it was awarded (FAR 52.209-6(b)-(c))."""
    performance: Items[Performance] | None = None
    """Places of performance of the subcontract and their portions."""

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """What cannot be so of its value and its portions."""
        if (found := overrun("subcontract_performance", get)) is not None:
            yield found


class EconomicOperator(Agreeing):
    """An economic operator in one role, with everything known about it."""

    role: Role
    """The role in which it is checked; the role decides the consequence (art. 57, 63, 71)."""
    tenders_alone: bool | None = None
    """It tenders alone, not as a member of a group; it may still rely on others (art. 19(2), 63)."""
    name: Text | None = None
    """Name as it should stand in documents."""
    identifiers: Annotated[Items[Identifier] | None, Informs()] = None
    """Official identifiers."""
    country: Country | None = None
    """Country of establishment (art. 57(2))."""
    linked_persons: Items[LinkedPerson] | None = None
    """Persons of the administrative, management and supervisory bodies and persons with powers of
    representation, decision or control (art. 57(1) second subparagraph)."""
    convictions: Items[Conviction] | None = None
    """Convictions of the operator itself."""
    tax_breaches: Items[TaxBreach] | None = None
    """Unpaid taxes and social security contributions."""
    misconduct: Items[Misconduct] | None = None
    """Events and situations of art. 57(4)(a) and (c) to (i)."""
    insolvency: Items[Insolvency] | None = None
    """Situations of art. 57(4)(b)."""
    listings: Items[Listing] | None = None
    """Entries of debarment lists."""
    exclusions_by_judgment: Items[ExclusionByJudgment] | None = None
    """Exclusions that a final judgment has set (art. 57(6))."""
    derogations: Items[Derogation] | None = None
    """Decisions of the authority in this procedure not to exclude this operator."""
    statements: Items[Statement] | None = None
    """Statements, certificates and plans asked for."""
    meets_selection_criteria: bool | None = None
    """Of an entity relied on: it meets the selection criteria for which the tenderer relies on it (art. 63(1) second
    subparagraph; SSI 2015/446 reg 64(5)(a))."""
    evidence_verified: bool | None = None
    """The up-to-date supporting documents were submitted and checked (art. 59(4))."""
    violations: Items[Violation] | None = None
    """Violations of a policy against trafficking in persons, by the operator, its people or subcontractors (art.
    57(4)(a); FAR 22.1704)."""
    supplier_on_import_list: bool | None = None
    """A supplier of the operator stands on a list whose goods are presumed to be refused entry (Pub. L. 117-78
    s.2(d)(2)); a sign of risk, never a ground."""
    practices: Items[Practice] | None = None
    """Practices that were looked for at the operator and its known subcontractors."""
    owners_known: bool | None = None
    """The natural persons who ultimately own or control it are known (background paper para. 10, 28)."""
    turnover: Money | None = None
    """Total turnover of a year, of the group where the law asks for it."""
    legal_form: Literal["body-corporate", "partnership", "other"] | None = None
    """What it is: incorporated, a partnership, or neither (Modern Slavery Act 2015 s.54(12))."""
    business_in: Items[Country] | None = None
    """Countries in which it carries on a business or a part of one (s.54(12))."""
    major_supplier: bool | None = None
    """It is a major supplier of the authority (Security Council resolution 2388 (2017))."""
    subcontract: Subcontract | None = None
    """For a subcontractor: its subcontract."""
    financial_years: Items[FinancialYear] | None = None
    """Financial years that have ended, with their figures; more than one where a law looks back."""
    tender: Tender | None = None
    """Findings about its tender."""
    lots: Items[Words] | None = None
    """Lots for which it tenders."""

    about: ClassVar[frozenset[str]] = frozenset({"exclusions_by_judgment", "financial_years"})

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """What cannot be so of its facts, its convictions, exclusions by judgment and financial years among them."""
        yield from super().conflicts(get)
        yield from conflicting_judgments(get)
        yield from conflicting_years(get)
