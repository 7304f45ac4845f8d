"""`tenderlaw clauses`: the clauses that a contract needs, and the library they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.clause_inputs import (
    ClauseFolders,
    ClausesGiven,
    Fill,
    Reasons,
    ValueFiles,
    With,
    Without,
    clauses_given,
    tell_contacts,
    tell_lost,
)
from tenderlaw.cli.exits import PACK_INVALID, USAGE
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    Question,
    WhyNot,
    question_of,
    regimes,
)
from tenderlaw.cli.unread_options import refuse_several, refuse_unread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tenderlaw.clauses.model import Body, Clause

__all__ = ["clauses"]


def clauses(
    case: CaseFile = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    clauses_in: ClauseFolders = None,
    fill: Fill = None,
    values: ValueFiles = None,
    with_: With = None,
    without: Without = None,
    reason: Reasons = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Language of the clauses; default: en.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Print placeholders for missing fill-ins.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the library instead.")] = False,
    show: Annotated[str | None, typer.Option("--show", metavar="ID", help="Show one clause of the library.")] = None,
    diff: Annotated[
        str | None,
        typer.Option("--diff", metavar="ID", help="Show what --clauses-in changes of the shipped wording of a clause."),
    ] = None,
    lint: Annotated[bool, typer.Option("--lint", help="Check the whole library; exit code 6 for any finding.")] = False,
    why_not: WhyNot = None,
    json: AsJson = False,
) -> None:
    """Render the clauses that this contract needs; or list, show or check the library of clauses."""
    folders = tuple(clauses_in or ())
    filled = {
        "--fill": fill, "--values": values, "--with": with_, "--without": without, "--reason": reason,
        "--draft": draft,
    }  # fmt: skip
    ruled = {"--pack": pack, "--packs-in": packs_in, "--policy": policy, "--policies-in": policies_in}
    of_case = {"CASE": case, "--as-of": as_of, **filled}
    refuse_several({"--list": listed, "--show": show, "--diff": diff, "--lint": lint, "--why-not": why_not})
    if lint:
        refuse_unread({**of_case, "--language": language}, "--lint checks the library")
        _lint(folders, pack, packs_in, policy, policies_in, json)
    elif diff is not None:
        refuse_unread({**of_case, **ruled}, "--diff compares two wordings of the library")
        _diff(folders, diff, language or "en", json)
    elif listed or show is not None:
        refuse_unread({**of_case, **ruled, "--language": language}, "--list and --show tell what the library holds")
        _library(folders, show, json)
    else:
        asked = question_of(case, as_of=as_of, pack=pack, packs_in=packs_in, policy=policy, policies_in=policies_in)
        if why_not is not None:
            refuse_unread({**filled, "--language": language}, "--why-not asks what is prescribed, and writes no clause")
            _why_not(asked, why_not, policies_in, folders, json)
        else:
            given = clauses_given(fill, values, with_, without, reason, clauses_in)
            _render(asked, given, language or "en", draft, json)


def _why_not(
    asked: Question, clause: str, policies_in: list[Path] | None, folders: tuple[Path, ...], json: bool
) -> None:
    from tenderlaw.cli.why_not import print_why_not  # noqa: PLC0415

    print_why_not(
        asked.case,
        asked.day,
        clause,
        asked.packs,
        asked.policies,
        folders=policies_in,
        json=json,
        clauses_in=folders,
    )


def _render(asked: Question, given: ClausesGiven, language: str, draft: bool, json: bool) -> None:
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.documents import clause_schedule  # noqa: PLC0415
    from tenderlaw.documents.formats import write_document  # noqa: PLC0415

    schedule = clause_schedule(
        asked.case,
        as_of=asked.day,
        packs=asked.packs,
        policies=asked.policies,
        language=language,
        fill_ins=given.fill_ins,
        draft=draft,
        library=load_library(given.folders),
        with_clauses=given.added,
        without_clauses=given.left_out,
    )
    tell_contacts(schedule)
    typer.echo(write_document(schedule, "json" if json else "md").decode("utf-8"), nl=False)


def _lint(
    folders: tuple[Path, ...],
    pack: list[str] | None,
    packs_in: list[Path] | None,
    policy: list[str] | None,
    policies_in: list[Path] | None,
    json: bool,
) -> None:
    from tenderlaw.clauses.lint import lint_library  # noqa: PLC0415
    from tenderlaw.clauses.reading import read_library  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.choosing import load_policies  # noqa: PLC0415

    # without a name, every policy that is installed counts: what one of them prescribes can enter a document
    own = load_policies(policy or None, folders=policies_in or ())
    prescribed = {typed.rule.clause for by in (*regimes(pack, packs_in), *own) for typed in by.typed.clauses}
    reading = read_library(folders)
    findings = lint_library(reading, prescribed)
    if json:
        rows = []
        for finding in findings:
            fault = finding.fault
            rows.append({"lint": finding.lint, **{name: getattr(fault, name) for name in fault.__dataclass_fields__}})
        print_json({"clauses": len(reading.clauses), "findings": rows})
    else:
        out = to_people()
        for finding in findings:
            out.print(f"{finding.fault} [{finding.lint}]")
        out.print(f"{len(reading.clauses)} clauses, {len(findings)} findings")
    raise typer.Exit(PACK_INVALID if findings else 0)


def _library(folders: tuple[Path, ...], show: str | None, json: bool) -> None:
    from tenderlaw.answers.clauses import clause_answer, clause_summary, clause_title  # noqa: PLC0415
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    library = load_library(folders).clauses
    if show is None:
        if json:
            print_json([clause_summary(clause) for clause in library.values()])
        else:
            out = to_people()
            for clause in library.values():
                title = clause_title(clause)
                out.print(f"{clause.said.id} {clause.said.version}: {title} [{clause.said.kind}; {_languages(clause)}]")
        return
    clause = _known(library, show)
    if json:
        print_json(clause_answer(clause))
        return
    _print_clause(clause)


def _diff(folders: tuple[Path, ...], name: str, language: str, json: bool) -> None:
    from tenderlaw.clauses.differences import house_differences  # noqa: PLC0415
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415

    if not folders:
        raise typer.BadParameter("--diff compares with a wording of your own: --clauses-in FOLDER")
    library = load_library(folders)
    clause = _known(library.clauses, name)
    found = house_differences(clause, language, library.definitions)
    tell_lost(clause, language)
    if json:
        print_json([{"before": one.before, "after": one.after} for one in found])
        return
    out = to_people()
    for one in found:
        for mark, line in (("-", one.before), ("+", one.after)):
            if line:
                out.print(f"{mark} {line}")
    if not found:
        out.print(f"no differences: the wording of {name} is the library's own")


def _known(library: Mapping[str, Clause], name: str) -> Clause:
    """The clause of this name; a wrong use of the verb where there is none."""
    from tenderlaw.sources.faults import nearest, quoted  # noqa: PLC0415

    if name not in library:
        hint = nearest(name, library) or "`tenderlaw clauses --list` shows them"
        typer.echo(f"no clause {quoted(name)} ({hint})", err=True)
        raise typer.Exit(USAGE)
    return library[name]


def _print_clause(clause: Clause) -> None:
    from tenderlaw.answers.clauses import clause_title  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415

    said, out = clause.said, to_people()
    out.print(f"{said.id} {said.version}, {said.kind}: {clause_title(clause)}")
    out.print(f"  {said.obligation}; {said.cite}; source: {said.source}")
    out.print(f"  in force from {said.from_.isoformat()}" + (f" to {said.to.isoformat()}" if said.to else ""))
    if said.flow_down:
        out.print(f"  passed on to {said.flow_down}")
    if said.incorporates:
        labels = ", ".join(version.label for version in said.incorporates.versions if version.label)
        out.print(f"  incorporates {said.incorporates.number} {said.incorporates.title} ({labels})")
    for fill in said.fill_ins:
        out.print(f"  fill-in {fill.id} ({fill.kind}): {fill.title}" + (f", from {fill.fact}" if fill.fact else ""))
    for alternate in said.alternates:
        out.print(f"  alternate {alternate.id}: {alternate.title}")
    for duty in said.duties:
        out.print(f"  duty {said.id}/{duty.id} of the {duty.of}, #{duty.passage}: {duty.title}")
    for rung in said.ladder.rungs if said.ladder is not None else ():
        out.print(f"  measure {rung.id}, #{rung.passage}: {rung.title}")
    for body in clause.bodies.values():
        out.print(f"\n[{body.language}] {body.title} ({_status(body)})\n")
        out.print(body.text.rstrip("\n"))


def _status(body: Body) -> str:
    return f"{body.status} by {body.review.by} on {body.review.on.isoformat()}" if body.review else body.status


def _languages(clause: Clause) -> str:
    return ", ".join(clause.bodies)
