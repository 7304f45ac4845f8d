"""`tenderlaw explain`: the decision node by node, with facts and provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import EXIT_OF_OUTCOME, USAGE
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    Espd,
    GoodsListFile,
    PackFolders,
    PackIds,
    ProcurementFile,
    RoleOption,
    day_of,
    read_case,
    regimes,
    with_goods,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.model import Decision, Finding
    from tenderlaw.rules.explain import Explanation

__all__ = ["explain"]


def explain(
    case: CaseFile = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    goods_list: GoodsListFile = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    ground: Annotated[list[str] | None, typer.Option("--ground", metavar="ID", help="Only this ground.")] = None,
    json: AsJson = False,
) -> None:
    """Show how each ground was decided: every condition, the facts it read, the facts it lacks."""
    given = with_goods(read_case(case, espd, procurement, role), goods_list, case)
    day = day_of(as_of)
    from tenderlaw.cli.output import console, print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.sources.faults import nearest  # noqa: PLC0415

    decision = decide(given.case, as_of=day, packs=regimes(pack, packs_in), detailed=True)
    known = {finding.ground for regime in decision.regimes for finding in regime.findings}
    for wanted in ground or ():
        if known and wanted not in known:
            typer.echo(f"no ground `{wanted}` ({nearest(wanted, known)})", err=True)
            raise typer.Exit(USAGE)
    if json:
        print_json(decision.data())
    else:
        out = console()
        out.print(f"Outcome: {decision.outcome}, as of {decision.as_of.isoformat()}")
        for line in _lines(decision, ground or []):
            out.print(line)
        out.print(f"Decision {decision.id}")
    raise typer.Exit(EXIT_OF_OUTCOME[decision.outcome])


def _lines(decision: Decision, wanted: list[str]) -> Iterator[str]:
    for regime in decision.regimes:
        yield f"{regime.title} [{regime.pack}]: {regime.outcome}; {regime.scope_reason}"
        for part in () if wanted else regime.scope_explanation:
            yield from _node(part, 1)
        for finding in regime.findings:
            if not wanted or finding.ground in wanted:
                yield from _finding(finding)
        for requirement in () if wanted else regime.requirements:
            yield f"  [{requirement.state}] {requirement.reason} Follows: {requirement.follows}."


def _finding(finding: Finding) -> Iterator[str]:
    where = f", {finding.entry}" if finding.entry else ""
    yield f"  [{finding.state}] {finding.title} ({finding.cite}){where}"
    if finding.since or finding.until:
        source = "set by the judgment" if finding.set_by_judgment else "set by law"
        yield f"    period {source}: {finding.since or 'unknown'} to {finding.until or 'unknown'}"
    for part in finding.explanation:
        yield from _node(part, 2)
    for path in finding.missing:
        yield f"    missing: {path}"


def _node(node: Explanation, depth: int) -> Iterator[str]:
    facts = "; ".join(f"{fact.path} = {'unknown' if fact.value is None else fact.value}" for fact in node.facts)
    yield "  " * depth + f"{node.value}: {node.asks}" + (f" [{facts}]" if facts else "")
    for part in node.parts:
        yield from _node(part, depth + 1)
