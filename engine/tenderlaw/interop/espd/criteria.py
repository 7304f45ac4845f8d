"""The 24 exclusion criteria of the ESPD (regulation 2016/7 annex 2 part III), and the fact that each becomes.

A criterion is known by its identifier, which is the same in every version; its codes changed (dotted in 2.1,
short since 3.0, and one was respelt in 3.3) and serve only to report what does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from tenderlaw.facts.events import MisconductKind
from tenderlaw.facts.operator import Role

__all__ = [
    "CONVICTIONS",
    "INSOLVENCIES",
    "MISCONDUCTS",
    "NUMBERS",
    "OTHER_CODES",
    "ROLES",
    "ROLE_CODES",
    "TAXES",
    "Ground",
]

Kind_co = TypeVar("Kind_co", bound=str, covariant=True)


@dataclass(frozen=True, slots=True)
class Ground(Generic[Kind_co]):
    """One exclusion criterion of the ESPD."""

    number: str
    """`C1` to `C24`, in the order of the criteria taxonomy."""
    article: str
    """Provision of directive 2014/24."""
    uuid: str
    """Identifier of the criterion in every version."""
    kind: Kind_co
    """The offence, or the kind of the fact."""
    old_code: str
    """Code in version 2.1, without `CRITERION.EXCLUSION.`."""
    codes: tuple[str, ...]
    """Codes since version 3.0."""


_C, _S, _B = "CONVICTIONS.", "SOCIAL.", "BUSINESS."
_M, _I, _P = "MISCONDUCT.", "CONFLICT_OF_INTEREST.", "CONTRIBUTIONS."

CONVICTIONS: Final[tuple[Ground[str], ...]] = (
    Ground("C1", "57(1)(a)", "005eb9ed-1347-4ca3-bb29-9bc0db64e1ab",
           "participation-in-a-criminal-organisation",
           f"{_C}PARTICIPATION_IN_CRIMINAL_ORGANISATION", ("crime-org",)),
    Ground("C2", "57(1)(b)", "c27b7c4e-c837-4529-b867-ed55ce639db5", "corruption",
           f"{_C}CORRUPTION", ("corruption",)),
    Ground("C3", "57(1)(c)", "297d2323-3ede-424e-94bc-a91561e6f320", "fraud",
           f"{_C}FRAUD", ("fraud",)),
    Ground("C4", "57(1)(d)", "d486fb70-86b3-4e75-97f2-0d71b5697c7d", "terrorist-offences",
           f"{_C}TERRORIST_OFFENCES", ("terr-offence",)),
    Ground("C5", "57(1)(e)", "47112079-6fec-47a3-988f-e561668c3aef",
           "money-laundering-or-terrorist-financing",
           f"{_C}MONEY_LAUNDERING", ("finan-laund",)),
    Ground("C6", "57(1)(f)", "d789d01a-fe03-4ccd-9898-73f9cfa080d1",
           "child-labour-or-trafficking-in-human-beings",
           f"{_C}CHILD_LABOUR-HUMAN_TRAFFICKING", ("human-traffic",)),
)  # fmt: skip
"""Criteria about convictions; `kind` is the offence."""

TAXES: Final[tuple[Ground[Literal["tax", "social-security"]], ...]] = (
    Ground("C7", "57(2)", "b61bbeb7-690e-4a40-bc68-d6d4ecfaa3d4", "tax",
           f"{_P}PAYMENT_OF_TAXES", ("tax-pay",)),
    Ground("C8", "57(2)", "7d85e333-bbab-49c0-be8d-c36d71a72f5e", "social-security",
           f"{_P}PAYMENT_OF_SOCIAL_SECURITY", ("socsec-pay",)),
)  # fmt: skip
"""Criteria about unpaid taxes and contributions."""

InsolvencyKind = Literal[
    "bankruptcy",
    "insolvency-proceedings",
    "arrangement-with-creditors",
    "analogous",
    "administered-by-liquidator-or-court",
    "activities-suspended",
]

INSOLVENCIES: Final[tuple[Ground[InsolvencyKind], ...]] = (
    Ground("C12", "57(4)(b)", "d3732c09-7d62-4edc-a172-241da6636e7c", "bankruptcy",
           f"{_B}BANKRUPTCY", ("bankruptcy",)),
    Ground("C13", "57(4)(b)", "396f288a-e267-4c20-851a-ed4f7498f137", "insolvency-proceedings",
           f"{_B}INSOLVENCY", ("insolvency",)),
    Ground("C14", "57(4)(b)", "68918c7a-f5bc-4a1a-a62f-ad8983600d48", "arrangement-with-creditors",
           f"{_B}CREDITORS_ARRANGEMENT", ("cred-arran",)),
    Ground("C15", "57(4)(b)", "daffa2a9-9f8f-4568-8be8-7b8bf306d096", "analogous",
           f"{_B}BANKRUPTCY_ANALOGOUS", ("bankr-nat",)),
    Ground("C16", "57(4)(b)", "8fda202a-0c37-41bb-9d7d-de3f49edbfcb", "administered-by-liquidator-or-court",
           f"{_B}LIQUIDATOR_ADMINISTERED", ("liq-admin",)),
    Ground("C17", "57(4)(b)", "166536e2-77f7-455c-b018-70582474e4f6", "activities-suspended",
           f"{_B}ACTIVITIES_SUSPENDED", ("susp-act",)),
)  # fmt: skip
"""Criteria about insolvency and the like. C13 asks about insolvency and winding-up in one question."""

MISCONDUCTS: Final[tuple[Ground[MisconductKind], ...]] = (
    Ground("C9", "57(4)(a)", "a80ddb62-d25b-4e4e-ae22-3968460dc0a9", "environmental-law",
           f"{_S}ENVIRONMENTAL_LAW", ("envir-law",)),
    Ground("C10", "57(4)(a)", "a261a395-ed17-4939-9c75-b9ff1109ca6e", "social-law",
           f"{_S}SOCIAL_LAW", ("socsec-law",)),
    Ground("C11", "57(4)(a)", "a34b70d6-c43d-4726-9a88-8e2b438424bf", "labour-law",
           f"{_S}LABOUR_LAW", ("labour-law",)),
    Ground("C18", "57(4)(c)", "514d3fde-1e3e-4dcd-b02a-9f984d5bbda3", "professional-misconduct",
           f"{_M}MC_PROFESSIONAL", ("prof-misconduct",)),
    Ground("C19", "57(4)(d)", "56d13e3d-76e8-4f23-8af6-13e60a2ee356", "distortion-of-competition",
           f"{_M}MARKET_DISTORTION", ("distorsion",)),
    Ground("C20", "57(4)(e)", "b1b5ac18-f393-4280-9659-1367943c1a2e", "conflict-of-interest",
           f"{_I}PROCEDURE_PARTICIPATION", ("partic-confl",)),
    Ground("C21", "57(4)(f)", "61874050-5130-4f1c-a174-720939c7b483", "prior-involvement",
           f"{_I}PROCEDURE_PREPARATION", ("prep-confl",)),
    Ground("C22", "57(4)(g)", "3293e92b-7f3e-42f1-bee6-a7641bb04251", "deficient-performance",
           f"{_I}EARLY_TERMINATION", ("sanction",)),
    Ground("C23", "57(4)(h), (i)", "696a75b2-6107-428f-8b74-82affb67e184",
           "misrepresentation-or-undue-influence",
           f"{_I}MISINTERPRETATION", ("misinterpr", "misrepresent")),
    Ground("C24", "national law", "63adb07d-db1b-4ef0-a14e-a99785cf8cf6", "national-ground",
           "NATIONAL.OTHER", ("nati-ground",)),
)  # fmt: skip
"""Criteria about events and situations of art. 57(4), and the purely national ones."""

_ALL: Final[tuple[Ground[str], ...]] = (*CONVICTIONS, *TAXES, *INSOLVENCIES, *MISCONDUCTS)

NUMBERS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    ground.uuid: (ground.number, (f"CRITERION.EXCLUSION.{ground.old_code}", *ground.codes)) for ground in _ALL
}
"""Number and codes of each criterion, by its identifier."""

OTHER_CODES: Final = frozenset(
    {
        "prof-regist",
        "trade-regist",
        "autorisation",
        "authorisation",
        "membership",
        "gen-year-to",
        "aver-year-to",
        "spec-aver-to",
        "spec-year-to",
        "finan-rat",
        "indem-insu",
        "finan-requ",
        "work-perform",
        "supply-perform",
        "service-perform",
        "qual-cont-tech",
        "work-tech",
        "qual-facil",
        "research-fac",
        "chain-manage",
        "qualification",
        "envir-measure",
        "tech-equip",
        "spec-req-check",
        "manage-staff",
        "year-manpower",
        "suncont-port",
        "wo-autent",
        "w-autent",
        "qa-certif-inst",
        "qu-certif-indep",
        "envir-certif-indep",
        "shelt-worksh",
        "registered",
        "eo-group",
        "relied",
        "subco-ent",
        "staff-red",
        "sme",
    }
)
"""Codes since 3.0 of criteria that are not about exclusion (selection, and information on the operator)."""

ROLE_CODES: Final = ("sole-tenderer", "group-lead", "group-mem", "oeron", "subcont")
"""Role codes since 3.0."""

ROLES: Final[Mapping[str, Role]] = {
    "sole-tenderer": "tenderer",
    "sc": "tenderer",
    "scle": "tenderer",
    "group-lead": "group-member",
    "le": "group-member",
    "group-mem": "group-member",
    "gm": "group-member",
    "oeron": "relied-on-entity",
    "subcont": "subcontractor",
    "oenron": "subcontractor",
}
"""Role by code: `eo-role-type` (20211208-0) since 3.0, `EORoleType` in 2.1, where `SC` is the sole entity
and `SCLE` (deprecated) the sole contractor or the lead entity of a group."""
