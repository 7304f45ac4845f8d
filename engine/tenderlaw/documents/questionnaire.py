"""The file of values that a contract still needs: every question once, to be answered and given back."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from tenderlaw.clauses.choices import choices_from
from tenderlaw.clauses.fill_ins import shape, words_of
from tenderlaw.clauses.model import Library
from tenderlaw.clauses.questions import Question, questions_of, worded
from tenderlaw.clauses.values import fill_ins_in, values_from, wrong_values
from tenderlaw.decisions.choosing import Packs
from tenderlaw.documents.contents import Contents, contents_of
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
    values = values_from(fill_ins, "fill_ins")
    choices = choices_from(with_clauses, without_clauses or {})
    contents = contents_of(case, as_of=as_of, packs=packs, policies=policies, library=library, choices=choices)
    clauses, faults = worded(contents.selection.selected, a_word(language, "language"), fallback_language)
    questions = questions_of(clauses, values, contents.facts)
    faults += wrong_values(values, fill_ins_in(contents.library.clauses))
    faults += [one.fault for one in questions if one.fault is not None]
    if faults:
        raise InputInvalidError(faults)
    titles = {one.one.clause.said.id: one.body.title for one in clauses}
    parts = ["\n".join(_head(contents))]
    known = [one for one in questions if one.answer is not None and one.answer.by in ("law", "fact")]
    for one in (one for one in questions if one not in known):
        parts.append("\n".join(_entry(one, titles, language, values.get(one.fill.id))))
    if known:
        lines = [line for one in known for line in _comment(_answered(one, language))]
        parts.append("\n".join(["# Answered already, and not asked:", *lines]))
    return "\n\n".join(parts) + "\n"


def _head(contents: Contents) -> Iterator[str]:
    bought = contents.decision.given.case.procurement
    named = ", ".join(word for word in (bought.title, bought.id) if word)
    yield from _comment(f"Values for the clauses of: {named or 'a contract'}")
    yield from _comment("Complete them and give the file back with --values. What is left empty is asked again.")


def _entry(one: Question, titles: Mapping[str, str], language: str, given: str | None) -> Iterator[str]:
    fill = one.fill
    yield from _comment(said_in(fill.title, language))
    said = shape(fill)
    kinds = [said[0].upper() + said[1:]]
    if fill.default is not None:
        kinds.append(f"Left empty, it is {words_of(one.answer.value, fill, language)}" if one.answer else "")
    if one.facts:
        kinds.append(f"Or complete the case: {', '.join(one.facts)}")
    kinds.append(f"Used by: {'; '.join(titles[clause] for clause in one.clauses)}")
    yield from _comment(". ".join(kinds) + ".")
    yield f"{fill.id}:" if given is None else f"{fill.id}: {_scalar(one, given)}"


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
