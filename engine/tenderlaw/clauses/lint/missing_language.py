"""`missing-language`: a language without its body, a body, term or unit without its language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tenderlaw.clauses.definitions import terms_within
from tenderlaw.clauses.inline import TermUse
from tenderlaw.clauses.lint._bodies import pieces
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.reading import Reading
from tenderlaw.clauses.units import units_in
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        yield from _of_clause(clause)
    yield from _of_definitions(reading)


def _of_clause(clause: Clause) -> Iterator[Fault]:
    folder = Path(clause.source.name).parent
    if not clause.said.languages:
        yield clause.source.fault(("languages",), "names no language", "give at least one with `title` and `status`")
    for language in clause.said.languages:
        if not (folder / f"{language}.md.j2").is_file():
            yield clause.source.fault(("languages", language), f"there is no `{language}.md.j2`", "write the body")
    for body in sorted(folder.glob("*.md.j2")):
        language = body.name.removesuffix(".md.j2")
        if language not in clause.said.languages:
            message = f"is a body of the language `{language}`, which the clause does not name"
            yield Fault(str(body), 1, 1, "", message, "name it under `languages`")
    for index, fill in enumerate(clause.said.fill_ins):
        lacking = [language for language in clause.bodies if fill.unit and fill.unit not in units_in(language)]
        if lacking:
            message = f"the unit `{fill.unit}` has no words in {', '.join(f'`{one}`' for one in lacking)}"
            hint = "leave `unit` out, and write it in the bodies"
            yield clause.source.fault(("fill_ins", index, "unit"), message, hint)


def _of_definitions(reading: Reading) -> Iterator[Fault]:
    needed: dict[str, set[str]] = {}
    for clause in reading.clauses.values():
        for body in clause.bodies.values():
            for one in pieces(body.text):
                if isinstance(one, TermUse):
                    needed.setdefault(one.id, set()).add(body.language)
    pending = list(needed)
    while pending:
        name = pending.pop()
        definition = reading.definitions.get(name)
        for language in sorted(needed[name]) if definition else ():
            for use in terms_within(definition.said.meanings.get(language, "")) if definition else ():
                if language not in needed.setdefault(use.id, set()):
                    needed[use.id].add(language)
                    pending.append(use.id)
    for name, definition in reading.definitions.items():
        for part in ("terms", "meanings"):
            missing = sorted(needed.get(name, set()) - set(getattr(definition.said, part)))
            if missing:
                message = f"`{name}` is used in {', '.join(f'`{one}`' for one in missing)} and has no {part[:-1]} there"
                yield definition.source.fault(("definitions", definition.index, part), message, "add it")


LINT = Lint("missing-language", breaks=True, faults=_faults)
