"""`tenderlaw packs`: packs and policies that are installed; `packs test`, `packs mutate`: what tests them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import PACK_INVALID
from tenderlaw.cli.inputs import AsJson, InLanguage, PackFolders, PolicyFolders
from tenderlaw.cli.mutate import mutate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.coverage import Coverage

__all__ = ["app"]

app = typer.Typer(
    help="Installed packs: id, title, in force, sources, digest.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("mutate")(mutate)


@app.callback()
def packs(
    context: typer.Context,
    packs_in: PackFolders = None,
    policies_in: PolicyFolders = None,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """List the installed packs and policies: id, title, in force, sources, digest."""
    if context.invoked_subcommand is not None:
        return
    from tenderlaw.answers.packs import in_force, pack_summary  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415
    from tenderlaw.packs.installed import load_duties, load_packs, load_policies  # noqa: PLC0415

    found = (
        load_packs(None, packs_in or ()),
        load_duties(None, packs_in or ()),
        load_policies(None, policies_in or ()),
    )
    loaded = [typed.pack for part in found for typed in part.values()]
    if json:
        print_json([pack_summary(pack) for pack in loaded])
        return
    out = to_people()
    for pack in loaded:
        out.print(f"{pack.id} {pack.version}: {said_in(pack.title, language)}")
        what = f"in force {in_force(pack)}; {len(pack.grounds)} grounds"
        if pack.kind == "duties":
            what = f"in force {in_force(pack)}; {len(pack.duties)} duties of companies"
        if pack.kind == "policy":
            what = f"policy, asked by --policy {pack.id}; {'with tiers of risk' if pack.tiering else 'without tiers'}"
        out.print(f"  {what}; {len(pack.clauses)} clauses; layers {' > '.join(pack.layers)}")
        out.print(f"  SHA-256 {pack.digest}")
        for source in pack.sources:
            out.print(f"  {source.key}: {source.title} ({source.state})")


@app.command("test")
def test(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Packs and policies to test; default: all.")
    ] = None,
    packs_in: PackFolders = None,
    policies_in: PolicyFolders = None,
    branches: Annotated[bool, typer.Option("--branches", help="Show every branch of every ground.")] = False,
    json: AsJson = False,
) -> None:
    """Run worked cases; say what tests each ground and prescription, and fail where one is not covered."""
    from tenderlaw.clauses.library import load_clauses  # noqa: PLC0415
    from tenderlaw.clauses.unasked import unasked_conditions  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.inputs import regimes  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.choosing import load_duties  # noqa: PLC0415
    from tenderlaw.decisions.choosing import load_policies as load_own  # noqa: PLC0415
    from tenderlaw.decisions.coverage import coverage_of, duty_coverage_of, policy_coverage_of  # noqa: PLC0415
    from tenderlaw.packs.installed import find_packs  # noqa: PLC0415

    known = find_packs(policies_in or (), "policies")
    own = [name for name in ids or () if name in known]
    held = find_packs(packs_in or ())
    # a policy may stand beside the pack of law of its name
    law = [name for name in ids or () if name in held or name not in known]
    # which of the packs of law decide procurements, and which say what companies owe, their heads tell
    owing = load_duties(None, folders=packs_in or ()) if law or not ids else ()
    asked = [one for one in owing if not ids or one.id in law]
    law = [name for name in law if name not in {one.id for one in owing}]
    tested = regimes(law, packs_in) if law or not ids else ()
    parents = regimes(None, packs_in) if any(len(one.head.pack.layers) > 1 for one in tested) else ()
    results = [coverage_of(regime, parents) for regime in tested]
    results += [duty_coverage_of(regime) for regime in asked]
    chosen = load_own(own or None, folders=policies_in or ()) if own or not ids else ()
    library = load_clauses() if chosen else {}
    results += [
        replace(policy_coverage_of(policy), unasked=unasked_conditions(policy.typed.pack, library)) for policy in chosen
    ]
    if json:
        print_json([{**asdict(result), "gaps": result.gaps} for result in results])
    else:
        out = to_people()
        for result in results:
            for line in _lines(result, branches):
                out.print(line, style="red" if line.startswith("  FAILED") else None)
    raise typer.Exit(PACK_INVALID if any(result.failures or result.gaps for result in results) else 0)


def _lines(result: Coverage, branches: bool) -> Iterator[str]:
    parts = [cases for ground in result.grounds for _, cases in ground.branches]
    taken = sum(1 for cases in parts if cases)
    yield (
        f"{result.pack}: {result.cases} cases, {len(result.failures)} failed; "
        + (f"{len(result.grounds)} grounds, {taken} of {len(parts)} branches taken; " if result.grounds else "")
        + f"{sum(1 for one in result.reached if one.cases)} of {len(result.reached)} {result.what}"
    )
    for ground in result.grounds:
        held = [says for says, cases in ground.branches if not cases]
        if ground.inherited is not None and not ground.cases:
            yield f"  {ground.ground}: as in {ground.inherited}"
            continue
        twins = f"; {ground.twins[1]} lacks it by one fact" if ground.twins else ""
        open_ = f"; {len(held)} of {len(ground.branches)} branches taken by no case" if held else ""
        yield f"  {ground.ground}: {_few(ground.cases)}{twins}{open_}"
        for says, cases in ground.branches if branches else [pair for pair in ground.branches if not pair[1]]:
            yield f"    {says}: {_few(cases)}"
    yield from (f"  FAILED {failure}" for failure in (*result.failures, *result.gaps))


def _few(cases: tuple[str, ...]) -> str:
    more = f" and {len(cases) - 4} more" if len(cases) > 5 else ""
    return ", ".join(cases if not more else cases[:4]) + more or "no case"
