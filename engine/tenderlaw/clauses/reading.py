"""Reading a library of clauses: one folder a clause, YAML metadata, one Jinja2 body a language; terms beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from jinja2 import TemplateSyntaxError
from pydantic import BaseModel, ValidationError

from tenderlaw.clauses.environment import PRIVATE, environment
from tenderlaw.clauses.fill_ins import shape, typed
from tenderlaw.clauses.model import (
    Body,
    Clause,
    ClauseFile,
    Definition,
    DefinitionsFile,
    LegalSystem,
    OfficialVersion,
)
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.wording import Wording
from tenderlaw.packs.installed import data_folder, none_in
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import read_file

__all__ = ["Reading", "read_library"]

_WHOLE = 100
"""The whole, in per cent."""


@dataclass(slots=True)
class Reading:
    """What was read of a library, however faulty, so that every fault is found at once."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    legal_systems: dict[str, LegalSystem] = field(default_factory=dict)
    duplicates: list[Definition] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_library(folders: Iterable[Path] = (), *, shipped: bool = True) -> Reading:
    """Read every clause and definition; faults of form are collected, not raised."""
    reading = Reading()
    roots = [*([data_folder("clause_templates")] if shipped else []), *folders]
    for root in roots:
        if not is_folder(root):
            reading.faults.append(Fault(str(root), 0, 0, "", "is not a folder of clauses"))
            continue
        files, terms = sorted(root.glob("*/clause.yaml")), root / "definitions.yaml"
        if terms.is_file():
            _read_definitions(terms, reading)
        elif not files:
            reading.faults.append(none_in(root, "clause"))
        for file in files:
            _read_clause(file, reading)
    return reading


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
    if said.id in reading.clauses:
        reading.faults.append(source.fault(("id",), f"the clause `{said.id}` stands twice"))
        return
    bodies = {}
    for language, translation in said.languages.items():
        path = file.parent / f"{language}.md.j2"
        text = _text(path, reading) if path.is_file() else None
        if text is not None:
            title, status = translation.title, translation.status
            bodies[language] = _compiled(Body(language, title, status, str(path), text, None), reading)
    texts = {language: body.text for language, body in bodies.items()}
    dumped = said.model_dump(mode="json", by_alias=True, exclude_none=True)
    sha = digest({"said": dumped, "others": list(_others(said)), "texts": texts})
    clause = Clause(said, bodies, sha, source)
    reading.faults += _twice(clause) + _blanks(clause) + _versions(clause)
    reading.clauses[said.id] = clause


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
    return Body(body.language, body.title, body.status, body.file, body.text, template)


def _twice(clause: Clause) -> list[Fault]:
    """Fill-ins and alternates that stand twice."""
    faults = []
    for name, entries in (("fill_ins", clause.said.fill_ins), ("alternates", clause.said.alternates)):
        ids = [entry.id for entry in entries]
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                faults.append(clause.source.fault((name, index, "id"), f"`{id_}` stands twice", "keep one"))
    return faults


def _blanks(clause: Clause) -> list[Fault]:
    """Units and ranges of what is no number, ranges that no number is in, defaults that do not fit."""
    faults = []
    for index, fill in enumerate(clause.said.fill_ins):
        for name in ("unit", "range"):
            if fill.kind != "number" and getattr(fill, name) is not None:
                message = f"`{fill.id}` is a {fill.kind}, which has no {name}"
                faults.append(clause.source.fault(("fill_ins", index, name), message, f"leave `{name}` out"))
        least, most = fill.allowed
        if most is not None and most < least:
            message = f"no number is at least {least} and at most {most}"
            faults.append(clause.source.fault(("fill_ins", index, "range"), message, "widen it"))
        elif fill.unit == "per-cent" and (most or 0) > _WHOLE:
            message = f"`{fill.id}` may be {most} per cent"
            faults.append(clause.source.fault(("fill_ins", index, "range"), message, "per cent end at 100"))
        elif fill.default is not None and typed(fill, fill.default) is None:
            message = f"{quoted(fill.default)} does not fit"
            faults.append(clause.source.fault(("fill_ins", index, "default"), message, f"write {shape(fill)}"))
    return faults


def _versions(clause: Clause) -> list[Fault]:
    """Gaps and overlaps of the versions of an official clause, and of the clause's own dates."""
    said, source = clause.said, clause.source
    faults = []
    if said.to is not None and said.to < said.from_:
        faults.append(source.fault(("to",), "ends before it begins"))
    if said.incorporates is None:
        return faults
    steps = ("incorporates", "versions")
    versions = sorted(enumerate(said.incorporates.versions), key=lambda pair: pair[1].from_)
    if not versions:
        faults.append(source.fault(steps, "names no version", "give at least one with `label`, `from` and `cite`"))
    for index, one in versions:
        if (one.label is None) == (one.unsettled is None):
            message = "gives a `label`, or says what is `unsettled`"
            faults.append(source.fault((*steps, index), message, "say one of the two"))
    for (index, one), (_, after) in pairwise(versions):
        if one.to is None or one.to >= after.from_:
            message = f"{_named(one)} overlaps {_named(after)}"
            hint = f"it ends on {(after.from_ - timedelta(days=1)).isoformat()} at the latest"
            faults.append(source.fault((*steps, index), message, hint))
        elif one.to + timedelta(days=1) < after.from_:
            hint = f"{_named(after)} begins on {after.from_.isoformat()}"
            faults.append(source.fault((*steps, index, "to"), f"a gap after {_named(one)}", hint))
    for index, one in versions:
        if one.to is not None and one.to < one.from_:
            faults.append(source.fault((*steps, index, "to"), f"{_named(one)} ends before it begins"))
    return faults


def _named(version: OfficialVersion) -> str:
    return f"`{version.label}`" if version.label else f"what is unsettled from {version.from_.isoformat()}"
