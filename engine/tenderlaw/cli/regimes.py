"""`tenderlaw regimes`: which packs govern a procurement, and why the others do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, AsOf, PackFolders, PackIds, day_of, path_named
from tenderlaw.cli.inputs import regimes as chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenderlaw.decisions.governing import Governing
    from tenderlaw.rules.explain import Explanation

__all__ = ["regimes"]


def regimes(
    procurement: Annotated[
        Path, typer.Argument(metavar="PROCUREMENT", parser=path_named, help="A procurement, or a whole case.")
    ],
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    why: Annotated[bool, typer.Option("--why", help="Show the scope of each regime, node by node.")] = False,
    json: AsJson = False,
) -> None:
    """Say which regimes govern this procurement, on which threshold, and why the others do not."""
    day = day_of(as_of)
    from tenderlaw.answers.plain import plain  # noqa: PLC0415
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.decisions.as_of import day_of_procurement  # noqa: PLC0415
    from tenderlaw.decisions.cases import procurement_in  # noqa: PLC0415
    from tenderlaw.decisions.governing import governing_all  # noqa: PLC0415
    from tenderlaw.sources.tree import read_file  # noqa: PLC0415

    packs = chosen(pack, packs_in)
    bought = procurement_in(read_file(procurement), packs)
    found = governing_all(bought, packs, day_of_procurement(bought, day))
    if json:
        print_json(plain(found))
        return
    out = to_people()
    for one in found:
        for line in _lines(one, why):
            out.print(line)


def _lines(one: Governing, why: bool) -> Iterator[str]:
    answer = {"true": "governs", "false": "does not govern", "unknown": "may govern"}[one.governs]
    yield f"{one.pack}: {answer}. {one.title}: {one.reason}"
    for threshold in one.thresholds:
        amount = f"{threshold.amount} {threshold.currency}" if threshold.amount else "not settled"
        vat = f", VAT {threshold.vat}" if threshold.vat else ""
        operator = threshold.operator.replace("_", " ")
        yield f"  threshold: value {operator} {amount}{vat} ({threshold.title}; {threshold.cite}): {threshold.holds}"
        if threshold.review:
            yield f"  review: {threshold.review}"
    for note in one.elsewhere:
        yield f"  review: {note.reason} ({note.cite})"
    for path in one.missing:
        yield f"  missing: {path}"
    for fact in one.presumed:
        yield f"  presumed: {fact.path} is {fact.value} ({fact.cite}), as nobody says otherwise"
    for node in one.explanation if why or one.governs != "true" else ():
        yield from _turns(node, 1, whole=why)


def _turns(node: Explanation, depth: int, *, whole: bool) -> Iterator[str]:
    """The node and what it turns on; without `whole`, only the parts that gave the answer."""
    facts = "; ".join(f"{fact.path} = {'unknown' if fact.value is None else fact.value}" for fact in node.facts)
    yield "  " * depth + f"{node.value}: {node.asks}" + (f" [{facts}]" if facts else "")
    for part in node.parts:
        # a denial has one part, of the opposite value
        if whole or part.value == node.value or len(node.parts) == 1:
            yield from _turns(part, depth + 1, whole=whole)
