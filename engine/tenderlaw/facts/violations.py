"""Violations of the policy against trafficking in persons in the performance of a contract, and what followed."""

from __future__ import annotations

from typing import Annotated, Literal

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import Begins, Country, Day, Facts, Informs, Items, Text
from tenderlaw.facts.events import Evidence, Source

__all__ = ["CompliancePlan", "Violation"]


class CompliancePlan(Facts):
    """A contractor's plan against trafficking in persons in the performance of a contract (FAR 52.222-50(h))."""

    maintained: bool | None = None
    """It is kept up during performance and fits the size and complexity of the contract, the nature of the work
    and the risk (FAR 52.222-50(h)(2))."""
    awareness_program: bool | None = None
    """It has a program that tells employees of the policy and of what follows a violation (FAR 52.222-50(h)(3)(i))."""
    reporting_process: bool | None = None
    """It has a process by which employees report without fear of retaliation (FAR 52.222-50(h)(3)(ii))."""
    recruitment_and_wage_plan: bool | None = None
    """It has a plan for recruitment without fees and for lawful wages (FAR 52.222-50(h)(3)(iii))."""
    housing_provided: bool | None = None
    """Contractor or subcontractor intends to provide or arrange housing (FAR 52.222-50(h)(3)(iv))."""
    housing_plan: bool | None = None
    """It has a plan for housing that meets the standards of the host country (FAR 52.222-50(h)(3)(iv))."""
    subcontractor_procedures: bool | None = None
    """It has procedures to prevent, detect and end violations by agents and by subcontractors at any tier and of
    any value (FAR 52.222-50(h)(3)(v))."""
    posted: bool | None = None
    """Its relevant contents were posted at the workplace and on the website by the start of performance, or given
    to each worker in writing where posting is impracticable (FAR 52.222-50(h)(4)(i))."""
    requested: bool | None = None
    """The contracting officer has asked for it (FAR 52.222-50(h)(4)(ii))."""
    handed_over: bool | None = None
    """It was handed to the contracting officer (FAR 52.222-50(h)(4)(ii))."""


class Violation(Agreeing):
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
    country: Country | None = None
    """Where it happened or, of a product, where that was mined, produced or manufactured (FAR 52.222-19(a))."""
    credible_information: bool | None = None
    """There is credible information about it (FAR 22.1704(b), 52.222-50(d))."""
    authority_informed: bool | None = None
    """The contractor has informed the contracting officer and the Inspector General (FAR 52.222-50(d))."""
    inspector_notified: bool | None = None
    """The contracting officer has notified the Inspector General and the suspending and debarring official
    (FAR 22.1704(b))."""
    commander_notified: bool | None = None
    """The military commander responsible for the area has been notified (DFARS 222.1704)."""
    referred_for_investigation: bool | None = None
    """The matter was referred for investigation to the Inspector General, the Attorney General or the Treasury
    (FAR 22.1503(e))."""
    reported: bool | None = None
    """There is a report of the Inspector General about it (FAR 22.1704(c)(1)). It follows from `report_received_on`."""
    report_supports: bool | None = None
    """That report supports the allegation (FAR 22.1704(c)(2)); false follows where there is no report."""
    report_received_on: Annotated[Day, Begins(("reported", "report_supports", "report_provided"))] | None = None
    """Day on which the head of the agency received that report (FAR 22.1704(c)(2)(i))."""
    report_provided: bool | None = None
    """The contracting officer was given a copy of that report (FAR 22.1704(c)(1))."""
    referred_for_debarment: bool | None = None
    """The matter was referred to the suspending and debarring official (22 U.S.C. 7104b(c)(1))."""
    proceeding_delegated: bool | None = None
    """An administrative proceeding was delegated (FAR 22.1704(c)(2)(i))."""
    substantiated: bool | None = None
    """A final determination substantiates the allegation (FAR 22.1704(d)); of child labor, the violation is
    established (FAR 22.1504(a))."""
    determined_on: Annotated[Day, Begins(("substantiated",))] | None = None
    """Day of that determination."""
    determination_received_on: Annotated[Day, Begins(("determination_received_on",))] | None = None
    """Day on which the contracting officer received that determination (FAR 42.1503(h)(1)(v))."""
    recorded: bool | None = None
    """It was entered in the integrity records. It follows from `recorded_on`."""
    recorded_on: Annotated[Day, Begins(("recorded",))] | None = None
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
    source: Annotated[Source | None, Informs()] = None
    """How the fact is known."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""
