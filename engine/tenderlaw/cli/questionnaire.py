"""`tenderlaw questionnaire`: what to ask a bidder, and its answers put into the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import (
    AsOf,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    path_named,
    policies,
    question_of,
    regimes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.decisions.regime import Regime

__all__ = ["questionnaire"]


def questionnaire(
    case: Annotated[Path, typer.Argument(metavar="CASE", parser=path_named, help="The case (YAML or JSON).")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", parser=path_named, help="The questionnaire, or with --answers the case."
        ),
    ],
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", parser=path_named, help="A questionnaire that came back."),
    ] = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="The language of the questionnaire; English.")
    ] = None,
) -> None:
    """Ask a bidder what only it can answer (.docx, .xlsx, .json); with --answers, put its answers into the case."""
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415
    from tenderlaw.sources.free_places import in_text, refuse_inputs, writable  # noqa: PLC0415

    in_text([out])
    inputs = [case, *([answers] if answers else []), *(packs_in or ()), *(policies_in or ())]
    refuse_inputs([out], inputs)
    writable(out)
    if answers is not None:
        if language is not None or as_of is not None:
            raise typer.BadParameter("--language and --as-of ask a questionnaire; --answers reads one that came back")
        chosen = (*regimes(pack, packs_in), *policies(policy, policies_in))
        write_whole(out, _completed(case, answers, out, chosen).encode("utf-8"), private=True)
        return
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.documents.questionnaires.asking import questionnaire as asked_of  # noqa: PLC0415
    from tenderlaw.documents.questionnaires.forms import form_of, written  # noqa: PLC0415

    form = form_of(out)
    asked = question_of(case, None, None, None, None, None, as_of, pack, packs_in, policy, policies_in)
    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
    made = asked_of(decision, language or "en", policies=asked.policies)
    write_whole(out, written(made, form), private=True)
    typer.echo(f"{len(made.asked)} questions and {len(made.evidence)} documents asked for: {out}")


def _completed(case: Path, answers: Path, out: Path, chosen: Sequence[Regime]) -> str:
    from tenderlaw.documents.questionnaires.case_text import case_text  # noqa: PLC0415
    from tenderlaw.documents.questionnaires.forms import answers_in  # noqa: PLC0415
    from tenderlaw.documents.questionnaires.into_case import completed_by_answers  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    returned = answers_in(answers)
    completed = completed_by_answers(read_file(case), returned, str(answers), chosen)
    for remark in completed.remarks:
        typer.echo(str(remark), err=True)
    answered, blank = len([one for one in returned if not one.blank]), len([one for one in returned if one.blank])
    typer.echo(f"{answered} answered, {blank} left blank: {out}")
    return case_text(case, completed, out)
