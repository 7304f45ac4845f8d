"""The library of clauses: one folder a clause, metadata in YAML, one Jinja2 body a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from jinja2 import Template, TemplateSyntaxError, meta
from pydantic import Field, ValidationError

from tenderlaw.clauses.environment import environment
from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.facts.case import faults_of
from tenderlaw.packs.installed import data_folder
from tenderlaw.packs.model import Citation
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError
from tenderlaw.sources.tree import read_file

__all__ = ["Alternate", "Body", "Clause", "ClauseFile", "FillIn", "load_clauses"]

CONTEXT = frozenset({"fill", "alternate"})
"""Names that a body may use: its fill-ins, and whether an alternate was chosen."""


class FillIn(Facts):
    """A blank of a clause: what goes in, of what kind, and the fact that fills it if one does."""

    id: Text
    title: Text
    kind: Literal["text", "number", "day", "money"]
    fact: Text | None = None


class Alternate(Facts):
    """A variant passage of a clause; the prescription says when it is chosen."""

    id: Code
    title: Text


class Translation(Facts):
    """A language version."""

    title: Text
    status: Literal["drafted", "machine-drafted, needs review", "reviewed"]


class ClauseFile(Facts):
    """The metadata of a clause."""

    id: Code
    version: Text
    from_: Day = Field(alias="from")
    to: Day | None = None
    cite: Citation
    """The provision that allows or asks for it."""
    source: Text
    """Where the recommendation comes from."""
    obligation: Literal["mandatory", "discretionary", "voluntary", "guidance"]
    flow_down: Text | None = None
    """To whom the contractor passes it on."""
    defined_terms: Items[Text] = ()
    fill_ins: Items[FillIn] = ()
    alternates: Items[Alternate] = ()
    languages: dict[Code, Translation]


@dataclass(frozen=True, slots=True)
class Body:
    """The wording of a clause in one language, compiled."""

    language: str
    title: str
    status: str
    template: Template


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, ready to render."""

    said: ClauseFile
    bodies: Mapping[str, Body]
    digest: str


@lru_cache(maxsize=4)
def load_clauses(folders: tuple[Path, ...] = ()) -> Mapping[str, Clause]:
    """Every installed clause by id. Raises PackInvalidError with every fault of every clause."""
    found: dict[str, Clause] = {}
    faults: list[Fault] = []
    for root in (data_folder("clause_templates"), *folders):
        for file in sorted(root.glob("*/clause.yaml")):
            try:
                clause = _load(file)
            except (InputInvalidError, PackInvalidError) as error:
                faults += error.faults
                continue
            if clause.said.id in found:
                faults.append(Fault(str(file), 0, 0, "id", f"the clause `{clause.said.id}` stands twice"))
            found[clause.said.id] = clause
    if faults:
        raise PackInvalidError(faults)
    return found


def _load(file: Path) -> Clause:
    source = read_file(file)
    try:
        said = ClauseFile.model_validate(source.data)
    except ValidationError as error:
        raise PackInvalidError(faults_of(error, source, ClauseFile)) from error
    texts, bodies, faults = {}, {}, list[Fault]()
    if said.id != file.parent.name:
        faults.append(source.fault(("id",), f"`{said.id}` is not the name of its folder"))
    for language, translation in said.languages.items():
        body = file.parent / f"{language}.md.j2"
        if not body.is_file():
            faults.append(source.fault(("languages", language), f"there is no `{body.name}`", "write the body"))
            continue
        try:
            texts[language] = body.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(str(body), 0, 0, "", "cannot be read as UTF-8 text"))
            continue
        try:
            faults += _strangers(texts[language], said, body)
            template = environment().from_string(texts[language])
            bodies[language] = Body(language, translation.title, translation.status, template)
        except TemplateSyntaxError as error:
            faults.append(Fault(str(body), error.lineno, 1, "", f"is not a template: {_plain(error.message)}"))
    if faults:
        raise PackInvalidError(faults)
    data = {"said": said.model_dump(mode="json", exclude_none=True), "texts": texts}
    return Clause(said, bodies, digest(data))


def _strangers(text: str, said: ClauseFile, body: Path) -> Iterable[Fault]:
    """Names that the body uses and that no render can give it."""
    tree = environment().parse(text)
    for name in sorted(meta.find_undeclared_variables(tree) - CONTEXT):
        yield Fault(str(body), 0, 0, "", f"uses `{name}`", "a body knows `fill` and `alternate`")
    for root, known in (("fill", {f.id for f in said.fill_ins}), ("alternate", {a.id for a in said.alternates})):
        for node in environment().attributes_of(tree, root):
            if node.name not in known:
                hint = f"declare it under `{root}_ins`" if root == "fill" else "declare it under `alternates`"
                yield Fault(str(body), node.line, 1, "", f"uses `{root}.{node.name}`", hint)


def _plain(message: str | None) -> str:
    return (message or "cannot be read").rstrip(".")
