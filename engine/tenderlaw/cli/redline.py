"""`tenderlaw redline`: what changed between two Word documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenderlaw.cli.inputs import path_named

__all__ = ["redline"]


def redline(
    old: Annotated[
        Path, typer.Argument(metavar="OLD.docx", parser=path_named, help="The earlier document.", show_default=False)
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW.docx", parser=path_named, help="The later document.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", parser=path_named, help="Write tracked changes (.docx) or --html here."
        ),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the changed passages instead.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write a web page instead.")] = False,
    author: Annotated[str, typer.Option("--author", help="Whose changes they are said to be.")] = "tenderlaw",
) -> None:
    """Compare two Word documents: real tracked changes, or the changed passages in the terminal."""
    if text and html:
        raise typer.BadParameter("give --text or --html, not both")
    if not text and not html and out is None:
        raise typer.BadParameter("tracked changes need a file: -o FILE; or give --text")
    from tenderlaw.sources.extras import need  # noqa: PLC0415
    from tenderlaw.sources.free_places import refuse_inputs, writable  # noqa: PLC0415

    if out is not None:
        refuse_inputs([out], [old, new])
        writable(out)
    need("redline", "a redline")
    from tenderlaw.documents import redlining  # noqa: PLC0415
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415

    author = redlining.author_of(author)
    if text or html:
        found = redlining.changes(old, new)
        title = f"{old.name} → {new.name}"
        words = redlining.changes_html(found, title) if html else redlining.changes_text(found)
        if out is None:
            typer.echo(words, nl=False)
        else:
            write_whole(out, words.encode("utf-8"))
        return
    made = redlining.redline_docx(old, new, author=author)
    if out is not None:
        write_whole(out, made.data)
    typer.echo(f"{made.revisions} revisions", err=True)
