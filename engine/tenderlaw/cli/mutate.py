"""`tenderlaw packs mutate`: packs changed in one small place, which must fail a worked case."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import PACK_INVALID
from tenderlaw.cli.inputs import AsJson, PackFolders, PolicyFolders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.mutants.run import Mutation

__all__ = ["mutate"]


def mutate(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Packs and policies to mutate; default: all.")
    ] = None,
    packs_in: PackFolders = None,
    policies_in: PolicyFolders = None,
    tries: Annotated[
        int,
        typer.Option("--tries", min=0, help="How many varied cases to try for one that tells a survivor from the law."),
    ] = 200,
    explained: Annotated[
        bool, typer.Option("--explained", help="Show the survivors that the pack explains, too.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Change each pack in one small place after the other; fail where every worked case passes and nobody says why."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.cli.progress import progress_of  # noqa: PLC0415
    from tenderlaw.mutants.run import mutate as run  # noqa: PLC0415
    from tenderlaw.mutants.tested import mutable  # noqa: PLC0415

    results: list[Mutation] = []
    out = to_people()
    for name, policy in mutable(ids or (), packs_in or (), policies_in or ()):
        with progress_of("mutants") as progress:
            result = run(name, packs_in or (), policies_in or (), policy=policy, tries=tries, progress=progress)
        results.append(result)
        for line in () if json else _lines(result, explained=explained):
            out.print(line, style="red" if line.startswith("  SURVIVED") else None)
    if json:
        print_json([{**asdict(one), "unexplained": len(one.unexplained)} for one in results])
    raise typer.Exit(PACK_INVALID if any(one.unexplained or one.faults for one in results) else 0)


def _lines(result: Mutation, *, explained: bool) -> Iterator[str]:
    told = len(result.survivors) - len(result.unexplained)
    of = "" if result.tested_by == (result.pack,) else f" of {', '.join(result.tested_by) or 'no pack'}"
    name = f"{result.pack} (policy)" if result.policy else result.pack
    yield (
        f"{name}: {result.mutants} mutants, {result.cases} cases{of}; {result.killed} killed, "
        f"{result.no_pack} that make no pack, {told} explained, {len(result.unexplained)} unexplained"
    )
    for one in result.survivors:
        if one.because is None or explained:
            mark = "SURVIVED" if one.because is None else "survives"
            yield f"  {mark} {one.file}:{one.line}: {one.mutant}: {one.says}"
            if one.because is not None:
                yield f"    {one.because}"
            else:
                yield f"    told by {one.told_by}" if one.told_by else "    no case was found that would tell it"
    yield from (f"  FAILED {fault}" for fault in result.faults)
