"""The file of values that a document still needs: every question once, to be answered and given back.

The authority completes it; what is asked of a bidder is written in `questionnaires`.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenderlaw.clauses.choices import choices_from
from tenderlaw.clauses.fill_ins import typed, words_of
from tenderlaw.clauses.model import FillIn, Library
from tenderlaw.clauses.questions import Question, questions_of, worded
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.clauses.units import units_in
from tenderlaw.clauses.values import OF_LETTERS, fill_ins_in, values_from, wrong_values
from tenderlaw.decisions.choosing import Packs
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.clause_schedule import BUYER
from tenderlaw.documents.contacts import said_of_contact
from tenderlaw.documents.contents import contents_of, fallback_in
from tenderlaw.documents.kinds import INTERNAL, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import blanks_of
from tenderlaw.documents.letters.blanks import DAYS, LINES
from tenderlaw.documents.letters.passages import buyer_of
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.case import Case
from tenderlaw.facts.wording import said_in
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.sources.arguments import a_word
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = [
    "ValuesAsked",
    "shape_in",
    "values_asked",
    "values_asked_for_file_note",
    "values_asked_for_letter",
    "what_is_asked",
]

_WIDTH: Final = 100
_ANSWERED: Final = ("law", "fact", "contacts")
_REFERENCE: Final = "procurement.id"


@dataclass(frozen=True, slots=True)
class ValuesAsked:
    """What the clauses of a document ask a person for, and what is answered already."""

    decision: Decision
    questions: tuple[Question, ...]
    """Those that are open, or that a person may answer otherwise."""
    known: tuple[Question, ...]
    """Those that the law, a fact or a contact answers."""
    titles: Mapping[str, str]
    """Of the clauses that use them, by id."""
    asks_buyer: bool
    """Whether the buyer has to be named, whom every document of the contract names."""
    faults: tuple[Fault, ...]
    """What is wrong with what was given, and the languages that are missing."""


def what_is_asked(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
    kind: DocumentKind = "contract-terms",
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    language: str = "en",
    fallback_language: str | None = None,
    fill_ins: Mapping[str, str] | None = None,
    library: Library | None = None,
    with_clauses: Sequence[str] = (),
    without_clauses: Mapping[str, str] | None = None,
) -> ValuesAsked:
    """The values that the clauses of one document ask for; of the authority's own file those of all documents."""
    values = values_from(fill_ins, "fill_ins")
    choices = choices_from(with_clauses, without_clauses or {})
    contents = contents_of(case, as_of=as_of, packs=packs, policies=policies, library=library, choices=choices)
    selected = [one for one in contents.selection.selected if kind in INTERNAL or _is_in(one, kind)]
    clauses, faults = worded(selected, language, fallback_in(contents.library, fallback_language))
    questions = questions_of(clauses, values, contents.facts, contents.contacts)
    faults += wrong_values(values, fill_ins_in(contents.library.clauses))
    faults += [one.fault for one in questions if one.fault is not None]
    known = tuple(one for one in questions if one.answer is not None and one.answer.by in _ANSWERED)
    return ValuesAsked(
        decision=contents.decision,
        questions=tuple(one for one in questions if one not in known),
        known=known,
        titles={one.one.clause.said.id: one.body.title for one in clauses},
        asks_buyer=BUYER not in {one.fill.id for one in questions} and buyer_of(contents.decision) is None,
        faults=tuple(faults),
    )


def values_asked(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
    kind: DocumentKind = "contract-terms",
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    language: str = "en",
    fallback_language: str | None = None,
    fill_ins: Mapping[str, str] | None = None,
    library: Library | None = None,
    with_clauses: Sequence[str] = (),
    without_clauses: Mapping[str, str] | None = None,
) -> str:
    """The values that the clauses of one document ask for, as YAML to complete and to give back.

    Each once, with what goes in and the clauses that use it; of the authority's own file those of all documents. What
    the law or a fact answers stands there as a comment; what was given is filled in. Raises InputInvalidError for
    values that are wrong.
    """
    phrases, values = phrases_in(a_word(language, "language")), values_from(fill_ins, "fill_ins")
    asked = what_is_asked(
        case,
        kind=kind,
        as_of=as_of,
        packs=packs,
        policies=policies,
        language=language,
        fallback_language=fallback_language,
        fill_ins=values,
        library=library,
        with_clauses=with_clauses,
        without_clauses=without_clauses,
    )
    if asked.faults:
        raise InputInvalidError(asked.faults)
    entries = [tuple(_entry(one, asked.titles, phrases, language, values.get(one.fill.id))) for one in asked.questions]
    if asked.asks_buyer:
        entries.insert(0, tuple(_entry_of_buyer(phrases, values.get(BUYER))))
    if asked.known:
        lines = [line for one in asked.known for line in _comment(_answered(one, language))]
        entries.append((*_comment(phrases["ask_known"]), *lines))
    return _file(asked.decision, phrases[f"title_{kind}"], phrases, entries)


