"""`tenderlaw offences`: the catalogue of offences of a pack, with statute and category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import AsJson, InLanguage, PackFolders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tenderlaw.packs.model.pack import Offence

__all__ = ["offences"]


def offences(
    pack: Annotated[list[str] | None, typer.Argument(metavar="[PACK]...", help="Ids of packs; all of them.")] = None,
    packs_in: PackFolders = None,
    language: InLanguage = "en",
    json: AsJson = False,
) -> None:
    """List the offences that a conviction may name, as each pack catalogues them."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415
    from tenderlaw.packs.installed import load_packs  # noqa: PLC0415

    loaded = [typed.pack for typed in load_packs(pack or None, packs_in or ()).values()]
    if json:
        from tenderlaw.answers.packs import offences_answer  # noqa: PLC0415

        print_json(offences_answer(loaded))
        return
    out = to_people()
    for one in loaded:
        out.print(
            f"{one.id}: {said_in(one.title, language)}" + ("" if one.offences else "; it has no catalogue of offences")
        )
        for line in _tree(one.offences, None, 1, language):
            out.print(line)
        if one.offences:
            out.print("  other: an offence outside every listed category")


def _tree(offences: Sequence[Offence], under: str | None, depth: int, language: str) -> Iterator[str]:
    """The offences of a category, each with those below it."""
    from tenderlaw.facts.wording import said_in  # noqa: PLC0415

    for offence in offences:
        if offence.under == under:
            yield f"{'  ' * depth}{offence.id}: {said_in(offence.title, language)} ({offence.cite})"
            yield from _tree(offences, offence.id, depth + 1, language)
