"""The words of clauses, to be compared: of a clause or a library as they are written, of a schedule as it was made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.reading import read_library, reworded_in
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.tree import Data, read_file

__all__ = ["SHIPPED", "clause_lines", "holds_clauses"]

SHIPPED: Final = "shipped"
"""How the installed library is named where a folder may be."""


def holds_clauses(place: Path) -> bool:
    """Whether a place names clauses, and no Word file: a folder, a schedule in JSON, the installed library."""
    return is_folder(place) or place.suffix.lower() == ".json" or _is_shipped(place)


def clause_lines(place: Path, clause: str | None = None, language: str = "en") -> list[str]:
    """The lines of one clause, or of all, in a language.

    `place` is the folder of a clause, the folder of a library, a schedule in JSON, or `shipped`. Raises
    InputInvalidError where no such clause is there.
    """
    if place.suffix.lower() == ".json" and not is_folder(place):
        return list(_of_schedule(place, clause))
    if not (is_folder(place) or _is_shipped(place)):
        hint = "name a folder of clauses, a schedule in JSON, or `shipped`"
        raise InputInvalidError([Fault(str(place), 0, 0, "", "holds no clauses", hint)])
    own = clause is not None and _is_clause(place / clause)  # other clauses may be at fault
    clauses = _read(place / clause if clause is not None and own else place)
    if clause is not None and clause not in clauses:
        message = f"has no clause `{clause}`"
        raise InputInvalidError([Fault(str(place), 0, 0, "", message, nearest(clause, tuple(clauses)))])
    chosen = sorted(clauses) if clause is None else [clause]
    return [line for name in chosen for line in _of_clause(clauses[name], language)]


def _is_shipped(place: Path) -> bool:
    return str(place) == SHIPPED and not place.exists()


def _read(place: Path) -> dict[str, Clause]:
    """The clauses of a folder: of one that holds clauses, or of one clause. Bodies alone change a shipped clause."""
    if _is_shipped(place):
        return read_library().clauses
    one = _is_clause(place)
    root = place.resolve().parent if one else place
    bodies = {folder.name for folder in reworded_in(root)}
    reading = read_library((root,), shipped=place.resolve().name in bodies if one else bool(bodies))
    faults = [fault for fault in reading.faults if not one or place.resolve() in _around(Path(fault.file))]
    if faults:
        raise InputInvalidError(faults)
    there = {place.resolve().name} if one else bodies | {file.parent.name for file in root.glob("*/clause.yaml")}
    return {key: clause for key, clause in reading.clauses.items() if key in there}


def _is_clause(place: Path) -> bool:
    """Whether a folder is that of one clause, with its metadata or with bodies alone."""
    return (place / "clause.yaml").is_file() or any(place.glob("*.md.j2"))


def _around(place: Path) -> tuple[Path, ...]:
    return (place, *place.parents)


def _of_clause(clause: Clause, language: str) -> Iterator[str]:
    body = clause.bodies.get(language)
    if body is None:
        message = f"has no wording in `{language}`"
        raise InputInvalidError(
            [Fault(clause.said.id, 0, 0, "", message, f"known: {', '.join(sorted(clause.bodies))}")]
        )
    said = clause.said
    yield body.title
    yield f"({said.id}, version {said.version}, {body.status}) {said.cite}"
    for fill in said.fill_ins:
        yield f"(fill-in {fill.id}, {fill.kind}) {said_in(fill.title, language)}"
    for alternate in said.alternates:
        yield f"(alternate {alternate.id}) {said_in(alternate.title, language)}"
    for line in body.text.splitlines():
        if words := " ".join(line.split()):
            yield words


def _of_schedule(place: Path, clause: str | None) -> Iterator[str]:
    data = read_file(place).data
    clauses = data.get("clauses") if isinstance(data, dict) and data.get("type") == "Document" else None
    if not isinstance(clauses, list):
        hint = "write one with `tenderlaw document CASE.yaml -o schedule.json`"
        raise InputInvalidError([Fault(str(place), 0, 0, "", "is no schedule of clauses in JSON", hint)])
    found = [one for one in clauses if isinstance(one, dict) and clause in (None, one.get("id"))]
    if clause is not None and not found:
        known = tuple(str(one.get("id")) for one in clauses if isinstance(one, dict))
        raise InputInvalidError([Fault(str(place), 0, 0, "", f"has no clause `{clause}`", nearest(clause, known))])
    for one in found:
        yield f"{one.get('number')}. {one.get('title')}"
        yield f"({one.get('id')}, version {one.get('version')}, {one.get('status')}) {one.get('cite')}"
        yield from _passages(one.get("content"))


def _passages(content: Data) -> Iterator[str]:
    for part in content if isinstance(content, list) else ():
        if not isinstance(part, dict):
            continue
        if part.get("type") == "Table":
            rows = part.get("rows")
            for row in [part.get("head"), *(rows if isinstance(rows, list) else ())]:
                yield " | ".join(_words(cell) for cell in row) if isinstance(row, list) else ""
        else:
            yield f"{part.get('number')} {_words(part.get('content'))}"
            yield from _passages(part.get("children"))


def _words(content: Data) -> str:
    return "".join(_element(one) for one in content if isinstance(one, dict)) if isinstance(content, list) else ""


def _element(one: dict[str, Data]) -> str:
    match one.get("type"):
        case "Reference":
            return " ".join(str(word) for word in (one.get("word"), one.get("number")) if word)
        case "FootnoteRef":
            return ""
    return str(one.get("text", ""))
