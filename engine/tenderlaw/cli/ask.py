"""`tenderlaw ask`: the questionnaire in the terminal, which writes a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tenderlaw.cli.exits import EXIT_OF_OUTCOME
from tenderlaw.cli.inputs import (
    AsJson,
    AsOf,
    CaseFile,
    Espd,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    ProcurementFile,
    RoleOption,
    day_of,
    path_named,
    policies,
    read_case,
    read_espd,
    regimes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tenderlaw.decisions.regime import Regime
    from tenderlaw.facts import Case
    from tenderlaw.interop.espd import EspdReading
    from tenderlaw.interview import Interview
    from tenderlaw.sources.tree import Data

__all__ = ["ask"]


def ask(
    case: CaseFile = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", parser=path_named, help="The case to write (.yaml or .json)."),
    ] = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="The language of the questions: en, fr, de.")
    ] = "en",
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="WHAT",
            help="What to ask until it is known: outcome, award or policy; award is the default.",
        ),
    ] = None,
    duties: Annotated[
        bool,
        typer.Option("--duties", help="Ask what a company owes outside any procurement, and write its facts."),
    ] = False,
    resume: Annotated[
        Path | None,
        typer.Option("--resume", metavar="FILE", parser=path_named, help="Go on with the answers kept in this draft."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Ask only what can still change the outcome, the decisive first, and write the answers as a case."""
    from tenderlaw.cli.ask_dialogue import Keeper, by_lines_of_json, in_the_terminal  # noqa: PLC0415
    from tenderlaw.interview.phrases import phrases_in  # noqa: PLC0415
    from tenderlaw.sources.free_places import in_text, refuse_inputs, writable  # noqa: PLC0415

    if out is None:
        raise typer.BadParameter("name the case to write with -o FILE")
    draft = out.with_name(f"{out.name}.draft")
    in_text([out])
    folders = (*(packs_in or ()), *(policies_in or ()))
    files = (case, procurement, resume, *folders)
    refuse_inputs([out], [one for one in files if one is not None])
    writable(out)
    writable(draft)
    phrases_in(language)
    if duties and (espd or procurement is not None or policy or policies_in or until is not None):
        raise typer.BadParameter("--duties asks of a company alone: of no procurement, policy or award")
    draft_held = None if resume is None else _draft(resume)
    owing = duties or (draft_held is not None and draft_held.get("aim") == "duties")
    chosen = _owing(pack, packs_in) if owing else (regimes(pack, packs_in), policies(policy, policies_in))
    if draft_held is not None:
        if duties or case is not None or espd or procurement is not None or as_of is not None or until is not None:
            raise typer.BadParameter("--resume goes on with a draft, which has its facts, its day and its aim")
        interview = _resumed(draft_held, *chosen, named=bool(pack or packs_in), own_=bool(policy or policies_in))
    else:
        if until is not None and until not in ("outcome", "award", "policy"):
            raise typer.BadParameter(f"`{until}` is none of outcome, award, policy")
        until = "duties" if duties else until
        interview = _begun(case, espd, procurement, role, day_of(as_of), *chosen, until=until)
    asked = {"--pack": pack, "--packs-in": packs_in, "--policy": policy, "--policies-in": policies_in}
    options = [word for name, given in asked.items() for one in given or () for word in (name, str(one))]
    dialogue = by_lines_of_json if json else in_the_terminal
    standing = dialogue(interview, Keeper(out, draft, language, tuple(options)))
    raise typer.Exit(0 if interview.aim == "duties" else EXIT_OF_OUTCOME[standing.outcome])


def _owing(pack: list[str] | None, packs_in: list[Path] | None) -> tuple[tuple[Regime, ...], tuple[Regime, ...]]:
    from tenderlaw.decisions.choosing import load_duties  # noqa: PLC0415

    return load_duties(pack or None, folders=packs_in or ()), ()


def _draft(file: Path) -> dict[str, Data]:
    from tenderlaw.sources.text import text_in  # noqa: PLC0415
    from tenderlaw.sources.tree import read_json  # noqa: PLC0415

    data = read_json(text_in(file), str(file)).data
    if not isinstance(data, dict):
        raise typer.BadParameter(f"`{file}` is no draft of `tenderlaw ask`")
    return data


def _resumed(
    data: Mapping[str, object], packs: tuple[Regime, ...], own: tuple[Regime, ...], *, named: bool, own_: bool
) -> Interview:
    from tenderlaw.interview import from_plain  # noqa: PLC0415

    return from_plain(data, packs=packs if named else None, policies=own if own_ else None)


def _begun(
    case: Path | None,
    espd: list[str] | None,
    procurement: Path | None,
    role: str | None,
    day: date | None,
    packs: tuple[Regime, ...],
    own: tuple[Regime, ...],
    *,
    until: str | None,
) -> Interview:
    from tenderlaw.interview import begin  # noqa: PLC0415
    from tenderlaw.interview.model import Aim  # noqa: PLC0415

    if case is not None and (espd or procurement is not None):
        raise typer.BadParameter("give a CASE file, or --espd and --procurement")
    if until == "duties":
        facts, reading = _company(case, packs)
    else:
        facts, reading = _facts(case, espd, procurement, role, (*packs, *own))
    day = day or _decision_on(facts)
    if day is None:
        raise typer.BadParameter("give the day with --as-of")
    sources = _declared(reading) if reading is not None else None
    return begin(facts, as_of=day, packs=packs, policies=own, sources=sources, aim=cast("Aim | None", until))


def _company(
    file: Path | None, packs: tuple[Regime, ...]
) -> tuple[Case | Mapping[str, object] | None, EspdReading | None]:
    """The facts of a company in a file, if there is one."""
    from tenderlaw.interview import company_alone  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    return None if file is None else company_alone(read_file(file), packs), None


def _decision_on(facts: Case | Mapping[str, object] | None) -> date | None:
    from tenderlaw.facts import Case  # noqa: PLC0415

    return facts.procurement.decision_on if isinstance(facts, Case) else None


def _facts(
    case: Path | None,
    espd: list[str] | None,
    procurement: Path | None,
    role: str | None,
    everybody: tuple[Regime, ...],
) -> tuple[Case | Mapping[str, object] | None, EspdReading | None]:
    """The facts to begin with; an ESPD alone, or a procurement alone, is enough."""
    if case is not None or (espd and procurement is not None):
        given = read_case(case, espd, procurement, role, None, everybody)
        return given.case, given.espd
    if espd:
        from tenderlaw.sources.tree import Source  # noqa: PLC0415

        read = read_espd(espd, role, Source("procurement", {"procurement": {}}, {}), None, everybody)
        return read.case, read.espd
    if procurement is None:
        return None, None
    from tenderlaw.decisions.cases import procurement_in  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    bought = procurement_in(read_file(procurement), everybody)
    return {"procurement": bought.model_dump(mode="json", exclude_none=True)}, None


def _declared(reading: EspdReading) -> dict[str, str]:
    from tenderlaw.interview.facts_at import leaves  # noqa: PLC0415

    declared = reading.operator.model_dump(mode="json", exclude_none=True)
    return {path: "espd" for path, _ in leaves({"operator": declared})}
