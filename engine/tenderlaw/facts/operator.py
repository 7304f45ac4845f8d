"""The economic operator: who it is, who stands behind it, what lists and judgments say of it, what it handed in."""

from __future__ import annotations

from typing import Literal, get_args

from tenderlaw.facts.base import Code, Country, Day, Facts, Items, OpenDay, Text
from tenderlaw.facts.events import Conviction, Insolvency, Misconduct, TaxBreach

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


class LinkedPerson(Facts):
    """A person linked to the operator (directive 2014/24 art. 57(1) second subparagraph).

    One entry a link: a person who was a director and is now the owner stands twice.
    """

    name: Text | None = None
    """Name or designation; never read by a rule."""
    link: LinkKind | None = None
    """Member of the administrative, management or supervisory body; holder of powers of representation,
    decision or control; `other` for any link that gives none of these; `operator-or-linked-person` for a
    declaration that covers the operator and all these persons without saying who it is."""
    link_from: Day | None = None
    """First day of the link."""
    link_until: OpenDay | None = None
    """Last day of the link; `open` while it lasts."""
    convictions: Items[Conviction] | None = None
    """Convictions of this person."""


class Listing(Facts):
    """An entry of a debarment or exclusion list."""

    list: Code
    """Which list, such as `sam-exclusions`."""
    entry: Text | None = None
    """Identifier of the entry."""
    exclusion_type: Code | None = None
    """What kind of entry it is: not every row of a list is a debarment."""
    listed_from: Day | None = None
    """First day of the entry."""
    listed_until: OpenDay | None = None
    """Last day of the entry; `open` where it is indefinite."""
    matched_by: Literal["identifier", "name"] | None = None
    """How the entry was matched: a name alone is a reason to look, never a fact."""


class ExclusionByJudgment(Facts):
    """Exclusion from procurement or concession procedures by a final judgment (art. 57(6) last subparagraph)."""

    excluded_from: Day | None = None
    """First day of the exclusion."""
    excluded_until: OpenDay | None = None
    """Last day of the exclusion."""
    effective_in: Items[Country] | None = None
    """The States in which the judgment is effective."""


class Derogation(Facts):
    """A decision of the authority not to exclude despite a mandatory ground (art. 57(3))."""

    basis: Literal["public-interest", "disproportionate"] | None = None
    """Overriding reasons of public interest, or an exclusion that would be clearly disproportionate."""
    decided_on: Day | None = None
    """Day of the decision."""
    reasons: Text | None = None
    """The reasons recorded."""


class Statement(Facts):
    """A statement, certificate or plan asked of the operator."""

    kind: Code
    """Which statement; packs name the kinds that they ask for."""
    given: bool | None = None
    """The operator has given it."""
    given_on: Day | None = None
    """Day on which it was given."""
    valid_until: OpenDay | None = None
    """Last day of its validity."""
    limb: Code | None = None
    """Which of the alternatives of the form was certified."""


class Tender(Facts):
    """What the authority has found about the tender itself (art. 69)."""

    abnormally_low: bool | None = None
    """The authority has established that the tender is abnormally low."""
    low_through_breach_of_obligations: bool | None = None
    """It is so because applicable environmental, social or labour obligations are not met (art. 18(2))."""
    explanation_satisfactory: bool | None = None
    """The evidence supplied accounts satisfactorily for the low price (art. 69(3) first subparagraph)."""


class EconomicOperator(Facts):
    """An economic operator in one role, with everything known about it."""

    role: Role
    """The role in which it is checked; the role decides the consequence (art. 57, 63, 71)."""
    name: Text | None = None
    """Name as it should stand in documents."""
    identifiers: Items[Identifier] | None = None
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
    evidence_verified: bool | None = None
    """The up-to-date supporting documents were submitted and checked (art. 59(4))."""
    tender: Tender | None = None
    """Findings about its tender."""
    lots: Items[Text] | None = None
    """Lots for which it tenders."""
