"""The values that a document asks a person for, as the fields of a form, with what the law and the case answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.clauses.fill_ins import words_of
from tenderlaw.clauses.questions import Question
from tenderlaw.clauses.values import OF_LETTERS
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.clause_schedule import BUYER
from tenderlaw.documents.kinds import LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import blanks_of
from tenderlaw.documents.letters.blanks import DAYS, LINES
from tenderlaw.documents.letters.making import LetterRefusedError
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.documents.questionnaire import ValuesAsked, shape_in
from tenderlaw.facts.questions import question_of
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, cited, given, said
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["PREFIX", "Blank", "BlanksView", "DocumentChoice", "blanks_view", "document_choices", "document_title"]

PREFIX: Final = "fill-"
"""How the fields of values are called in a form, before the id of the blank."""
BlankKind: TypeAlias = Literal["text", "lines", "day", "number", "money"]
_LETTERS_OF_SEVERAL_LINES: Final = ("reasons", "representations", "statement", "rights", *LINES)


@dataclass(frozen=True, slots=True)
class Blank:
    """A field: what goes in, what was given, and what is wrong with it."""

    id: str
    label: Said
    hint: str
    kind: BlankKind
    value: str
    error: str | None = None

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"{PREFIX}{self.id}"

    @property
    def parts(self) -> dict[str, str]:
        """Of a day, its three fields."""
        try:
            day = date.fromisoformat(self.value)
        except ValueError:
            return {}
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


@dataclass(frozen=True, slots=True)
class BlanksView:
    """The form of values of a document."""

    blanks: tuple[Blank, ...]
    known: tuple[tuple[Said, str, str], ...]
    """What is answered already: the blank, the answer, and by what."""
    lacking: tuple[tuple[str, Said], ...]
    """Paths of facts that the case itself has to give."""
    faults: tuple[str, ...]
    """What is wrong and belongs to no field."""
    refused: Said | None = None
    """Why the decision does not bear the document, so that no value helps."""


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    """A kind of document, and whether the decision bears it."""

    kind: DocumentKind
    title: str
    why_not: Said | None = None


_CLAUSES: Final[tuple[DocumentKind, ...]] = tuple(OF_CLAUSES)
_LETTERS: Final[tuple[DocumentKind, ...]] = (
    "invitation", "request-for-documents", "exclusion", "non-exclusion", "replacement", "intention-to-terminate",
    "termination",
)  # fmt: skip


def document_title(kind: DocumentKind, language: str) -> str:
    """What a kind of document is called."""
    if kind in OF_CLAUSES:
        return phrases_in(language)[f"title_{kind}"]
    if kind in LETTERS:
        return letter_phrases_in(language)[f"subject_{kind}"]
    return room_in("documents", language)["file_note"]


def document_choices(decision: Decision, language: str) -> tuple[DocumentChoice, ...]:
    """The kinds of documents, letters that the decision does not bear with the reason."""
    found = [DocumentChoice(kind, document_title(kind, language)) for kind in _CLAUSES]
    found += [_letter(kind, decision, language) for kind in _LETTERS]
    return (*found, DocumentChoice("file-note", document_title("file-note", language)))


def _letter(kind: DocumentKind, decision: Decision, language: str) -> DocumentChoice:
    title = document_title(kind, language)
    try:
        blanks_of(cast("Letter", kind), decision, language=language)
    except InputInvalidError as error:
        return DocumentChoice(kind, title, _why_not(error, language))
    return DocumentChoice(kind, title)


def _why_not(error: InputInvalidError, language: str) -> Said:
    """Why a letter cannot be written: what the decision lacks for it, else what packs do not say."""
    if not isinstance(error, LetterRefusedError) or error.reason is None:
        return Said("; ".join(fault.message for fault in error.faults[:2]), None if language == "en" else "en")
    about = "; ".join(f"{said(title, language)} ({cited(cite, language)})" for title, cite in error.about)
    colon = room_in("layout", language)["colon"]
    return Said(room_in("documents", language)[f"not_{error.reason}"] + (f"{colon} {about}" if about else "."))


def blanks_view(
    kind: DocumentKind,
    decision: Decision,
    asked: ValuesAsked | None,
    values: Mapping[str, str],
    language: str,
    faults: Sequence[Fault] = (),
) -> BlanksView:
    """The form for a document in the language of the page.

    `asked` is what the clauses ask for, None for a letter or a note; `faults` are those of making it with the values.
    """
    if asked is not None:
        return _of_clauses(asked, values, language, (*asked.faults, *faults))
    if kind not in LETTERS:
        return BlanksView((), (), (), tuple(map(_told, faults)))
    return _of_letter(cast("Letter", kind), decision, values, language, faults)


def _of_clauses(asked: ValuesAsked, values: Mapping[str, str], language: str, faults: Sequence[Fault]) -> BlanksView:
    by_field = {fault.field: fault for fault in faults}
    blanks = [_question(one, asked.titles, values, language, by_field) for one in asked.questions]
    if asked.asks_buyer:
        title = phrases_in(language)["buyer"]
        blanks.insert(
            0, Blank(BUYER, Said(title), "", "text", values.get(BUYER, ""), _error(by_field, BUYER, language))
        )
    shown = {one.id for one in blanks}
    return BlanksView(
        tuple(blanks),
        tuple(_known(asked.known, language)),
        (),
        tuple(dict.fromkeys(_told(fault) for fault in faults if fault.field not in shown)),
    )


def _question(
    one: Question, titles: Mapping[str, str], values: Mapping[str, str], language: str, faults: Mapping[str, Fault]
) -> Blank:
    fill, phrases = one.fill, phrases_in(language)
    hint = [] if fill.kind == "text" else [f"{shape_in(fill, phrases, language)}."]
    if one.answer is not None and one.answer.by == "default":
        hint.append(f"{phrases['ask_default'].format(value=words_of(one.answer.value, fill, language))}.")
    names = [titles[clause] for clause in one.clauses if clause in titles]
    hint.append(f"{phrases['ask_used'].format(clauses='; '.join(names))}.")
    title = said(fill.title, language)
    return Blank(
        fill.id,
        Said(title.text, title.lang),
        " ".join(hint),
        cast("BlankKind", fill.kind),
        values.get(fill.id, ""),
        _error(faults, fill.id, language, shape_in(fill, phrases, language)),
    )


def _known(known: Iterable[Question], language: str) -> Iterator[tuple[Said, str, str]]:
    words = room_in("documents", language)
    for one in known:
        if one.answer is not None:
            by = one.answer.source or words[f"by_{one.answer.by}"]
            yield said(one.fill.title, language), words_of(one.answer.value, one.fill, language), by


def _of_letter(
    kind: Letter, decision: Decision, values: Mapping[str, str], language: str, faults: Sequence[Fault]
) -> BlanksView:
    own = {name: value for name, value in values.items() if name in OF_LETTERS}
    try:
        asked = blanks_of(kind, decision, language=language, fill_ins=own).asked
        found: Sequence[Fault] = faults
    except LetterRefusedError as error:
        return BlanksView((), (), (), (), refused=_why_not(error, language))
    except InputInvalidError as error:
        found = (*error.faults, *faults)
        try:
            asked = blanks_of(kind, decision, language=language).asked
        except InputInvalidError:
            asked = {}
    by_field = {fault.field: fault for fault in found}
    titles = letter_phrases_in(language)
    blanks = tuple(
        Blank(
            name,
            Said(titles[f"fill_{name}"]),
            "",
            "day" if name in DAYS else "lines" if name in _LETTERS_OF_SEVERAL_LINES else "text",
            own.get(name, ""),
            _error(by_field, name, language),
        )
        for name in OF_LETTERS
        if name in asked
    )
    lacking = tuple(
        (name, _asked_for(name, language)) for name, value in asked.items() if name not in OF_LETTERS and value is None
    )
    return BlanksView(
        blanks, (), lacking, tuple(dict.fromkeys(_told(one) for one in found if one.field not in OF_LETTERS))
    )


def _asked_for(path: str, language: str) -> Said:
    """The question for a fact of the case that a letter names."""
    question = question_of(path, language)
    return Said(question.text, question.language)


def _error(faults: Mapping[str, Fault], name: str, language: str, shape: str = "") -> str | None:
    """What is wrong with a value, in the words of the page as far as there are some."""
    fault = faults.get(name)
    if fault is None:
        return None
    words = room_in("documents", language)
    for begins, key in _SAID.items():
        if begins in fault.message:
            return words[key].format(shape=shape) if "{shape}" in words[key] else words[key]
    return _told(fault)


_SAID: Final = {
    "is missing": "fault_missing", "does not fit": "fault_shape", "is not after the day": "fault_after",
    "is not before the day": "fault_before", "is no day": "fault_day", "where a text goes in": "fault_text",
}  # fmt: skip
"""How the library says what is wrong, and the phrase of the page that says it."""


def _told(fault: Fault) -> str:
    """What is wrong, in the library's words; what it says to users of the command line is left out."""
    hint = "" if "--" in fault.hint else fault.hint
    text = f"{fault.message} ({hint})" if hint else fault.message
    return str(given(text[:1].upper() + text[1:]))
