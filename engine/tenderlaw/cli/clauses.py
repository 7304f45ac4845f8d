"""`tenderlaw clauses`: the clauses that a contract needs, and the library they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import PACK_INVALID, USAGE
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    ClauseFolders,
    Fill,
    PackFolders,
    PackIds,
    day_of,
    fill_ins_of,
    read_case,
    regimes,
)

if TYPE_CHECKING:
    from tenderlaw.clauses.model import Clause

__all__ = ["clauses"]


def clauses(
    case: CaseFile = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    clauses_in: ClauseFolders = None,
    fill: Fill = None,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Language of the clauses.")] = "en",
    draft: Annotated[bool, typer.Option("--draft", help="Print placeholders for missing fill-ins.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the library instead.")] = False,
    show: Annotated[str | None, typer.Option("--show", metavar="ID", help="Show one clause of the library.")] = None,
    lint: Annotated[bool, typer.Option("--lint", help="Check the whole library; exit code 6 for any finding.")] = False,
    json: AsJson = False,
) -> None:
    """Render the clauses that this contract needs; or list, show or check the library of clauses."""
    folders = tuple(clauses_in or ())
    if lint:
        _lint(folders, pack, packs_in, json)
    elif listed or show is not None:
        _library(folders, show, json)
    else:
        _render(case, as_of, pack, packs_in, folders, fill, language, draft, json)


def _render(
    case: Path | None,
    as_of: str | None,
    pack: list[str] | None,
    packs_in: list[Path] | None,
    folders: tuple[Path, ...],
    fill: list[str] | None,
    language: str,
    draft: bool,
    json: bool,
) -> None:
    given, day, fill_ins = read_case(case, None, None, None), day_of(as_of), fill_ins_of(fill)
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.documents import clause_schedule  # noqa: PLC0415
    from tenderlaw.documents.formats import write_document  # noqa: PLC0415

    schedule = clause_schedule(
        given.case,
        as_of=day,
        packs=regimes(pack, packs_in),
        language=language,
        fill_ins=fill_ins,
        draft=draft,
        library=load_library(folders),
    )
    typer.echo(write_document(schedule, "json" if json else "md").decode("utf-8"), nl=False)


def _lint(folders: tuple[Path, ...], pack: list[str] | None, packs_in: list[Path] | None, json: bool) -> None:
    from tenderlaw.clauses.lint import lint_library  # noqa: PLC0415
    from tenderlaw.clauses.reading import read_library  # noqa: PLC0415
    from tenderlaw.cli.output import console, print_json  # noqa: PLC0415

    prescribed = {typed.rule.clause for regime in regimes(pack, packs_in) for typed in regime.typed.clauses}
    reading = read_library(folders)
    findings = lint_library(reading, prescribed)
    if json:
        rows = []
        for finding in findings:
            fault = finding.fault
            rows.append({"lint": finding.lint, **{name: getattr(fault, name) for name in fault.__dataclass_fields__}})
        print_json({"clauses": len(reading.clauses), "findings": rows})
    else:
        out = console()
        for finding in findings:
            out.print(f"{finding.fault} [{finding.lint}]")
        out.print(f"{len(reading.clauses)} clauses, {len(findings)} findings")
    raise typer.Exit(PACK_INVALID if findings else 0)


def _library(folders: tuple[Path, ...], show: str | None, json: bool) -> None:
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.cli.output import console, print_json  # noqa: PLC0415
    from tenderlaw.sources.faults import nearest  # noqa: PLC0415

    library = load_library(folders).clauses
    if show is None:
        if json:
            print_json([_summary(clause) for clause in library.values()])
        else:
            out = console()
            for clause in library.values():
                title = _title(clause)
                out.print(f"{clause.said.id} {clause.said.version}: {title} [{clause.said.kind}; {_languages(clause)}]")
        return
    if show not in library:
        typer.echo(f"no clause `{show}` ({nearest(show, library)})", err=True)
        raise typer.Exit(USAGE)
    clause = library[show]
    if json:
        texts = {language: body.text for language, body in clause.bodies.items()}
        print_json({**_summary(clause), "texts": texts, **clause.said.model_dump(mode="json", by_alias=True)})
        return
    _print_clause(clause)


def _print_clause(clause: Clause) -> None:
    from tenderlaw.cli.output import console  # noqa: PLC0415

    said, out = clause.said, console()
    out.print(f"{said.id} {said.version}, {said.kind}: {_title(clause)}")
    out.print(f"  {said.obligation}; {said.cite}; source: {said.source}")
    out.print(f"  in force from {said.from_.isoformat()}" + (f" to {said.to.isoformat()}" if said.to else ""))
    if said.flow_down:
        out.print(f"  passed on to {said.flow_down}")
    if said.incorporates:
        labels = ", ".join(version.label for version in said.incorporates.versions)
        out.print(f"  incorporates {said.incorporates.number} {said.incorporates.title} ({labels})")
    for fill in said.fill_ins:
        out.print(f"  fill-in {fill.id} ({fill.kind}): {fill.title}" + (f", from {fill.fact}" if fill.fact else ""))
    for alternate in said.alternates:
        out.print(f"  alternate {alternate.id}: {alternate.title}")
    for body in clause.bodies.values():
        out.print(f"\n[{body.language}] {body.title} ({body.status})\n")
        out.print(body.text.rstrip("\n"))


def _title(clause: Clause) -> str:
    bodies = clause.bodies
    return (bodies.get("en") or next(iter(bodies.values()))).title


def _languages(clause: Clause) -> str:
    return ", ".join(clause.bodies)


def _summary(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.said.id,
        "version": clause.said.version,
        "kind": clause.said.kind,
        "title": _title(clause),
        "languages": {language: body.status for language, body in clause.bodies.items()},
        "digest": clause.digest,
    }
