"""Who the operator is: role, name, identifiers, country, lots, and the evidence that it refers to.

`cac:EconomicOperatorParty`, `cac:ProcurementProjectLot` and `cac:Evidence` of an ESPD Response; the role
decides whether a ground excludes or only calls for a replacement (directive 2014/24 art. 57, 63, 71).
"""

from __future__ import annotations

import re
from typing import Final

from tenderlaw.facts.events import Evidence
from tenderlaw.facts.operator import Identifier, Role
from tenderlaw.interop.espd.countries import alpha_2
from tenderlaw.interop.espd.criteria import ROLE_CODES, ROLES
from tenderlaw.interop.espd.document import NAMES, Document, children, content, line_of, quoted, text
from tenderlaw.interop.espd.reading import Remark
from tenderlaw.interop.espd.values import read_values, words
from tenderlaw.sources.faults import nearest

__all__ = [
    "alone",
    "brought",
    "country_of",
    "evidence_of",
    "identifiers_of",
    "lots_of",
    "name_of",
    "procedure_of",
    "role_of",
]

_PARTY: Final = "cac:EconomicOperatorParty/cac:Party"
_CODE: Final = "cac:EconomicOperatorParty/cac:EconomicOperatorRole/cbc:RoleCode"
_PLACEHOLDER: Final = re.compile(r"__.*|\[.*\]|dummy[ _-]?\w*", re.IGNORECASE | re.DOTALL)
_SCHEMES: Final = {
    "vat": "vat",
    "lei": "lei",
    "bris": "bris",
    "duns": "duns",
    "national": "national-register",
}
_AGENCIES: Final = {"vies": "vat", "gleif": "lei", "bris": "bris"}
"""The system by which numbers of a scheme are looked up (VIES: regulation 904/2010)."""
_BROUGHT: Final[dict[str, Role]] = {
    "eo-group": "group-member",
    "relied": "relied-on-entity",
    "subco-ent": "subcontractor",
    "CRITERION.OTHER.EO_DATA.TOGETHER_WITH_OTHERS": "group-member",
    "CRITERION.OTHER.EO_DATA.RELIES_ON_OTHER_CAPACITIES": "relied-on-entity",
    "CRITERION.OTHER.EO_DATA.SUBCONTRACTS_WITH_THIRD_PARTIES": "subcontractor",
}
"""Criteria about who else takes part, by their codes in either generation."""
_WHOLE: Final = re.compile(r"(LOT-)?0+")


def role_of(document: Document, stated: Role | None, remarks: list[Remark]) -> Role:
    """Give the role that the caller states, or else the one that the document declares.

    Raises InputInvalidError where neither gives one, and where the document gives several or an unknown one.
    """
    elements = [element for element in children(document.root, _CODE) if content(element)]
    codes = [content(element) for element in elements]
    roles = {ROLES.get(code.lower()) for code in codes}
    if stated is not None:
        if roles and roles != {stated}:
            message = f"the document says {quoted(', '.join(codes))}; the role `{stated}` was stated to the reader"
            remarks.append(Remark("", "RoleCode", message, line_of(elements[0])))
        return stated
    if not elements:
        known = ", ".join(f"`{code}`" for code in ROLE_CODES)
        document.refuse(
            document.root.find("cac:EconomicOperatorParty", NAMES),
            "the role of the operator is missing",
            f"state it to the reader, or write `cbc:RoleCode`: {known}",
        )
    if len(roles) > 1:
        document.refuse(elements[1], f"several roles are given: {quoted(', '.join(codes))}", "state one role")
    role = roles.pop()
    if role is None:
        document.refuse(elements[0], f"the role code {quoted(codes[0])} is unknown", nearest(codes[0], ROLES))
    if codes[0].lower() == "scle":
        message = "`SCLE` means a sole contractor or the lead entity of a group: read as a sole tenderer"
        remarks.append(Remark("", "RoleCode", message, line_of(elements[0])))
    return role


def alone(document: Document) -> bool | None:
    """Whether the document declares a sole tenderer; a group's lead, or a code that may be either, leaves it open."""
    codes = {content(element).lower() for element in children(document.root, _CODE)}
    return True if codes == {"sole-tenderer"} else None


