"""`tenderlaw screen`: decide a table of suppliers, however long."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    ListFiles,
    PackFolders,
    PolicyFolders,
    PolicyIds,
    day_of,
    path_named,
    policies,
    regimes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.facts.procurement import Procurement
    from tenderlaw.screening.joins.joined import Step
    from tenderlaw.screening.runs.outputs import Finished

__all__ = ["screen"]

_ENGINES = ("arrow", "spark")


def screen(
    suppliers: Annotated[
        Path,
        typer.Argument(
            metavar="SUPPLIERS", parser=path_named, help="Parquet, CSV or JSON lines, or a folder of such files."
        ),
    ],
    procurement: Annotated[
        list[Path],
        typer.Option("--procurement", metavar="FILE", parser=path_named, help="YAML or JSON; may be repeated."),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            parser=path_named,
            help=".parquet, .csv or .jsonl; without an ending, a folder.",
        ),
    ],
    as_of: AsOf = None,
    versus: Annotated[
        str | None, typer.Option("--versus", metavar="YYYY-MM-DD", help="Another day: whose outcome differs.")
    ] = None,
    regimes_: Annotated[
        str | None, typer.Option("--regimes", metavar="ID,ID", help="These packs only; default: all that govern.")
    ] = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    list_: ListFiles = None,
    owners: Annotated[
        Path | None,
        typer.Option(
            "--owners",
            metavar="FILE",
            parser=path_named,
            help="Who stands behind suppliers: BODS (.json, .jsonl) or a table.",
        ),
    ] = None,
    persons: Annotated[
        Path | None,
        typer.Option(
            "--persons", metavar="FILE", parser=path_named, help="With --owners: convictions of persons (.parquet)."
        ),
    ] = None,
    owners_complete: Annotated[
        bool, typer.Option("--owners-complete", help="Whoever is not in --owners has no power in a supplier that is.")
    ] = False,
    owner_steps: Annotated[
        int, typer.Option("--owner-steps", min=1, help="Steps of a chain of owners; beyond, they are unknown.")
    ] = 10,
    engine: Annotated[str, typer.Option("--engine", help="arrow or spark: both come to the same.")] = "arrow",
    master: Annotated[str, typer.Option("--master", metavar="URL", help="Where Spark runs.")] = "local[*]",
    sample: Annotated[int, typer.Option("--sample", min=0, help="Rows to decide again one by one.")] = 1000,
    cap: Annotated[
        int, typer.Option("--must-exclude-cap", min=0, help="Rows that must be excluded, to decide again besides.")
    ] = 1000,
    explain_changed: Annotated[
        Path | None,
        typer.Option(
            "--explain-changed", metavar="FILE", parser=path_named, help="With --versus: both decisions (JSON lines)"
        ),
    ] = None,
    refuse_rejects: Annotated[
        bool, typer.Option("--refuse-rejects", help="Write nothing if a row cannot be read.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Decide every supplier of a table, and say whose outcome differs from that of another day.

    Policies are the authority's own: they add their tier and conditions to each supplier and change no outcome.
    """
    day, other = day_of(as_of), day_of(versus)
    if engine not in _ENGINES:
        gone = "; DuckDB no longer decides, and `arrow` comes to the same rows" if engine == "duckdb" else ""
        raise typer.BadParameter(f"`{engine}` is not an engine; known: {', '.join(_ENGINES)}{gone}")
    if explain_changed is not None and other is None:
        raise typer.BadParameter("--explain-changed goes with --versus")
    if owners is None and (persons is not None or owners_complete):
        raise typer.BadParameter("--persons and --owners-complete go with --owners")
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("spark" if engine == "spark" else "batch", "screening")
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.cases import models_of_any  # noqa: PLC0415
    from tenderlaw.decisions.governing import may_govern  # noqa: PLC0415
    from tenderlaw.screening.engines.choose import engine_of  # noqa: PLC0415
    from tenderlaw.screening.engines.running import own_memory  # noqa: PLC0415
    from tenderlaw.screening.joins.list_step import list_step  # noqa: PLC0415
    from tenderlaw.screening.joins.owner_step import OwnerStep  # noqa: PLC0415
    from tenderlaw.screening.runs.order import Order  # noqa: PLC0415
    from tenderlaw.screening.runs.outputs import screened  # noqa: PLC0415

    packs, own = regimes(regimes_.split(",") if regimes_ else None, packs_in), policies(policy, policies_in)
    bought = _procurements(procurement, (*packs, *own))
    decided_on = _day(bought, day)
    # lists that only regimes ask about which govern nothing here are not asked about
    days = [decided_on] if other is None else [decided_on, other]
    lists: list[Step] = (
        [list_step(list_, (*packs, *own), (*may_govern(packs, bought.values(), days), *own))] if list_ else []
    )
    from tenderlaw.cli.progress import progress_of_rows  # noqa: PLC0415

    own_memory()
    chosen = engine_of(engine, master)
    # whoever stands behind a supplier is searched for in lists, too
    steps: list[Step] = []
    if owners is not None:
        model = models_of_any((*packs, *own)).operator_given
        steps.append(OwnerStep(suppliers, owners, persons, decided_on, owners_complete, owner_steps, model))
    steps += lists
    order = Order(
        suppliers,
        bought,
        packs,
        decided_on,
        other,
        sample,
        cap,
        tuple(steps),
        own,
    )
    with progress_of_rows() as report:
        done = screened(
            order,
            chosen,
            output,
            explain_changed=explain_changed,
            refuse_rejects=refuse_rejects,
            report=report,
            inputs=(*procurement, *(packs_in or ()), *(policies_in or ())),
        )
    if json:
        print_json(done.manifest)
    else:
        _print(done, output)


