"""`words-in-one-language`: a clause in several languages whose titles, sources or citations are said in fewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.inline import TermUse
from tenderlaw.clauses.lint._bodies import bodies, pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import ClauseFile
from tenderlaw.clauses.reading import Reading
from tenderlaw.facts.wording import languages_of
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        for steps, text in _printed(clause.said):
            missing = _missing(text, clause.said.languages)
            if missing:
                yield clause.source.fault(steps, f"has no words in {missing}", "write it by language")
    for name, used in _languages(reading).items():
        one = reading.definitions[name]
        missing = _missing(one.said.cite, used)
        if missing:
            steps = ("definitions", one.index, "cite")
            yield one.source.fault(steps, f"has no words in {missing}", "write it by language")


def _printed(said: ClauseFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The words of the metadata that a document prints, and where they stand."""
    yield ("cite",), said.cite
    yield ("source",), said.source
    if said.flow_down is not None:
        yield ("flow_down",), said.flow_down
    for index, fill in enumerate(said.fill_ins):
        yield ("fill_ins", index, "title"), fill.title
    for index, alternate in enumerate(said.alternates):
        yield ("alternates", index, "title"), alternate.title
    for index, duty in enumerate(said.duties):
        yield ("duties", index, "title"), duty.title
        for name in ("to", "note"):
            if (words := getattr(duty, name)) is not None:
                yield ("duties", index, name), words
    for index, rung in enumerate(said.ladder.rungs if said.ladder is not None else ()):
        yield ("ladder", "rungs", index, "title"), rung.title
        if rung.weigh is not None:
            yield ("ladder", "rungs", index, "weigh"), rung.weigh


def _missing(text: str, languages: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in sorted(set(languages) - languages_of(text)))


def _languages(reading: Reading) -> dict[str, set[str]]:
    """The languages in which each term is used, in bodies or in meanings of others that are."""
    used: dict[str, set[str]] = {}
    for _clause, body in bodies(reading):
        pending = [one.id for one in pieces(body.text) if isinstance(one, TermUse)]
        while pending:
            name = pending.pop()
            one = reading.definitions.get(name)
            if one is not None and body.language not in used.setdefault(name, set()):
                used[name].add(body.language)
                pending += [use.id for use in terms_within(one.said.meanings.get(body.language, ""))]
    return used


LINT = Lint("words-in-one-language", breaks=False, faults=_faults)
