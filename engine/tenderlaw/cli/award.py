"""`tenderlaw award`: tenders beside one another under the award criteria of a policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, PackFolders, PackIds, PolicyFolders, path_named, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.ranking import Ranked, Ranking

__all__ = ["award"]


def award(
    cases: Annotated[
        list[Path], typer.Argument(metavar="CASE...", parser=path_named, help="A case of each tender (YAML, JSON).")
    ],
    policy: Annotated[
        str, typer.Option("--policy", metavar="ID", help="The policy whose award criteria count.")
    ] = "human-rights-award",
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policies_in: PolicyFolders = None,
    json: AsJson = False,
) -> None:
    """Rank tenders by their recorded assessments, with reasons; who may have the award is for the law to say."""
    from tenderlaw.answers.plain import plain  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.decisions.ranking import ranking_of  # noqa: PLC0415

    decided = []
    for file in cases:
        asked = question_of(file, None, None, None, None, None, as_of, pack, packs_in, [policy], policies_in)
        if not any(one.typed.pack.award_criteria for one in asked.policies):
            raise typer.BadParameter(f"the policy `{policy}` has no `award_criteria`")
        decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
        decided.append((asked.case.operator.name or file.name, decision))
    found = ranking_of(policy, decided)
    if json:
        print_json(plain(found))
        return
    out = to_people()
    for line in _lines(found):
        out.print(line)


def _lines(found: Ranking) -> Iterator[str]:
    criteria = found.tenders[0].score.criteria
    yield f"Award criteria of {found.policy}: " + ", ".join(f"{one.title} {one.weight}" for one in criteria)
    for tender in found.tenders:
        yield from _of_tender(tender)
    if not found.settled:
        yield "Who leads is not settled: points are missing that could change it. What is not known is never nothing."
    yield "It ranks and excludes nobody; exclusion and rejection are the law's."


def _of_tender(tender: Ranked) -> Iterator[str]:
    from tenderlaw.decisions.award import shown  # noqa: PLC0415

    score = tender.score
    total = shown(score.total) if score.total else f"not known, from {shown(score.least)} to {shown(score.most)}"
    award = f"{tender.outcome}; award may proceed: {tender.may_proceed}"
    place = f"{tender.rank}." if tender.rank is not None else "?"
    yield f"{place} {' '.join(tender.name.split())}: {total} ({award})"
    for one in score.criteria:
        why = one.reasons or one.because or f"missing: {', '.join(one.missing)}"
        yield f"   {shown(one.score) if one.score else '?'} of {one.weight} {one.title}: {why}"
    for flag in tender.flags:
        yield f"   [{flag.id}] {flag.said} ({flag.cite})"
