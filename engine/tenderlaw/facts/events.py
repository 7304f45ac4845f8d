"""What is known against an operator: convictions, breaches, misconduct, insolvency; and what it did since."""

from __future__ import annotations

from typing import Annotated, Literal

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import (
    BeginDay,
    Begins,
    Country,
    Day,
    Facts,
    Informs,
    Items,
    Money,
    Offence,
    OpenDay,
    Text,
    Words,
)

__all__ = [
    "Conviction",
    "Evidence",
    "Insolvency",
    "Misconduct",
    "MisconductKind",
    "SelfCleaning",
    "TaxBreach",
]

Source = Literal["self-declared", "verified"]

TraffickingAct = Literal[
    "recruitment", "transportation", "transfer", "harbouring", "receipt", "exchange-or-transfer-of-control", "none"
]
TraffickingMeans = Literal[
    "threat-or-force",
    "other-coercion",
    "abduction",
    "fraud",
    "deception",
    "abuse-of-power",
    "abuse-of-vulnerability",
    "payment-to-a-person-in-control",
    "none",
]
TraffickingPurpose = Literal[
    "sexual-exploitation",
    "forced-labour",
    "slavery",
    "servitude",
    "criminal-activities",
    "removal-of-organs",
    "other-exploitation",
    "none",
]


class SelfCleaning(Agreeing):
    """Measures by which the operator shows its reliability despite a ground (directive 2014/24 art. 57(6))."""

    asked_for: bool | None = None
    """The operator was asked for evidence of measures: by national rules and, clearly, the procurement documents, or by
    the authority itself (C-387/19 RTS infra). False where the documents are silent and nobody asked."""
    claimed: bool | None = None
    """The operator says that it has taken measures. A claim proves nothing by itself."""
    compensation: bool | None = None
    """It has paid, or undertaken to pay, compensation for any damage caused."""
    collaboration: bool | None = None
    """It has clarified the facts comprehensively by actively collaborating with the investigating authorities."""
    prevention: bool | None = None
    """It has taken concrete technical, organisational and personnel measures that prevent a recurrence."""
    accepted: bool | None = None
    """The authority has assessed the measures, against gravity and circumstances, and found them sufficient."""
    description: Text | None = None
    """The operator's own words."""


class Evidence(Facts):
    """Where a fact can be checked."""

    reference: Text
    """Document code, or identifier of the evidence."""
    url: Text | None = None
    """Web address, where the document is available electronically."""
    issuer: Text | None = None
    """Who issued it."""


