"""`tenderlaw packs`: what is installed; `tenderlaw packs test`: its worked cases."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import PACK_INVALID
from tenderlaw.cli.inputs import AsJson, PackFolders

if TYPE_CHECKING:
    from tenderlaw.decisions.regime import Regime
    from tenderlaw.packs.model import Pack

__all__ = ["app"]

app = typer.Typer(
    help="Installed packs: id, title, in force, sources, digest.", invoke_without_command=True, rich_markup_mode=None
)


@app.callback()
def packs(context: typer.Context, packs_in: PackFolders = None, json: AsJson = False) -> None:
    """List the installed packs: id, title, in force, sources, digest."""
    if context.invoked_subcommand is not None:
        return
    from tenderlaw.cli.output import console, print_json  # noqa: PLC0415
    from tenderlaw.packs.installed import load_packs  # noqa: PLC0415

    loaded = [typed.pack for typed in load_packs(None, packs_in or ()).values()]
    if json:
        print_json([_summary(pack) for pack in loaded])
        return
    out = console()
    for pack in loaded:
        out.print(f"{pack.id} {pack.version}: {pack.title}")
        out.print(f"  in force {_in_force(pack)}; {len(pack.grounds)} grounds; layers {' > '.join(pack.layers)}")
        out.print(f"  SHA-256 {pack.digest}")
        for source in pack.sources:
            out.print(f"  {source.key}: {source.title} ({source.state})")


def _in_force(pack: Pack) -> str:
    force = pack.in_force
    return f"from {force.from_} to {force.to or 'open'} ({force.cite})" if force else "unstated"


def _summary(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "in_force": _in_force(pack),
        "grounds": [ground.id for ground in pack.grounds],
        "layers": list(pack.layers),
        "digest": pack.digest,
        "sources": [source.model_dump(mode="json", exclude_none=True) for source in pack.sources],
        "folder": pack.folder,
    }


@dataclass(frozen=True, slots=True)
class _Tested:
    pack: str
    cases: int
    failures: tuple[str, ...]
    grounds: dict[str, list[str]]
    """Ground to the cases in which it applies."""
    unreached: tuple[str, ...]


@app.command("test")
def test(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Packs to test; default: all.")] = None,
    packs_in: PackFolders = None,
    json: AsJson = False,
) -> None:
    """Run the worked cases of packs; say which cases reach each ground, and fail where none does."""
    from tenderlaw.cli.inputs import regimes  # noqa: PLC0415
    from tenderlaw.cli.output import console, print_json  # noqa: PLC0415

    results = [_tested(regime) for regime in regimes(ids, packs_in)]
    if json:
        print_json([asdict(result) for result in results])
    else:
        out = console()
        for result in results:
            out.print(f"{result.pack}: {result.cases} cases, {len(result.failures)} failed")
            for ground, cases in result.grounds.items():
                out.print(f"  {ground}: {', '.join(cases) or 'reached by no case'}")
            for failure in result.failures:
                out.print(f"  FAILED {failure}", style="red")
    failed = any(result.failures or result.unreached for result in results)
    raise typer.Exit(PACK_INVALID if failed else 0)


def _tested(regime: Regime) -> _Tested:
    from tenderlaw.decisions.worked_cases import run_worked_cases  # noqa: PLC0415

    reached: dict[str, list[str]] = {typed.ground.id: [] for typed in regime.typed.grounds}
    failures, count = [], 0
    for result in run_worked_cases(regime):
        count += 1
        failures += [f"{result.case.id}: {difference}" for difference in result.differences]
        for ground in {f.ground for r in result.decision.regimes for f in r.findings if f.state == "applies"}:
            reached[ground].append(result.case.id)
    unreached = tuple(ground for ground, cases in reached.items() if not cases)
    return _Tested(regime.typed.pack.id, count, tuple(failures), reached, unreached)
