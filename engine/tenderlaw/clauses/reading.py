"""Reading a library of clauses: one folder a clause, YAML metadata, one Jinja2 body a language; terms beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import TemplateSyntaxError
from pydantic import BaseModel, ValidationError

from tenderlaw.clauses.environment import PRIVATE, environment
from tenderlaw.clauses.form import form_faults
from tenderlaw.clauses.model import (
    Body,
    Clause,
    ClauseFile,
    Definition,
    DefinitionsFile,
    LegalSystem,
    Review,
    Translation,
)
from tenderlaw.clauses.playbook import FILE, Playbook, read_playbook
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.wording import Wording
from tenderlaw.packs.installed import data_folder, none_in
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import read_file

__all__ = ["Reading", "read_library", "reworded_in"]


@dataclass(slots=True)
class Reading:
    """What was read of a library, however faulty, so that every fault is found at once."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    legal_systems: dict[str, LegalSystem] = field(default_factory=dict)
    duplicates: list[Definition] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    shipped: frozenset[str] = frozenset()
    """The clauses that are installed; folders of a house may put others in their place."""


def read_library(folders: Iterable[Path] = (), *, shipped: bool = True) -> Reading:
    """Read every clause and definition; faults of form are collected, not raised.

    A clause of a folder stands in the place of the shipped one of its id, whole or with bodies alone.
    """
    reading = Reading()
    roots = [*([data_folder("clause_templates")] if shipped else []), *folders]
    for root in roots:
        if not is_folder(root):
            reading.faults.append(Fault(str(root), 0, 0, "", "is not a folder of clauses"))
            continue
        files, terms = sorted(root.glob("*/clause.yaml")), root / "definitions.yaml"
        if terms.is_file():
            _read_definitions(terms, reading)
        elif not files and not reworded_in(root):
            reading.faults.append(none_in(root, "clause"))
        for file in files:
            _read_clause(file, reading)
        rewordings = [] if shipped and root is roots[0] else reworded_in(root)
        for folder in rewordings:
            _reword(folder, reading)
        if root is roots[0] and shipped:
            reading.shipped = frozenset(reading.clauses)
    return reading


def reworded_in(root: Path) -> list[Path]:
    """The folders that hold bodies or a playbook without metadata: they change a shipped clause."""
    folders = {file.parent for pattern in ("*/*.md.j2", f"*/{FILE}") for file in root.glob(pattern)}
    return [folder for folder in sorted(folders) if not (folder / "clause.yaml").is_file()]


def _reword(folder: Path, reading: Reading) -> None:
    """Put the bodies and the playbook of a folder in the place of the shipped clause's."""
    known = reading.clauses.get(folder.name)
    if known is None or folder.name not in reading.shipped:
        message = "holds bodies or a playbook, and no shipped clause has this name"
        hint = nearest(folder.name, reading.shipped) or "write its `clause.yaml`"
        reading.faults.append(Fault(str(folder), 0, 0, "", message, hint))
        return
    bodies = dict(known.bodies)
    for path in sorted(folder.glob("*.md.j2")):
        language = path.name.removesuffix(".md.j2")
        translation = known.said.languages.get(language)
        if translation is None:
            message = f"is a body of the language `{language}`, which the shipped clause does not name"
            reading.faults.append(Fault(str(path), 1, 1, "", message, "write a `clause.yaml` that names it"))
            continue
        if body := _body(
            path, language, translation.model_copy(update={"status": "drafted", "by": None, "on": None}), reading
        ):
            bodies[language] = body
    changed = bodies != known.bodies
    own = _playbook(folder, reading) or (_inherited(known) if changed else known.playbook)
    before = (known.instead_of or known) if changed else known.instead_of
    sha = _digest(known.said, bodies)
    reading.clauses[folder.name] = replace(known, bodies=bodies, digest=sha, instead_of=before, playbook=own)


def _inherited(known: Clause) -> Playbook | None:
    """The playbook of a clause that gets another wording; it does not hold who wrote that."""
    return None if known.playbook is None else replace(known.playbook, inherited=True)


def _read_definitions(file: Path, reading: Reading) -> None:
    try:
        source = read_file(file)
    except InputInvalidError as error:
        reading.faults += error.faults
        return
    try:
        said = DefinitionsFile.model_validate(source.data)
    except ValidationError as error:
        reading.faults += faults_of(error, source, DefinitionsFile)
        return
    reading.legal_systems |= {one.id: one for one in said.legal_systems}
    for index, entry in enumerate(said.definitions):
        found = Definition(entry, source, index)
        if entry.id in reading.definitions:
            reading.duplicates.append(found)
        else:
            reading.definitions[entry.id] = found


def _read_clause(file: Path, reading: Reading) -> None:
    try:
        source = read_file(file)
    except InputInvalidError as error:
        reading.faults += error.faults
        return
    try:
        said = ClauseFile.model_validate(source.data)
    except ValidationError as error:
        reading.faults += faults_of(error, source, ClauseFile)
        return
    if said.id != file.parent.name:
        reading.faults.append(source.fault(("id",), f"`{said.id}` is not the name of its folder"))
    before = reading.clauses.get(said.id)
    if before is not None and (said.id not in reading.shipped or before.instead_of is not None):
        reading.faults.append(source.fault(("id",), f"the clause `{said.id}` stands twice"))
        return
    bodies = {}
    for language, translation in said.languages.items():
        path = file.parent / f"{language}.md.j2"
        if path.is_file() and (body := _body(path, language, translation, reading)):
            bodies[language] = body
    playbook = _playbook(file.parent, reading) or (_inherited(before) if before else None)
    clause = Clause(said, bodies, _digest(said, bodies), source, before, playbook)
    reading.faults += form_faults(clause)
    reading.clauses[said.id] = clause


def _playbook(folder: Path, reading: Reading) -> Playbook | None:
    file = folder / FILE
    return read_playbook(file, reading.faults) if file.is_file() else None


def _body(path: Path, language: str, said: Translation, reading: Reading) -> Body | None:
    """The wording in a language; none where it cannot be read."""
    text = _text(path, reading)
    if text is None:
        return None
    review = Review(said.by, said.on) if said.by is not None and said.on is not None else None
    return _compiled(Body(language, said.title, said.status, str(path), text, None, review), reading)


def _digest(said: ClauseFile, bodies: Mapping[str, Body]) -> str:
    texts = {language: body.text for language, body in bodies.items()}
    dumped = said.model_dump(mode="json", by_alias=True, exclude_none=True)
    return digest({"said": dumped, "others": list(_others(said)), "texts": texts})


def _others(value: object) -> Iterator[dict[str, object]]:
    """How other languages than English say what the metadata say."""
    if isinstance(value, Wording):
        yield dict(value.others)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _others(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _others(one)


def _text(path: Path, reading: Reading) -> str | None:
    try:
        text = text_in(path)
    except InputInvalidError as error:
        reading.faults += error.faults
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if found := PRIVATE.search(line):
            message = "holds a character that is reserved for the engine"
            reading.faults.append(Fault(str(path), number, found.start() + 1, "", message, "remove it"))
            return None
    return text


def _compiled(body: Body, reading: Reading) -> Body:
    """The body with its template, unless it uses what it may not: then it is never compiled."""
    try:
        tree = environment().parse(body.text)
        if any(environment().strangers(tree)):
            return body
        template = environment().from_string(body.text)
    except TemplateSyntaxError as error:
        message = f"is not a template: {(error.message or 'cannot be read').rstrip('.')}"
        reading.faults.append(Fault(body.file, error.lineno, 1, "", message))
        return body
    return replace(body, template=template)