def values_asked_for_letter(
    kind: Letter, decision: Decision, *, language: str = "en", fill_ins: Mapping[str, str] | None = None
) -> str:
    """The values that a letter asks for, likewise; the facts that it needs of the case are named in a comment.

    Raises InputInvalidError where the decision does not bear such a letter, and for values that are wrong.
    """
    phrases, said = phrases_in(a_word(language, "language")), letter_phrases_in(language)
    asked = blanks_of(kind, decision, language=language, fill_ins=fill_ins).asked
    entries: list[Sequence[str]] = []
    for name in (name for name in OF_LETTERS if name in asked):
        value, what = asked[name], "ask_day" if name in DAYS else "ask_lines" if name in LINES else "ask_text"
        line = f"{name}:" if value is None else f"{name}: {value if name in DAYS else _quoted(value)}"
        entries.append((*_comment(said[f"fill_{name}"]), *_comment(f"{phrases[what]}."), line))
    facts = {_REFERENCE: decision.given.case.procurement.id, **asked}
    lacking = [name for name, value in facts.items() if name not in OF_LETTERS and value is None]
    if lacking:
        entries.append(tuple(_comment(phrases["ask_case"].format(facts=", ".join(lacking)) + ".")))
    return _file(decision, said[f"subject_{kind}"], phrases, entries)


def values_asked_for_file_note(decision: Decision, *, language: str = "en") -> str:
    """The same for the note for the file, which has nothing to fill in."""
    phrases = phrases_in(a_word(language, "language"))
    return _file(decision, phrases["letter_title"], phrases, ())


def _is_in(one: SelectedClause, kind: DocumentKind) -> bool:
    return one.clause.said.kind == OF_CLAUSES[kind]


def _file(decision: Decision, document: str, phrases: Mapping[str, str], entries: Sequence[Sequence[str]]) -> str:
    """The head and the entries, a line without words between them."""
    bought = decision.given.case.procurement
    named = ", ".join(word for word in (bought.title, bought.id) if word) or phrases["ask_nameless"]
    head = [*_comment(phrases["ask_title"].format(document=document, contract=named)), *_comment(phrases["ask_intro"])]
    parts = [head, *(entries or [_comment(phrases["ask_nothing"])])]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _entry_of_buyer(phrases: Mapping[str, str], given: str | None) -> Iterator[str]:
    """The buyer, whom every document of the contract names, even where no clause asks for it."""
    yield from _comment(phrases["buyer"])
    yield from _comment(f"{phrases['ask_text']}. {phrases['ask_fact'].format(facts='procurement.authority.name')}.")
    yield f"{BUYER}:" if given is None else f"{BUYER}: {_quoted(given)}"


def _entry(
    one: Question, titles: Mapping[str, str], phrases: Mapping[str, str], language: str, given: str | None
) -> Iterator[str]:
    fill = one.fill
    yield from _comment(said_in(fill.title, language))
    said = [shape_in(fill, phrases, language)]
    if fill.default is not None:
        said.append(phrases["ask_default"].format(value=words_of(typed(fill, fill.default), fill, language)))
    if one.facts:
        said.append(phrases["ask_fact"].format(facts=", ".join(one.facts)))
    said.append(phrases["ask_used"].format(clauses="; ".join(titles[clause] for clause in one.clauses)))
    yield from _comment(". ".join(said) + ".")
    for place, contact in one.to_check:
        yield from _comment(said_of_contact("note_contact_to_check", fill, (place, contact), language))
    yield f"{fill.id}:" if given is None else f"{fill.id}: {_scalar(one, given)}"


def shape_in(fill: FillIn, phrases: Mapping[str, str], language: str) -> str:
    """What a value looks like, in the language of the document."""
    what = phrases[f"ask_{fill.kind}"]
    if fill.kind != "number":
        return what
    least, most = fill.allowed
    if most is not None:
        what = phrases["ask_range"].format(what=what, least=least, most=most)
    elif least:
        what = phrases["ask_least"].format(what=what, least=least)
    if fill.unit is None:
        return what
    unit = units_in(language)[fill.unit]
    return phrases["ask_unit"].format(what=what, unit=(unit.dative or unit).other)


def _scalar(one: Question, given: str) -> str:
    """A value as YAML reads it back: a text in quotes, anything else as it was given."""
    return _quoted(given) if one.fill.kind == "text" else given.strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _answered(one: Question, language: str) -> str:
    answer = one.answer
    said = words_of(answer.value, one.fill, language) if answer else ""
    return f"{one.fill.id}: {said}" + (f" ({answer.source})" if answer and answer.source else "")


def _comment(text: str) -> Sequence[str]:
    """Lines of a comment: whatever the text holds, none of them is read."""
    flat = " ".join(text.split())
    return [f"# {line}" for line in textwrap.wrap(flat, _WIDTH, break_long_words=False, break_on_hyphens=False)]
