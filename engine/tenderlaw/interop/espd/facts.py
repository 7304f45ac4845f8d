"""An ESPD Response as the facts of one economic operator.

Every one of the 24 criteria gives facts: declared ones, none where the operator denies, and one of unknown
content where it did not answer or where the document lacks the criterion (no answer is not a denial).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tenderlaw.facts.base import OPEN, Facts
from tenderlaw.facts.events import Conviction, Evidence
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson, Role
from tenderlaw.interop.espd.answers import Criterion, read_criteria
from tenderlaw.interop.espd.branches import open_branches
from tenderlaw.interop.espd.conduct import insolvencies, misconducts
from tenderlaw.interop.espd.convictions import convictions
from tenderlaw.interop.espd.criteria import CONVICTIONS, INSOLVENCIES, MISCONDUCTS, TAXES, Ground
from tenderlaw.interop.espd.document import Document, quoted, text
from tenderlaw.interop.espd.party import (
    alone,
    brought,
    country_of,
    evidence_of,
    identifiers_of,
    lots_of,
    name_of,
    procedure_of,
    role_of,
)
from tenderlaw.interop.espd.reading import EspdReading, Remark
from tenderlaw.interop.espd.sheet import Sheet
from tenderlaw.interop.espd.taxes import tax_breaches
from tenderlaw.interop.espd.values import read_day
from tenderlaw.interop.espd.versions import NEWEST, detect

__all__ = ["read_document"]

Fact = TypeVar("Fact", bound=Facts)
Kind = TypeVar("Kind", bound=str)


def read_document(document: Document, stated: Role | None) -> EspdReading:
    """Give the facts of a parsed response, and the remarks on them.

    `stated` is the role in which the operator is checked, where the caller knows it. Raises InputInvalidError
    for an unsupported version, a missing or unknown role, and criteria that are not built like criteria.
    """
    remarks: list[Remark] = []
    version = detect(document)
    if tuple(map(int, version.split("."))) > NEWEST:
        newest = ".".join(map(str, NEWEST))
        remarks.append(Remark("", "", f"version {version} is newer than {newest}, the newest that is known"))
    role = role_of(document, stated, remarks)
    name, country = name_of(document, remarks), country_of(document, remarks)
    reader = _Reader.of(document, remarks)
    convicted = reader.facts(CONVICTIONS, convictions)
    operator = EconomicOperator(
        role=role,
        tenders_alone=alone(document) if role == "tenderer" else None,
        name=name,
        identifiers=identifiers_of(document),
        country=country,
        convictions=(),
        linked_persons=(_declared(convicted),),
        tax_breaches=reader.facts(TAXES, tax_breaches),
        insolvency=reader.facts(INSOLVENCIES, insolvencies),
        misconduct=reader.facts(MISCONDUCTS, misconducts),
        lots=lots_of(document, version),
    )
    ordered = tuple(sorted(dict.fromkeys(remarks), key=_order))
    return EspdReading(version, operator, ordered, brought(document), procedure_of(document), document.sha256)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What every criterion needs to be read."""

    criteria: Mapping[str, list[Criterion]]
    evidence: Mapping[str, Evidence]
    issued: date | None
    remarks: list[Remark]

    @classmethod
    def of(cls, document: Document, remarks: list[Remark]) -> _Reader:
        criteria: dict[str, list[Criterion]] = {}
        for criterion in read_criteria(document, remarks):
            criteria.setdefault(criterion.uuid, []).append(criterion)
        issued = read_day(text(document.root, "cbc:IssueDate"))
        return cls(criteria, evidence_of(document), issued, remarks)

    def facts(
        self, grounds: Iterable[Ground[Kind]], read: Callable[[Sheet, Ground[Kind]], tuple[Fact, ...]]
    ) -> tuple[Fact, ...]:
        """Give the facts of several criteria; a criterion that stands twice is read twice."""
        found: list[Fact] = []
        for ground in grounds:
            same = self.criteria.get(ground.uuid) or [Criterion(ground.uuid, "", (), {}, 0)]
            if len(same) > 1:
                message = f"the criterion stands {len(same)} times: each was read"
                self.remarks.append(Remark(ground.number, "", message, same[1].line))
            for criterion in same:
                found += read(self._sheet(criterion, ground.number), ground)
        return tuple(found)

    def _sheet(self, criterion: Criterion, number: str) -> Sheet:
        answered = open_branches(criterion, number, self.remarks)
        for question in answered.questions:
            for answer in question.answers:
                if question.kind == "EVIDENCE_IDENTIFIER" and answer.value not in self.evidence:
                    message = f"no evidence in the document has the identifier {quoted(str(answer.value))}"
                    self.remarks.append(Remark(number, question.text, message, answer.line))
        return Sheet(number, answered, self.evidence, self.issued, self.remarks)


def _declared(convicted: tuple[Conviction, ...]) -> LinkedPerson:
    """One declaration covers the operator and all persons of art. 57(1), without telling who it is."""
    return LinkedPerson(link="operator-or-linked-person", link_until=OPEN, convictions=convicted)


def _order(remark: Remark) -> tuple[int, int]:
    return int(remark.criterion[1:] or 0), remark.line
