"""An answer put into an interview: read, checked against everything else, and said what it settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tenderlaw.facts.places import field_of
from tenderlaw.facts.questions import Question
from tenderlaw.interview.amounts import UnreadableError
from tenderlaw.interview.asking import question_at
from tenderlaw.interview.entries import named_by, needs_first, refuse_unfit
from tenderlaw.interview.facts_at import at, names, renumbered, with_fact, without_fact
from tenderlaw.interview.model import ADD, CORRECTED, TYPED, Answered, Interview
from tenderlaw.interview.phrases import phrases_in, said
from tenderlaw.interview.reading import says, value_in
from tenderlaw.interview.words import in_words, offences_of
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted

__all__ = ["answered", "back", "forgotten", "removed"]


_MAY_NAME_OFFENCES: Final = ("offence", "list", "words", "group")
"""Kinds of questions whose answer may name an offence: of no other is it asked which laws govern."""


def answered(interview: Interview, path: str, answer: object, language: str = "en", *, source: str = TYPED) -> Answered:
    """An answer to the question at a path, whenever it was asked: a first one, or another one in its place.

    Text is read as a person writes it; a value of JSON is taken as it is; None says that it is not known, as `not
    known` does. Of a list, `none` says that there is no entry, or no further one, and `add` that there is one more.
    What cannot be read, or contradicts other facts, is refused, and leaves the interview as it was.
    """
    phrases_in(language)
    try:
        question = _question(interview, path, language)
        meant = _meant(answer, question)
        after, echo = _put(interview, path, meant, question, language, source)
        if question.kind != "list":
            refuse_unfit(after, path, meant)
        _ = after.checked
    except (InputInvalidError, UnreadableError, KeyError) as error:
        return Answered(interview, _faults(error, path), None, interview, language)
    return Answered(after, (), echo, interview, language)


def _question(interview: Interview, path: str, language: str) -> Question:
    if not isinstance(path, str) or not names(path) or field_of(path, interview.models) is None:
        raise InputInvalidError(
            [Fault("answer", 0, 0, path if isinstance(path, str) else "", f"{quoted(path)} leads to no fact")]
        )
    return question_at(path, language, interview)


def _faults(error: Exception, path: str) -> tuple[Fault, ...]:
    if isinstance(error, InputInvalidError):
        return tuple(error.faults)
    if isinstance(error, UnreadableError):
        return (Fault("answer", 0, 0, path, str(error), error.hint),)
    return (Fault("answer", 0, 0, path, "is about an entry that the list does not have", "add the entry first"),)


def _meant(answer: object, question: Question) -> object:
    """What an answer says: a value, None where it is not known, or `{"add": ...}` with what is known of the entry."""
    if answer is None or not isinstance(answer, str):
        return answer
    if says(answer, "not_known") and not any(one.word == answer.strip() for one in question.choices):
        return None
    if question.kind != "list":
        return value_in(answer, question)
    if says(answer, "none"):
        return []
    if says(answer, "add"):
        return {ADD: {}}
    word, _, called = answer.strip().partition(" ")
    if called.strip() and says(word.rstrip(":"), "only_add"):
        return {ADD: {"": called.strip()}}
    raise UnreadableError(f"{quoted(answer)} is no answer to a list", "answer none, add or not known")


def _put(
    interview: Interview, path: str, value: object, question: Question, language: str, source: str
) -> tuple[Interview, str]:
    """The interview with a value, and what was understood in words."""
    entries = at(interview.facts, path)
    has = isinstance(entries, list | tuple) and bool(entries)
    order = interview.order if path in interview.order else (*interview.order, path)
    base = replace(interview, order=order, unknown=tuple(one for one in interview.unknown if one != path))
    if value is None:
        return _not_known(base, path, listed=question.kind == "list" and has), said("echo_not_known", language)
    if question.kind == "list" and isinstance(value, Mapping) and set(value) == {ADD}:
        return _grown(base, path, value[ADD], source), said("echo_entry_added", language)
    if question.kind == "list" and value == [] and has:
        # of a list with entries, `none` says that these are all; they are taken out one by one
        _refuse_unfinished(base, path)
        return _whole(base, path), said("echo_all_named", language)
    facts, source = with_fact(base.facts, path, value), _source(interview, path, value, source)
    sources = {name: one for name, one in base.sources.items() if not name.startswith((f"{path}.", f"{path}["))}
    growing = tuple(one for one in base.growing if not (one == path or one.startswith(f"{path}[")))
    after = replace(base, facts=facts, sources={**sources, path: source}, growing=growing)
    offences = offences_of(interview.governing) if question.kind in _MAY_NAME_OFFENCES else {}
    return after, in_words(path, value, language, interview.models, offences)


def _source(interview: Interview, path: str, value: object, source: str) -> str:
    """Where an answer comes from: what is answered as it stood is from where it was; another one corrects that."""
    former = interview.sources.get(path, source)
    if source != TYPED or former == TYPED or at(interview.facts, path) == value:
        return former if source == TYPED else source
    return former if former.startswith(CORRECTED) else f"{CORRECTED}{former}"


def _not_known(base: Interview, path: str, *, listed: bool) -> Interview:
    """Nobody knows: whatever was given there goes; the entries of a list stay, and it is not whole."""
    unknown = (*base.unknown, path)
    if listed:
        growing = base.growing if path in base.growing else (*base.growing, path)
        return replace(base, unknown=unknown, growing=growing)
    if path.rpartition("].")[0] and path in _needed(base, path):
        raise UnreadableError(
            "without it there is no such entry", "give it, take the entry out, or answer not known to the list"
        )
    within = (f"{path}.", f"{path}[")
    sources = {name: one for name, one in base.sources.items() if name != path and not name.startswith(within)}
    return replace(base, facts=without_fact(base.facts, path), unknown=unknown, sources=sources)


def _needed(base: Interview, path: str) -> tuple[str, ...]:
    """The facts without which the entry that holds a path is none."""
    entry, _, _ = path.rpartition(".")
    listed = entry.rpartition("[")[0]
    return tuple(f"{entry}.{name}" for name in needs_first(listed, base.models)) if entry.endswith("]") else ()


def _grown(base: Interview, path: str, entry: object, source: str) -> Interview:
    entries = at(base.facts, path)
    held = list(entries) if isinstance(entries, list | tuple) else []
    if held and path in base.growing:
        _refuse_unfinished(base, path)
    growing = base.growing if path in base.growing else (*base.growing, path)
    known = _called(path, entry, base)
    within = {f"{path}[{len(held)}].{name}": source for name in known}
    sources = {**base.sources, path: _source(base, path, None, source), **within}
    return replace(base, facts=with_fact(base.facts, path, [*held, known]), growing=growing, sources=sources)


def _called(path: str, entry: object, base: Interview) -> dict[str, object]:
    """What is known of an entry that is added; under no name, what it is called."""
    known = {str(name): one for name, one in entry.items()} if isinstance(entry, Mapping) else {"": entry}
    if "" in known:
        name = named_by(path, base.models)
        if name is None:
            raise UnreadableError("an entry of this list has no name", "answer `add` alone")
        known[name] = known.pop("")
    return known


def _refuse_unfinished(base: Interview, path: str) -> None:
    """An entry that lacks what makes it one is finished, or taken out, before another one is added."""
    entries = at(base.facts, path)
    last = entries[-1] if isinstance(entries, list | tuple) and entries else None
    lacking = [name for name in needs_first(path, base.models) if isinstance(last, Mapping) and last.get(name) is None]
    if lacking and isinstance(entries, list | tuple):
        at_ = f"{path}[{len(entries) - 1}].{lacking[0]}"
        raise InputInvalidError(
            [Fault("answer", 0, 0, at_, "the entry added last lacks it", "give it, or take the entry out")]
        )


def _whole(base: Interview, path: str) -> Interview:
    return replace(base, growing=tuple(one for one in base.growing if one != path))


def removed(interview: Interview, entry: str) -> Interview:
    """Without one entry of a list, `operator.convictions[1]`; those behind it move up.

    A list whose last entry goes is one that nobody knows: it is asked for again. Raises InputInvalidError where there
    is no such entry.
    """
    listed, _, number = entry.rstrip("]").rpartition("[")
    entries = at(interview.facts, listed) if number.isdecimal() and names(entry) else None
    if not isinstance(entries, list | tuple) or int(number) >= len(entries):
        raise InputInvalidError([Fault("answer", 0, 0, entry, "there is no such entry")])
    gone = int(number)

    def moved(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for one in paths if (path := renumbered(one, listed, gone)) is not None)

    alone = len(entries) == 1
    facts = without_fact(interview.facts, listed if alone else entry)
    renamed = {renumbered(path, listed, gone): source for path, source in interview.sources.items()}
    growing = moved(interview.growing)
    after = replace(
        interview,
        facts=facts,
        unknown=moved(interview.unknown),
        growing=tuple(one for one in growing if one != listed) if alone else growing,
        order=moved(interview.order),
        sources={
            path: source for path, source in renamed.items() if path is not None and not (alone and path == listed)
        },
    )
    _ = after.checked
    return after


def forgotten(interview: Interview, path: str) -> Interview:
    """Without an answer, as if it had never been asked: neither given nor not known."""
    within = (f"{path}.", f"{path}[")

    def others(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in paths if one != path and not one.startswith(within))

    after = replace(
        interview,
        facts=without_fact(interview.facts, path),
        unknown=others(interview.unknown),
        growing=others(interview.growing),
        order=others(interview.order),
        sources={
            one: source for one, source in interview.sources.items() if one != path and not one.startswith(within)
        },
    )
    _ = after.checked
    return after


def back(interview: Interview, path: str | None = None) -> str | None:
    """The question that was answered before the one at a path, or last; its answer stays until another is given."""
    order = interview.order
    if path is None or path not in order:
        return order[-1] if order else None
    place = order.index(path)
    return order[place - 1] if place else None
