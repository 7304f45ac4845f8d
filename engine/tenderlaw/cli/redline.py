"""`tenderlaw redline`: what changed between two documents, or between two versions of clauses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenderlaw.cli.inputs import path_named
from tenderlaw.cli.unread_options import refuse_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.documents.redlining import Change

__all__ = ["redline"]

_ENDINGS: dict[str, Literal["docx", "html", "text"]] = {
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}


def redline(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD",
            parser=path_named,
            help="The earlier document (.docx); or clauses: a folder, a schedule in JSON, or `shipped`.",
            show_default=False,
        ),
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", parser=path_named, help="The later one, likewise.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=path_named,
            help="Write it here: tracked changes (.docx), a web page (.html) or text (.txt).",
        ),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the changed passages instead.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write a web page instead.")] = False,
    author: Annotated[
        str | None, typer.Option("--author", help="Whose changes they are said to be; default: tenderlaw.")
    ] = None,
    words_only: Annotated[
        bool,
        typer.Option("--words-only", help="No changes of looks; for files that an office program has saved again."),
    ] = False,
    clause: Annotated[
        str | None, typer.Option("--clause", metavar="ID", help="Compare this clause of two libraries or schedules.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="The language of clauses; default: en.")
    ] = None,
) -> None:
    """Compare two Word documents, as tracked changes or as text; or the clauses of two libraries or schedules."""
    if text and html:
        raise typer.BadParameter("give --text or --html, not both")
    asked: Literal["text", "html"] | None = "text" if text else "html" if html else None
    from tenderlaw.documents.clause_texts import clause_lines, holds_clauses  # noqa: PLC0415

    of_clauses = clause is not None or (holds_clauses(old) and holds_clauses(new))
    if out is None and asked is None and not of_clauses:
        raise typer.BadParameter("tracked changes need a file: -o FILE; or give --text")
    from tenderlaw.sources.extras import need  # noqa: PLC0415
    from tenderlaw.sources.free_places import refuse_inputs, writable  # noqa: PLC0415

    if out is not None:
        refuse_inputs([out], [old, new], whole=[old, new])
        writable(out)
    form = _form(out, asked, of_clauses=of_clauses)
    if form != "docx":
        refuse_unread({"--author": author, "--words-only": words_only}, "only tracked changes (.docx) have it")
    if not of_clauses or {old.suffix.lower(), new.suffix.lower()} == {".json"}:
        refuse_unread({"--language": language}, "only clauses of a library are there in several languages")
    need("redline", "a redline")
    from tenderlaw.documents import redlining  # noqa: PLC0415
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415

    author = redlining.author_of("tenderlaw" if author is None else author)
    title = f"{old.name} → {new.name}"
    if of_clauses:
        lines = [clause_lines(place, clause, language or "en") for place in (old, new)]
        _report(redlining.compared(*lines), title, out, html=form == "html")
    elif form != "docx":
        _report(redlining.changes(old, new), title, out, html=form == "html")
    elif out is not None:
        made = redlining.redline_docx(old, new, author=author, words_only=words_only)
        write_whole(out, made.data)
        typer.echo(f"{made.revisions} revisions", err=True)


def _form(
    out: Path | None, asked: Literal["text", "html"] | None, *, of_clauses: bool
) -> Literal["docx", "html", "text"]:
    """The form that the file's ending says; an option may not say another one."""
    if out is None:
        return asked or "text"
    form = _ENDINGS.get(out.suffix.lower())
    if form is None:
        raise typer.BadParameter(f"`{out.name}` does not say its format; known: {', '.join(_ENDINGS)}")
    if asked not in (None, form):
        raise typer.BadParameter(f"`{out.name}` is no file for --{asked}")
    if form == "docx" and of_clauses:
        raise typer.BadParameter("clauses are compared as .html or .txt; tracked changes are between two Word files")
    return form


def _report(found: Sequence[Change], title: str, out: Path | None, *, html: bool) -> None:
    """Print the changes, or write them."""
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415
    from tenderlaw.documents.redlining import changes_html, changes_text  # noqa: PLC0415

    words = changes_html(found, title) if html else changes_text(found)
    if out is None:
        typer.echo(words, nl=False)
    else:
        write_whole(out, words.encode("utf-8"))
