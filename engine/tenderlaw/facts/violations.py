"""Violations of the policy against trafficking in persons in the performance of a contract, and what followed."""

from __future__ import annotations

from typing import Literal

from tenderlaw.facts.base import Day, Facts, Items, Text
from tenderlaw.facts.events import Evidence, Source

__all__ = ["Violation"]


class Violation(Facts):
    """A violation of the policy against trafficking in persons in the performance of a contract (FAR 22.1704)."""

    act: (
        Literal[
            "severe-trafficking",
            "commercial-sex-act",
            "forced-labor",
            "identity-documents",
            "fraudulent-recruitment",
            "recruitment-fees",
            "return-transport",
            "housing",
            "work-document",
            "clause-not-complied-with",
            "child-labor-own-use",
            "child-labor-in-product",
            "false-certificate",
            "no-cooperation",
        ]
        | None
    ) = None
    """Which act: one of the nine of FAR 22.1703(a), a failure to comply with the clause, or a violation of
    FAR 22.1504(a)."""
    by: Literal["contractor", "employee", "subcontractor", "subcontractor-employee", "agent"] | None = None
    """Who did it; a subcontractor's violation is recorded against the contractor (FAR 9.104-6(b)(5))."""
    credible_information: bool | None = None
    """There is credible information about it (FAR 22.1704(b), 52.222-50(d))."""
    authority_informed: bool | None = None
    """The contractor has informed the contracting officer and the Inspector General (FAR 52.222-50(d))."""
    inspector_notified: bool | None = None
    """The contracting officer has notified the Inspector General and the suspending and debarring official
    (FAR 22.1704(b))."""
    report_supports: bool | None = None
    """A report of the Inspector General supports the allegation (FAR 22.1704(c)(2))."""
    referred_for_debarment: bool | None = None
    """The matter was referred to the suspending and debarring official (22 U.S.C. 7104b(c)(1))."""
    proceeding_delegated: bool | None = None
    """An administrative proceeding was delegated (FAR 22.1704(c)(2)(i))."""
    substantiated: bool | None = None
    """A final determination substantiates the allegation (FAR 22.1704(d))."""
    determined_on: Day | None = None
    """Day of that determination."""
    recorded_on: Day | None = None
    """Day on which it was entered in the integrity records (FAR 42.1503(h)(1)(v))."""
    remedies_considered: bool | None = None
    """The contracting officer has considered the remedies (FAR 22.1704(d)(2))."""
    plan_at_the_time: bool | None = None
    """The contractor had a compliance plan or an awareness program when it happened (FAR 52.222-50(f)(1))."""
    plan_complied_with: bool | None = None
    """It was in compliance with that plan (FAR 52.222-50(f)(1))."""
    remedial_action: bool | None = None
    """It has taken appropriate remedial action, such as reparation to victims (FAR 52.222-50(f)(1))."""
    failed_to_abate: bool | None = None
    """It failed to abate, or to enforce its plan, when directed to (FAR 52.222-50(f)(2))."""
    knew: bool | None = None
    """The contractor knew of it (FAR 22.1504(b)(2), (3))."""
    description: Text | None = None
    """The authority's words."""
    source: Source | None = None
    """How the fact is known."""
    evidence: Items[Evidence] | None = None
    """Where it can be checked."""
