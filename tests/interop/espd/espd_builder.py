"""Writes small ESPD Responses of any version from a mapping of answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape

from tenderlaw.interop.espd.criteria import CONVICTIONS, INSOLVENCIES, MISCONDUCTS, TAXES, Ground

Given: TypeAlias = "bool | str | tuple[str, str] | list[bool | str | tuple[str, str]]"
Answers: TypeAlias = Mapping[str, Mapping[str, Given]]

GROUNDS: dict[str, Ground[str]] = {g.number: g for g in (*CONVICTIONS, *TAXES, *INSOLVENCIES, *MISCONDUCTS)}
NUMBERS = sorted(GROUNDS, key=lambda number: int(number[1:]))
ALL_DENIED: dict[str, dict[str, Given]] = {number: {"main": False} for number in NUMBERS}

URN = "urn:oasis:names:specification:ubl:schema:xsd:"
GUILTY = {
    "2": "Do you confirm that you have not been guilty of misrepresentation?",
    "3": "Do you confirm:",
    "4": "Do you confirm that a) you have been guilty of misrepresentation?",
}
OTHER_SPELLING = {"3.0.0": "misinterpr", "3.1.0": "misinterpr", "3.2.0": "misinterpr"}


@dataclass(frozen=True)
class Asked:
    role: str
    kind: str
    text: str


@dataclass(frozen=True)
class Group:
    when: str
    asked: tuple[Asked, ...]
    inner: tuple[Group, ...] = ()


MAIN = Asked("main", "INDICATOR", "Your answer")
CLEANING = Asked("cleaning", "INDICATOR", "Self-cleaning: have you taken measures?")
MEASURES = Group("ONTRUE", (Asked("measures", "DESCRIPTION", "Please describe the measures"),))
DESCRIBED = Asked("described", "DESCRIPTION", "Please describe")
PROOF = Group(
    "ON*",
    (Asked("available", "INDICATOR", "Is it available electronically?"),),
    (Group("ONTRUE", (Asked("evidence", "EVIDENCE_IDENTIFIER", "Evidence"),)),),
)
CLEANED = Group("ON*", (CLEANING,), (MEASURES,))


def _conviction(version: str) -> tuple[Group, ...]:
    length = "DESCRIPTION" if version.startswith("2") else "PERIOD"
    details = (
        Asked("date", "DATE", "Date of conviction"),
        Asked("reason", "DESCRIPTION", "Reason"),
        Asked("who", "DESCRIPTION", "Who was convicted"),
        Asked("period", length, "Length of the period of exclusion"),
    )
    nested = version.startswith("4.0")
    inner = Group("ONTRUE", details, (CLEANED, PROOF) if nested else (CLEANED,))
    main = Group("ON*", (MAIN,), (inner,))
    return (main,) if nested else (main, PROOF)


def _tax(version: str) -> tuple[Group, ...]:
    old = version.startswith("2")
    paid = Group(
        "ON*",
        (Asked("paid", "INDICATOR", "Paid, or a binding arrangement entered into?"),),
        (Group("ONTRUE", (Asked("paid how", "DESCRIPTION", "Please describe"),)),),
    )
    means = Group("ONTRUE", (Asked("means", "DESCRIPTION", "Which means?"),), (paid,) if old else ())
    length = Asked("period", "DESCRIPTION" if old else "PERIOD", "Length of the period of exclusion")
    decided = Group("ONTRUE", (Asked("decided", "DATE", "Date of the decision"), length))
    decision = Group("ONFALSE", (Asked("final", "INDICATOR", "Was the decision final?"),), (decided,))
    how = Group(
        "ON*",
        (Asked("other", "INDICATOR", "Established otherwise than by a decision?"),),
        (means, decision) if old else (means, paid, decision),
    )
    details = (Asked("country", "CODE_COUNTRY", "Country"), Asked("amount", "AMOUNT", "Amount"))
    main = Group("ON*", (MAIN,), (Group("ONTRUE", details, (how,)),))
    return (main, PROOF) if old else (Group("ON*", (), (main,)), PROOF)


def _groups(number: str, version: str) -> tuple[Group, ...]:
    old = version.startswith("2")
    if number in {"C1", "C2", "C3", "C4", "C5", "C6"}:
        return _conviction(version)
    if number in {"C7", "C8"}:
        return _tax(version)
    if number in {"C9", "C10", "C11"}:
        told = Group("ONTRUE", (DESCRIBED,), (CLEANED,)) if old else Group("ONTRUE", (CLEANING,), (MEASURES,))
    elif number in {"C18", "C19", "C22"}:
        told = Group("ONTRUE", (DESCRIBED,), (CLEANED,))
    elif number in {"C20", "C21"}:
        told = Group("ONTRUE", (DESCRIBED,))
    elif number == "C23":
        return (Group("ON*", (MAIN,)), PROOF)
    elif number == "C24":
        if not old:
            return (Group("ON*", (), (Group("ON*", (MAIN,)),)), PROOF)
        told = Group("ON*", (DESCRIBED,), (CLEANED,))
    else:
        told = Group("ONTRUE", (DESCRIBED, Asked("able", "DESCRIPTION", "Reasons for being able to perform")))
    return (Group("ON*", (MAIN,), (told,)), PROOF)


@dataclass(frozen=True)
class Builder:
    version: str
    answers: Answers
    texts: Mapping[str, str]
    swap: Mapping[str, str]

    def property_id(self, number: str, role: str) -> str:
        if self.version.startswith("4"):
            return f"{number}_EG/{role.replace(' ', '-')}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.version}/{number}/{role}"))

    def criterion(self, number: str) -> Iterator[str]:
        ground, old = GROUNDS[number], self.version.startswith("2")
        code = f"CRITERION.EXCLUSION.{ground.old_code}" if old else ground.codes[-1]
        if number == "C23" and not old:
            code = OTHER_SPELLING.get(self.version, "misrepresent")
        text = self.texts.get(number, GUILTY[self.version[0]] if number == "C23" else f"Question of {number}")
        yield "<cac:TenderingCriterion>"
        yield f'<cbc:ID schemeVersionID="{self.version}">{ground.uuid}</cbc:ID>'
        yield f"<cbc:CriterionTypeCode>{code}</cbc:CriterionTypeCode>"
        yield f"<cbc:Name>Criterion {number}</cbc:Name><cbc:Description>{escape(text)}</cbc:Description>"
        if self.version[0] == "3" or self.version.startswith("4.0"):
            yield "<cac:SubTenderingCriterion><cbc:ID>sub</cbc:ID><cbc:Name>National</cbc:Name>"
            national = Group("ON*", (Asked("national", "INDICATOR", "Your Answer"),))
            yield from self.group(number, national, "TenderingCriterionPropertyGroup")
            yield "</cac:SubTenderingCriterion>"
        for group in _groups(number, self.version):
            yield from self.group(number, group, "TenderingCriterionPropertyGroup")
        yield "</cac:TenderingCriterion>"

    def group(self, number: str, group: Group, tag: str) -> Iterator[str]:
        yield f"<cac:{tag}>"
        yield "<cbc:ID>the-same-everywhere</cbc:ID>"
        yield f"<cbc:PropertyGroupTypeCode>{group.when}</cbc:PropertyGroupTypeCode>"
        for asked in group.asked:
            text = self.texts.get(f"{number}/{asked.role}", self.texts.get(asked.role, asked.text))
            yield "<cac:TenderingCriterionProperty>"
            yield f"<cbc:ID>{self.property_id(number, asked.role)}</cbc:ID>"
            yield f"<cbc:Description>{escape(text)}</cbc:Description>"
            yield "<cbc:TypeCode>QUESTION</cbc:TypeCode>"
            yield f"<cbc:ValueDataTypeCode>{asked.kind}</cbc:ValueDataTypeCode>"
            yield "</cac:TenderingCriterionProperty>"
        for inner in group.inner:
            yield from self.group(number, inner, "SubsidiaryTenderingCriterionPropertyGroup")
        yield f"</cac:{tag}>"

    def responses(self, number: str) -> Iterator[str]:
        kinds = {a.role: a.kind for g in _groups(number, self.version) for a in _all(g)}
        kinds["national"] = "INDICATOR"
        for role, given in self.answers.get(number, {}).items():
            for place, value in enumerate(given if isinstance(given, list) else [given], 1):
                name = self.property_id(number, role)
                mark = f"{name}/R{place}" if self.version.startswith("4") else f"response-{name}-{place}"
                yield f"<cac:TenderingCriterionResponse><cbc:ID>{mark}</cbc:ID>"
                yield f"<cbc:ValidatedCriterionPropertyID>{name}</cbc:ValidatedCriterionPropertyID>"
                yield _value(self.swap.get(role, kinds[role]), value)
                yield "</cac:TenderingCriterionResponse>"


def _all(group: Group) -> Iterator[Asked]:
    yield from group.asked
    for inner in group.inner:
        yield from _all(inner)


def _value(kind: str, value: object) -> str:
    if kind == "PERIOD":
        assert isinstance(value, tuple)
        start, end = value
        days = (f"<cbc:StartDate>{start}</cbc:StartDate>" if start else "") + (
            f"<cbc:EndDate>{end}</cbc:EndDate>" if end else ""
        )
        return f"<cac:ApplicablePeriod>{days}</cac:ApplicablePeriod>"
    if kind == "EVIDENCE_IDENTIFIER":
        return f"<cac:EvidenceSupplied><cbc:ID>{value}</cbc:ID></cac:EvidenceSupplied>"
    if kind == "AMOUNT":
        assert isinstance(value, tuple)
        inner = f'<cbc:ResponseAmount currencyID="{value[1]}">{value[0]}</cbc:ResponseAmount>'
    else:
        tag = {
            "INDICATOR": "ResponseIndicator",
            "DATE": "ResponseDate",
            "DESCRIPTION": "Description",
            "CODE_COUNTRY": "ResponseCode",
        }[kind]
        text = str(value).lower() if isinstance(value, bool) else escape(str(value))
        inner = f"<cbc:{tag}>{text}</cbc:{tag}>"
    return f"<cac:ResponseValue><cbc:ID>value</cbc:ID>{inner}</cac:ResponseValue>"


def _operator(role: str | None, country: str, name: str) -> Iterator[str]:
    yield "<cac:EconomicOperatorParty>"
    if role is not None:
        yield f"<cac:EconomicOperatorRole><cbc:RoleCode>{role}</cbc:RoleCode></cac:EconomicOperatorRole>"
    yield "<cac:Party>"
    yield '<cac:PartyIdentification><cbc:ID schemeID="VAT">XX1234</cbc:ID></cac:PartyIdentification>'
    yield f"<cac:PartyName><cbc:Name>{escape(name)}</cbc:Name></cac:PartyName>"
    yield f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode>"
    yield "</cac:Country></cac:PostalAddress></cac:Party></cac:EconomicOperatorParty>"


def _header(version: str, profile: str | None) -> Iterator[str]:
    yield "<cbc:UBLVersionID>2.3</cbc:UBLVersionID>"
    if version.startswith(("2", "3.0")):
        yield "<cbc:CustomizationID>urn:www.cenbii.eu:transaction:biitrdm092:ver3.0</cbc:CustomizationID>"
    if profile != "":
        suffix = {"2.1.0": "-REGULATED", "2.1.1": "-BASIC"}.get(version, "")
        profile = profile or f"ESPD-EDMv{version}{suffix}"
        yield f"<cbc:ProfileExecutionID>{profile}</cbc:ProfileExecutionID>"
    yield "<cbc:IssueDate>2025-01-01</cbc:IssueDate>"


def write(
    version: str,
    answers: Answers,
    *,
    role: str | None = "sole-tenderer",
    country: str = "BE",
    name: str = "Example Builders Ltd",
    criteria: Sequence[str] = NUMBERS,
    texts: Mapping[str, str] | None = None,
    swap: Mapping[str, str] | None = None,
    profile: str | None = None,
    lots: Sequence[str] = (),
    extra: str = "",
) -> bytes:
    """A response: `texts` rewords questions by role, `swap` answers a role with another type of data."""
    builder = Builder(version, answers, texts or {}, swap or {})
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<QualificationApplicationResponse xmlns="{URN}QualificationApplicationResponse-2"'
        f' xmlns:cac="{URN}CommonAggregateComponents-2" xmlns:cbc="{URN}CommonBasicComponents-2">',
        *_header(version, profile),
        *_operator(role, country, name),
        *(f"<cac:ProcurementProjectLot><cbc:ID>{lot}</cbc:ID></cac:ProcurementProjectLot>" for lot in lots),
        *(line for number in criteria for line in builder.criterion(number)),
        *(line for number in criteria for line in builder.responses(number)),
        "<cac:Evidence><cbc:ID>E1</cbc:ID><cac:DocumentReference><cbc:ID>DOC-1</cbc:ID><cac:Attachment>",
        "<cac:ExternalReference><cbc:URI>https://register.example/1</cbc:URI></cac:ExternalReference>",
        "</cac:Attachment><cac:IssuerParty><cac:PartyName><cbc:Name>Example Court</cbc:Name></cac:PartyName>",
        "</cac:IssuerParty></cac:DocumentReference></cac:Evidence>",
        "<cac:Evidence><cbc:ID>E2</cbc:ID></cac:Evidence>",
        extra,
        "</QualificationApplicationResponse>",
    ]
    return "\n".join(line for line in lines if line).encode()


def with_answers(**changes: Mapping[str, Given]) -> Answers:
    """Everything denied, save what is given."""
    return {**ALL_DENIED, **changes}
