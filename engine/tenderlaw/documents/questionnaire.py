"""The file of values that a contract still needs: every question once, to be answered and given back."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from tenderlaw.clauses.choices import choices_from
from tenderlaw.clauses.fill_ins import typed, words_of
from tenderlaw.clauses.model import FillIn, Library
from tenderlaw.clauses.questions import Question, questions_of, worded
from tenderlaw.clauses.units import units_in
from tenderlaw.clauses.values import fill_ins_in, values_from, wrong_values
from tenderlaw.decisions.choosing import Packs
from tenderlaw.documents.contents import Contents, contents_of
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.case import Case
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.arguments import a_word
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["values_asked"]

_WIDTH: Final = 100


def values_asked(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
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
    """The values that the clauses of a contract ask for, as YAML to complete and to give back.

    Each once, with what goes in and the clauses that use it. What the law or a fact answers stands there as a
    comment; what was given is filled in. Raises InputInvalidError for values that are wrong.
    """
    phrases, values = phrases_in(a_word(language, "language")), values_from(fill_ins, "fill_ins")
    choices = choices_from(with_clauses, without_clauses or {})
    contents = contents_of(case, as_of=as_of, packs=packs, policies=policies, library=library, choices=choices)
    clauses, faults = worded(contents.selection.selected, language, fallback_language)
    questions = questions_of(clauses, values, contents.facts)
    faults += wrong_values(values, fill_ins_in(contents.library.clauses))
    faults += [one.fault for one in questions if one.fault is not None]
    if faults:
        raise InputInvalidError(faults)
    titles = {one.one.clause.said.id: one.body.title for one in clauses}
    parts = ["\n".join(_head(contents, phrases))]
    known = [one for one in questions if one.answer is not None and one.answer.by in ("law", "fact")]
    for one in (one for one in questions if one not in known):
        parts.append("\n".join(_entry(one, titles, phrases, language, values.get(one.fill.id))))
    if known:
        lines = [line for one in known for line in _comment(_answered(one, language))]
        parts.append("\n".join([*_comment(phrases["ask_known"]), *lines]))
    return "\n\n".join(parts) + "\n"


def _head(contents: Contents, phrases: Mapping[str, str]) -> Iterator[str]:
    bought = contents.decision.given.case.procurement
    named = ", ".join(word for word in (bought.title, bought.id) if word)
    yield from _comment(phrases["ask_title"].format(contract=named or phrases["ask_nameless"]))
    yield from _comment(phrases["ask_intro"])


def _entry(
    one: Question, titles: Mapping[str, str], phrases: Mapping[str, str], language: str, given: str | None
) -> Iterator[str]:
    fill = one.fill
    yield from _comment(said_in(fill.title, language))
    said = [_shape(fill, phrases, language)]
    if fill.default is not None:
        said.append(phrases["ask_default"].format(value=words_of(typed(fill, fill.default), fill, language)))
    if one.facts:
        said.append(phrases["ask_fact"].format(facts=", ".join(one.facts)))
    said.append(phrases["ask_used"].format(clauses="; ".join(titles[clause] for clause in one.clauses)))
    yield from _comment(". ".join(said) + ".")
    yield f"{fill.id}:" if given is None else f"{fill.id}: {_scalar(one, given)}"


def _shape(fill: FillIn, phrases: Mapping[str, str], language: str) -> str:
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
    return json.dumps(given, ensure_ascii=False) if one.fill.kind == "text" else given.strip()


def _answered(one: Question, language: str) -> str:
    answer = one.answer
    said = words_of(answer.value, one.fill, language) if answer else ""
    return f"{one.fill.id}: {said}" + (f" ({answer.source})" if answer and answer.source else "")


def _comment(text: str) -> Sequence[str]:
    """Lines of a comment: whatever the text holds, none of them is read."""
    flat = " ".join(text.split())
    return [f"# {line}" for line in textwrap.wrap(flat, _WIDTH, break_long_words=False, break_on_hyphens=False)]
