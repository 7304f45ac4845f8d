"""The exclusion criteria of an ESPD Response as questions, each with the answers given to it.

A response repeats the whole tree of criteria, groups and questions; the answers stand beside it and name the
question by its identifier. Here the two are joined, and each answer is read as its question asks: a truth
value, a day, an amount, a period or text. An answer that cannot be read so is dropped with a remark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from lxml import etree

from tenderlaw.interop.espd.criteria import NUMBERS, OTHER_CODES
from tenderlaw.interop.espd.document import NAMES, Document, children, line_of, quoted, text, texts
from tenderlaw.interop.espd.reading import Remark
from tenderlaw.interop.espd.values import Value, read_values

__all__ = ["Answer", "Criterion", "Path", "Question", "read_criteria"]

MAX_DEPTH: Final = 32
MAX_QUESTIONS: Final = 500
MAX_ANSWERS: Final = 200

Path: TypeAlias = tuple[int, ...]
"""Where a group stands in its criterion: its position, and that of each group around it, outermost first."""

_PROPERTY: Final = "cac:TenderingCriterionProperty"
_GROUP: Final = "cac:TenderingCriterionPropertyGroup"
_SUBGROUP: Final = "cac:SubsidiaryTenderingCriterionPropertyGroup"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question."""

    value: Value
    """What was answered."""
    repetition: int
    """Which repetition of its group it belongs to (since 4.0, from 1); 0 where the document does not say."""
    line: int
    """Line in the document."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a criterion; never a caption or a requirement."""

    text: str
    """The question as the document words it, in whatever language."""
    kind: str
    """Type of data asked for: `INDICATOR`, `DATE`, `DESCRIPTION`, `PERIOD` and so on."""
    path: Path
    """The group that it stands in."""
    answers: tuple[Answer, ...]
    """All answers, in document order."""
    line: int
    """Line in the document."""
    against: frozenset[int] = frozenset()
    """Repetitions in which what is asked only after another answer was answered as well: it contradicts itself."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One exclusion criterion of a document."""

    uuid: str
    """The identifier that tells which criterion it is."""
    text: str
    """The criterion's description and all captions and questions in it, for what only the words tell."""
    questions: tuple[Question, ...]
    """Its questions in document order."""
    groups: Mapping[Path, str]
    """When each group is asked: `ON*` always, `ONTRUE` and `ONFALSE` by the answer before it."""
    line: int
    """Line in the document."""


def read_criteria(document: Document, remarks: list[Remark]) -> tuple[Criterion, ...]:
    """Read the exclusion criteria in document order; add remarks on answers and criteria that do not fit.

    Raises InputInvalidError for criteria far deeper or longer than those of any version.
    """
    known = Counter(text(element, "cbc:ID") for element in document.root.iterfind(f".//{_PROPERTY}", NAMES))
    given: dict[str, list[etree._Element]] = {}
    for response in children(document.root, "cac:TenderingCriterionResponse"):
        name = text(response, "cbc:ValidatedCriterionPropertyID")
        if name not in known or not name:
            message = f"the answer was ignored: no question has the identifier {quoted(name)}"
            remarks.append(Remark("", "ValidatedCriterionPropertyID", message, line_of(response)))
        given.setdefault(name, []).append(response)
    twice = {name for name, count in known.items() if count > 1}
    found = []
    for element in children(document.root, "cac:TenderingCriterion"):
        uuid = text(element, "cbc:ID").lower()
        remarks.extend(_misfits(element, uuid))
        if uuid in NUMBERS:
            found.append(_Builder(document, given, twice, NUMBERS[uuid][0], remarks).build(element, uuid))
    return tuple(found)


def _misfits(element: etree._Element, uuid: str) -> Iterator[Remark]:
    """Criteria whose code and identifier do not belong together, and criteria that nobody knows."""
    code, line = text(element, "cbc:CriterionTypeCode"), line_of(element)
    by_code = next((number for number, codes in NUMBERS.values() if code in codes), "")
    if uuid in NUMBERS:
        number, codes = NUMBERS[uuid]
        if code not in codes:
            message = f"was read by its identifier, although its code is {quoted(code)}, not `{codes[-1]}`"
            yield Remark(number, "CriterionTypeCode", message, line)
    elif by_code:
        message = f"a criterion with the code {quoted(code)} has the unknown identifier {quoted(uuid)}: not read"
        yield Remark(by_code, "ID", message, line)
    elif code not in OTHER_CODES and ".SELECTION." not in code and not code.startswith("CRITERION.OTHER."):
        message = f"an unknown criterion was not read: code {quoted(code)}, identifier {quoted(uuid)}"
        yield Remark("", "CriterionTypeCode", message, line)


