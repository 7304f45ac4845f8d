"""`tenderlaw explain`: the decision node by node, with facts and provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.decision_lines import node_lines, policy_lines
from tenderlaw.cli.exits import EXIT_OF_OUTCOME, USAGE
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    Espd,
    FactFiles,
    GoodsListFile,
    ListFiles,
    OwnersComplete,
    OwnersFile,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    ProcurementFile,
    RoleOption,
    question_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.model.findings import Finding
    from tenderlaw.decisions.model.requirements import RequirementState

__all__ = ["explain"]


def explain(
    case: CaseFile = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    facts: FactFiles = None,
    goods_list: GoodsListFile = None,
    list_: ListFiles = None,
    owners: OwnersFile = None,
    owners_complete: OwnersComplete = False,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    ground: Annotated[list[str] | None, typer.Option("--ground", metavar="ID", help="Only this ground.")] = None,
    json: AsJson = False,
) -> None:
    """Show how each ground was decided: every condition, the facts it read, the facts it lacks."""
    asked = question_of(
        case,
        espd,
        procurement,
        role,
        goods_list,
        list_,
        as_of,
        pack,
        packs_in,
        policy,
        policies_in,
        facts,
        owners,
        owners_complete=owners_complete,
    )
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.sources.faults import nearest, quoted  # noqa: PLC0415

    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies, detailed=True)
    known = {finding.ground for regime in decision.regimes for finding in regime.findings}
    for wanted in ground or ():
        if known and wanted not in known:
            hint = nearest(wanted, known) or "`tenderlaw packs --json` lists them"
            typer.echo(f"no ground {quoted(wanted)} ({hint})", err=True)
            raise typer.Exit(USAGE)
    if json:
        print_json(decision.data())
    else:
        out = to_people()
        out.print(f"Outcome: {decision.outcome}, as of {decision.as_of.isoformat()}")
        for line in _lines(decision, ground or []):
            out.print(line)
        out.print(f"Decision {decision.id}")
    raise typer.Exit(EXIT_OF_OUTCOME[decision.outcome])


def _lines(decision: Decision, wanted: list[str]) -> Iterator[str]:
    for regime in decision.regimes:
        yield f"{regime.title} [{regime.pack}]: {regime.outcome}; {regime.scope_reason}"
        for part in () if wanted else regime.scope_explanation:
            yield from node_lines(part, 1)
        for finding in regime.findings:
            if not wanted or finding.ground in wanted:
                yield from _finding(finding)
        for requirement in () if wanted else regime.requirements:
            yield f"  [{requirement.state}] {requirement.reason} Follows: {requirement.follows}."
            yield from _requirement(requirement)
    for policy in () if wanted else decision.policies:
        yield from policy_lines(policy)
        for requirement in policy.requirements:
            yield f"  {requirement.requirement} ({requirement.cite}): {requirement.state}"
            yield from _requirement(requirement)
        for clause in policy.clauses:
            yield f"  {clause.clause} ({clause.cite}): {clause.state}"
            for part in clause.explanation:
                yield from node_lines(part, 2)


def _requirement(requirement: RequirementState) -> Iterator[str]:
    for part, asks in zip(requirement.explanation, ("arises", "is met"), strict=False):
        yield f"    {asks}:"
        yield from node_lines(part, 3)


def _finding(finding: Finding) -> Iterator[str]:
    where = f", {finding.entry}" if finding.entry else ""
    yield f"  [{finding.state}] {finding.title} ({finding.cite}){where}"
    if finding.state == "not_yet":
        yield f"    begins: {finding.since or 'unknown'}"
    elif finding.since or finding.until:
        source = "set by the judgment" if finding.set_by_judgment else "set by law"
        yield f"    period {source}: {finding.since or 'unknown'} to {finding.until or 'unknown'}"
    for part in finding.explanation:
        yield from node_lines(part, 2)
    for path in finding.missing:
        yield f"    missing: {path}"