def brought(document: Document) -> dict[Role, bool]:
    """Whether the operator says that others of a role take part with it (regulation 2016/7 annex 2 part II)."""
    given = {text(one, "cbc:ValidatedCriterionPropertyID"): one
             for one in children(document.root, "cac:TenderingCriterionResponse")}  # fmt: skip
    found: dict[Role, bool] = {}
    for criterion in children(document.root, "cac:TenderingCriterion"):
        role = _BROUGHT.get(text(criterion, "cbc:CriterionTypeCode"))
        asked = criterion.find(
            "cac:TenderingCriterionPropertyGroup/cac:TenderingCriterionProperty[cbc:ValueDataTypeCode='INDICATOR']/cbc:ID",
            NAMES,
        )
        response = given.get(content(asked)) if asked is not None else None
        if role is not None and response is not None:
            values, _ = read_values(response, "INDICATOR")
            if values and isinstance(values[0], bool):
                found[role] = values[0]
    return found


def procedure_of(document: Document) -> str | None:
    """The procedure that a document is for; unknown where a placeholder stands."""
    said = words(text(document.root, "cbc:ContractFolderID"))
    return None if said is None or _PLACEHOLDER.fullmatch(said) else said


def name_of(document: Document, remarks: list[Remark]) -> str | None:
    """Give the operator's name; unknown where it is a placeholder."""
    element = document.root.find(f"{_PARTY}/cac:PartyName/cbc:Name", NAMES)
    name = words(" ".join(content(element).split())) if element is not None else None
    if name and element is not None and _PLACEHOLDER.fullmatch(name):
        message = f"{quoted(name)} is a placeholder: the name is unknown"
        remarks.append(Remark("", "PartyName", message, line_of(element)))
        return None
    return name


def identifiers_of(document: Document) -> tuple[Identifier, ...] | None:
    """Give the operator's identifiers; the scheme is `unstated` where the document names none (EOIDType)."""
    found = []
    for element in children(document.root, f"{_PARTY}/cac:PartyIdentification/cbc:ID"):
        value = words(content(element))
        named = str(element.get("schemeID") or element.get("schemeName") or "").strip().lower()
        # the agency that keeps a register tells which it is, where nothing else does
        agency = str(element.get("schemeAgencyID") or element.get("schemeAgencyName") or "").strip().lower()
        scheme = _SCHEMES.get(named) or _AGENCIES.get(agency)
        if value and not _PLACEHOLDER.fullmatch(value):
            found.append(Identifier(scheme=scheme or "unstated", value=value))
    return tuple(found) or None


def country_of(document: Document, remarks: list[Remark]) -> str | None:
    """Give the country of establishment; unknown where the code is not one."""
    path = f"{_PARTY}/cac:PostalAddress/cac:Country/cbc:IdentificationCode"
    element = document.root.find(path, NAMES)
    if element is None or not content(element):
        return None
    country = alpha_2(content(element))
    if country is None:
        message = f"{quoted(content(element))} is not a country code: the country is unknown"
        remarks.append(Remark("", "IdentificationCode", message, line_of(element)))
    return country


def lots_of(document: Document, version: str) -> tuple[str, ...] | None:
    """Give the lots that the response is for, since 3.0; unknown where none is named.

    In version 2.1 the same element repeats all lots of the procedure. `0` and `LOT-0000` are the whole.
    """
    if version.startswith("2."):
        return None
    found = [words(content(e)) for e in children(document.root, "cac:ProcurementProjectLot/cbc:ID")]
    return tuple(dict.fromkeys(lot for lot in found if lot and not _WHOLE.fullmatch(lot))) or None


def evidence_of(document: Document) -> dict[str, Evidence]:
    """Every evidence by its identifier: document code (or else the identifier), web address and issuer."""
    found: dict[str, Evidence] = {}
    for element in children(document.root, "cac:Evidence"):
        name = words(text(element, "cbc:ID"))
        if name is None:
            continue
        reference = words(text(element, "cac:DocumentReference/cbc:ID")) or name
        url = words(text(element, "cac:DocumentReference/cac:Attachment/cac:ExternalReference/cbc:URI"))
        issuer = words(text(element, "cac:DocumentReference/cac:IssuerParty/cac:PartyName/cbc:Name"))
        found.setdefault(name, Evidence(reference=reference, url=url, issuer=issuer))
    return found