@dataclass(slots=True)
class _Builder:
    """Collects the questions of one criterion."""

    document: Document
    given: Mapping[str, list[etree._Element]]
    twice: set[str]
    number: str
    remarks: list[Remark]

    def build(self, element: etree._Element, uuid: str) -> Criterion:
        questions: list[Question] = []
        groups: dict[Path, str] = {}
        for place, group in enumerate(children(element, _GROUP)):
            self._group(group, (place,), questions, groups)
        if len(questions) > MAX_QUESTIONS:
            self._refuse(element, f"{self.number} has over {MAX_QUESTIONS} questions")
        self._national(element)
        asked = [
            texts(element, "cbc:Description"),
            *(texts(p, "cbc:Description") for p in self._all(element)),
        ]
        return Criterion(uuid, " ".join(asked), tuple(questions), groups, line_of(element))

    def _refuse(self, element: etree._Element, message: str) -> NoReturn:
        self.document.refuse(element, message, "no version of the ESPD is built so")

    @staticmethod
    def _all(element: etree._Element) -> Iterator[etree._Element]:
        for group in children(element, _GROUP):
            yield from children(group, f".//{_PROPERTY}")

    def _group(self, element: etree._Element, path: Path, questions: list[Question], groups: dict[Path, str]) -> None:
        if len(path) > MAX_DEPTH:
            self._refuse(element, f"the groups of {self.number} are nested deeper than {MAX_DEPTH} levels")
        groups[path] = text(element, "cbc:PropertyGroupTypeCode").upper()
        for question in children(element, _PROPERTY):
            if text(question, "cbc:TypeCode").upper() in {"QUESTION", ""}:
                questions.append(self._question(question, path))
        for place, group in enumerate(children(element, _SUBGROUP)):
            self._group(group, (*path, place), questions, groups)

    def _question(self, element: etree._Element, path: Path) -> Question:
        name, kind = text(element, "cbc:ID"), text(element, "cbc:ValueDataTypeCode").upper()
        words = texts(element, "cbc:Description") or texts(element, "cbc:Name")
        line, answers = line_of(element), []
        given = self.given.get(name, []) if name else []
        if len(given) > MAX_ANSWERS:
            self._refuse(given[MAX_ANSWERS], f"a question of {self.number} has over {MAX_ANSWERS} answers")
        for response in given:
            at, repetition = line_of(response), _repetition(text(response, "cbc:ID"), name)
            if name in self.twice:
                message = f"the answer was ignored: two questions have the identifier {quoted(name)}"
                self.remarks.append(Remark(self.number, words, message, at))
                continue
            values, problems = read_values(response, kind)
            answers += [Answer(value, repetition, at) for value in values]
            self.remarks += [Remark(self.number, words, problem, at) for problem in problems]
        return Question(words, kind, path, tuple(answers), line)

    def _national(self, element: etree._Element) -> None:
        """Report a national sub-criterion: it is not the criterion, and its answer is no fact."""
        for sub in children(element, "cac:SubTenderingCriterion"):
            for question in children(sub, f".//{_PROPERTY}"):
                for response in self.given.get(text(question, "cbc:ID"), ()):
                    if read_values(response, "INDICATOR")[0] == [True]:
                        message = "a national sub-criterion was answered `true`: it is not read as a fact"
                        name = texts(sub, "cbc:Name")
                        self.remarks.append(Remark(self.number, name, message, line_of(response)))


def _repetition(response: str, question: str) -> int:
    """`…/Q1/R2/R1` answers `…/Q1` in the second repetition of its group."""
    rest = response.removeprefix(f"{question}/")
    number = rest.split("/", 1)[0]
    counted = rest != response and number[:1] == "R" and number[1:].isascii() and number[1:].isdigit()
    return int(number[1:]) if counted and len(number) <= 6 else 0
