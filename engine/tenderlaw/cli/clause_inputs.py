"""What the verbs about the clauses of a contract take: the library, values of fill-ins, clauses put in and left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import path_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tenderlaw.clauses.model import Clause, Library
    from tenderlaw.clauses.values import Values
    from tenderlaw.documents.kinds import DocumentKind
    from tenderlaw.documents.model import Document

__all__ = [
    "ClauseFolders",
    "ClausesGiven",
    "Fill",
    "Reasons",
    "ValueFiles",
    "With",
    "Without",
    "clauses_given",
    "tell_contacts",
    "tell_elsewhere",
    "tell_lost",
    "tell_unused",
]

ClauseFolders = Annotated[
    list[Path] | None,
    typer.Option("--clauses-in", metavar="FOLDER", parser=path_named, help="A folder with clauses of your own."),
]
Fill = Annotated[list[str] | None, typer.Option("--fill", metavar="ID=VALUE", help="A fill-in; may be repeated.")]
ValueFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--values",
        metavar="FILE",
        parser=path_named,
        help="A file of fill-ins (YAML), as --ask writes it; may be repeated, and the last one counts.",
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="CLAUSE[:ALTERNATE,...]",
        help="Put this clause of the library in too, with these alternates; may be repeated.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="CLAUSE", help="Leave this clause out, unless the law prescribes it; may be repeated."
    ),
]
Reasons = Annotated[
    list[str] | None,
    typer.Option("--reason", metavar="TEXT", help="Why: one for each --without, in their order, or one for all."),
]


@dataclass(frozen=True, slots=True)
class ClausesGiven:
    """What a person said of the clauses of a contract."""

    fill_ins: Values
    added: tuple[str, ...]
    left_out: dict[str, str]
    folders: tuple[Path, ...]


def clauses_given(
    fill: list[str] | None,
    values: list[Path] | None,
    with_: list[str] | None,
    without: list[str] | None,
    reasons: list[str] | None,
    folders: list[Path] | None,
) -> ClausesGiven:
    """Read what the options about clauses say; they come in the order in which the verbs have them."""
    left_out = _left_out(without, reasons)
    return ClausesGiven(_fill_ins(fill, values), tuple(with_ or ()), left_out, tuple(folders or ()))


def _fill_ins(given: list[str] | None, files: list[Path] | None) -> Values:
    """Fill-ins written as ID=VALUE, before those of files, of which the last one counts."""
    from tenderlaw.clauses.values import NO_VALUES, load_values, values_from  # noqa: PLC0415

    out = {}
    for entry in given or ():
        name, equals, value = entry.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"`{entry}` is not ID=VALUE")
        out[name] = value
    read = NO_VALUES
    for file in files or ():
        read = load_values(file).over(read)
    return values_from({name: value for name, value in out.items() if value.strip()}, "fill").over(read)


def _left_out(without: list[str] | None, reasons: list[str] | None) -> dict[str, str]:
    """Why each clause is left out, by clause."""
    names, said = without or [], reasons or []
    if said and not names:
        raise typer.BadParameter("--reason says why a clause is left out: --without CLAUSE")
    if len(said) not in (len(names), 1):
        raise typer.BadParameter(
            f"{len(names)} times --without needs as many times --reason, or one for all; found {len(said)}"
        )
    if any(not one.strip() for one in said):
        raise typer.BadParameter("--reason is empty; say why the clause is left out")
    return dict(zip(names, said if len(said) == len(names) else said * len(names), strict=True))


def tell_lost(clause: Clause, language: str) -> None:
    """Say on standard error which positions of the shipped playbook the wording of a house leaves without a place."""
    from tenderlaw.clauses.differences import lost_positions  # noqa: PLC0415

    for stance in lost_positions(clause, language):
        said = f"the shipped position on the passage `{stance.on}` is left out: the wording of the house lacks it"
        typer.echo(f"{clause.said.id}: {said} (write a `playbook.yaml` beside it for your own)", err=True)


def tell_elsewhere(named: Iterable[str], library: Library, kind: DocumentKind) -> None:
    """Say on standard error which of the clauses put in or left out stand in another document than this one."""
    from tenderlaw.documents.kinds import INTERNAL, OF_CLAUSES  # noqa: PLC0415

    documents = {of: document for document, of in OF_CLAUSES.items()}
    for name in () if kind in INTERNAL else dict.fromkeys(one.partition(":")[0] for one in named):
        other = documents[library.clauses[name].said.kind]
        if other != kind:
            typer.echo(f"{name}: stands in the document of --kind {other}, and changes nothing in this one", err=True)


def tell_contacts(document: Document) -> None:
    """Say on standard error which contacts ask to be checked, so that blanks are left open."""
    for line in document.to_check:
        typer.echo(line, err=True)


def tell_unused(values: Values) -> None:
    """Say on standard error which values of a file are neither for a letter nor for a shipped clause."""
    from tenderlaw.clauses.values import OF_LETTERS, fill_ins_in  # noqa: PLC0415

    others = [name for name in values.places if name not in OF_LETTERS]
    if not others:
        return
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.sources.faults import nearest  # noqa: PLC0415

    known = fill_ins_in(load_library().clauses)
    for name in others:
        if name not in known:
            message = f"is left unused: no letter and no shipped clause has the fill-in `{name}`"
            typer.echo(str(values.fault(name, message, nearest(name, OF_LETTERS))), err=True)