def _procurements(files: list[Path], packs: Sequence[Regime]) -> dict[str, Procurement]:
    from tenderlaw.decisions.cases import procurement_in  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    found = {file.stem: procurement_in(read_file(file), packs) for file in files}
    if len(found) < len(files):
        raise typer.BadParameter("two files of --procurement have the same name")
    return found


def _day(bought: dict[str, Procurement], day: date | None) -> date:
    from tenderlaw.decisions.as_of import day_of_procurement  # noqa: PLC0415

    days = {day_of_procurement(one, day) for one in bought.values()}
    if len(days) > 1:
        raise typer.BadParameter("the procurements are decided on different days; give one with --as-of")
    return days.pop()


def _print(done: Finished, output: Path) -> None:
    from tenderlaw.cli.console import to_people  # noqa: PLC0415

    out = to_people()
    for remark in done.remarks:
        typer.echo(str(remark), err=True)
    titles = {"outcome": "outcomes", "own conditions": "own_conditions", "changed": "changes"}
    for title, held in ((title, done.manifest[name]) for title, name in titles.items()):
        if isinstance(held, dict):
            for name, counts in held.items():
                for word, number in counts.items():
                    out.print(f"{name}: {title} {word}: {number:,}")
    lists, owners = done.manifest.get("lists"), done.manifest.get("owners")
    if isinstance(lists, dict):
        for name, files in lists["entries"].items():
            out.print(f"{name}: entries {sum(files.values()):,}")
    if isinstance(owners, dict):
        out.print(f"owners: edges {owners['edges']:,}")
    for step in (lists, owners):
        for word, number in step.items() if isinstance(step, dict) else ():
            if word.startswith("rows_"):
                out.print(f"{word.replace('_', ' ')}: {number:,}")
    out.print(f"checked one by one: {done.manifest['checked_one_by_one']:,}, all agree")
    if done.rejects:
        out.print(f"set aside: {done.rejects:,}, see {output}.rejects.jsonl")
    out.print(f"written: {output}, {output}.manifest.json")