class Conviction(Agreeing):
    """A criminal conviction."""

    offence: Offence | None = None
    """An offence or category of a pack's catalogue; `other` for an offence outside every listed category. A category
    that is broader than what a rule asks for leaves open whether it is that."""
    also_offences: Items[Offence] | None = None
    """The same offence as other packs' catalogues call it, where several regimes are asked; a person has placed it. A
    regime reads those that its catalogue holds, any of which is enough; where it holds none, it does not know it."""
    foreign_offence: Words | None = None
    """The offence in the words of a law that the catalogue does not list; then `offence` is the category to
    which it is said to belong, and counts only once `equivalence_confirmed` is true."""
    equivalence_confirmed: bool | None = None
    """A person has confirmed that the foreign offence belongs to the category named; false where it does not belong
    there, which leaves open where else it belongs until `offence` says so."""
    act: TraffickingAct | None = None
    """Of what was punished, the act of trafficking (Palermo Protocol art. 3(a)); `none` where it was none. With means
    and purpose it tells where a foreign offence may be placed, and decides nothing."""
    means: TraffickingMeans | None = None
    """By what means (Palermo Protocol art. 3(a)); `none` where none was shown, which does not matter for a child."""
    purpose: TraffickingPurpose | None = None
    """For what exploitation (Palermo Protocol art. 3(a)); `none` where it was for no exploitation."""
    victim_is_child: bool | None = None
    """A victim was under eighteen (Palermo Protocol art. 3(d))."""
    knowledge: Literal["established", "otherwise-aware", "alleged"] | None = None
    """How the authority knows: established by verification, otherwise aware, or a suspicion, a charge or an
    unverified allegation only (directive 2014/24 art. 57(1); SSI 2016/145 reg 8(1)). It follows from `source`."""
    convicted_on: BeginDay | None = None
    """Day on which the conviction was pronounced."""
    final: bool | None = None
    """The judgment is final: no ordinary appeal is open (directive 2014/24 art. 57(1))."""
    final_on: BeginDay | None = None
    """Day of the conviction by final judgment: the start of the period (art. 57(7))."""
    judgment_sets_exclusion: bool | None = None
    """The judgment itself sets a period of exclusion (art. 57(7))."""
    judgment_excludes_until: OpenDay | None = None
    """Last day of the exclusion that the judgment sets."""
    court: Text | None = None
    """Court and file number."""
    country: Country | None = None
    """Country of the court."""
    declared_name: Text | None = None
    """Who was convicted, in the operator's own words."""
    self_cleaning: SelfCleaning | None = None
    """Measures taken since."""
    note: Text | None = None
    """What the source says about this entry, for people."""
    source: Source | None = None
    """How the fact is known: declared by the operator, or verified by the authority."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""


class TaxBreach(Agreeing):
    """A breach of the obligation to pay taxes or social security contributions (art. 57(2))."""

    kind: Literal["tax", "social-security"] | None = None
    """What was not paid."""
    country: Country | None = None
    """Whose tax or contribution it is."""
    amount: Money | None = None
    """Amount unpaid."""
    established_by: (
        Literal[
            "judicial-decision",
            "administrative-decision",
            "judicial-or-administrative-decision",
            "other-means",
        ]
        | None
    ) = None
    """How the breach is established (art. 57(2) first and second subparagraph);
    `judicial-or-administrative-decision` where a declaration does not say which (ESPD part III B)."""
    final_and_binding: bool | None = None
    """The decision is final and binding under the law of the operator's or the authority's country."""
    demonstrated: bool | None = None
    """The authority can demonstrate the breach by any appropriate means (art. 57(2) second subparagraph)."""
    decided_on: Annotated[Day, Begins(("final_and_binding",))] | None = None
    """Day of the decision."""
    paid: bool | None = None
    """Paid, with any interest and fines."""
    binding_arrangement: bool | None = None
    """A binding arrangement to pay, with any interest and fines, has been entered into."""
    paid_or_arranged: bool | None = None
    """One of the two, by a declaration that does not say which (ESPD part III B)."""
    obligation_ceased: bool | None = None
    """The obligation to pay has ceased otherwise, as by prescription or remission (SSI 2015/446 reg 58(5)(b))."""
    minor_amount: bool | None = None
    """Only a minor amount is unpaid, in the authority's judgment (art. 57(3) second subparagraph)."""
    amount_notified_too_late: bool | None = None
    """The exact amount was notified too late to pay or arrange before the deadline (art. 57(3))."""
    description: Text | None = None
    """The operator's or the authority's words."""
    note: Text | None = None
    """What the source says about this entry, for people."""
    source: Annotated[Source | None, Informs()] = None
    """How the fact is known."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""


MisconductKind = Literal[
    "environmental-law",
    "social-law",
    "labour-law",
    "professional-misconduct",
    "distortion-of-competition",
    "conflict-of-interest",
    "prior-involvement",
    "deficient-performance",
    "misrepresentation",
    "information-withheld",
    "documents-not-submitted",
    "undue-influence",
    "confidential-information-sought",
    "misleading-information",
    "misrepresentation-or-undue-influence",
    "blacklisting",
    "national-ground",
    "other",
]


class Misconduct(Agreeing):
    """An event or situation that may cost the operator its place without a conviction (art. 57(4))."""

    kind: MisconductKind | None = None
    """Which situation. `misrepresentation-or-undue-influence` is an ESPD answer that does not say which point
    of art. 57(4)(h) or (i) it concedes; `national-ground` is a purely national ground (ESPD part III D)."""
    demonstrated: bool | None = None
    """The authority has the proof that the ground asks for: appropriate means for (a) and (c), sufficiently
    plausible indications for (d), the fact itself for the rest."""
    admitted: bool | None = None
    """The operator has admitted it (SSI 2016/145 reg 9(1))."""
    final_decision: bool | None = None
    """A judicial decision with final and binding effect has established it (SSI 2016/145 reg 9(1))."""
    occurred_on: BeginDay | None = None
    """Day of the event: the start of the period (art. 57(7))."""
    penalised_by_authority: bool | None = None
    """A competent authority has penalised the conduct (C-124/17 Vossloh Laeis)."""
    penalised_on: Annotated[Day, Begins(("penalised_by_authority",))] | None = None
    """Day of that authority's decision, from which the period then runs (C-124/17)."""
    grave: bool | None = None
    """Grave enough to make integrity questionable (57(4)(c)), or serious (57(4)(h))."""
    remediable_by_less_intrusive_measures: bool | None = None
    """The conflict or the distortion can be remedied by less intrusive measures (57(4)(e), (f))."""
    significant_or_persistent: bool | None = None
    """The deficiencies of an earlier contract were significant or persistent (57(4)(g))."""
    sanction: Literal["early-termination", "damages", "comparable", "one-of-these", "none"] | None = None
    """What the deficiencies led to (57(4)(g)); `one-of-these` where it is not said which."""
    negligent: bool | None = None
    """Misleading information was given at least negligently (57(4)(i))."""
    material_influence: bool | None = None
    """The information may have a material influence on decisions (57(4)(i))."""
    description: Text | None = None
    """The operator's or the authority's words."""
    self_cleaning: SelfCleaning | None = None
    """Measures taken since."""
    note: Text | None = None
    """What the source says about this entry, for people."""
    source: Annotated[Source | None, Informs()] = None
    """How the fact is known."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""


class Insolvency(Facts):
    """Insolvency or a like situation (art. 57(4)(b))."""

    kind: (
        Literal[
            "bankruptcy",
            "insolvency-proceedings",
            "winding-up",
            "administered-by-liquidator-or-court",
            "arrangement-with-creditors",
            "activities-suspended",
            "analogous",
        ]
        | None
    ) = None
    """Which situation."""
    ongoing: bool | None = None
    """The situation lasts on the as-of date."""
    opened_on: BeginDay | None = None
    """Day on which it began."""
    able_to_perform: bool | None = None
    """The authority has established that the operator can perform the contract (57(4) last subparagraph)."""
    description: Text | None = None
    """The operator's own words."""
    self_cleaning: SelfCleaning | None = None
    """Measures taken since."""
    note: Text | None = None
    """What the source says about this entry, for people."""
    source: Annotated[Source | None, Informs()] = None
    """How the fact is known."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""
