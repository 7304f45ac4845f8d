"""Which options of `tenderlaw document` go together: what none would read is refused before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from tenderlaw.cli.unread_options import refuse_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenderlaw.decisions.regime import Regime

__all__ = ["FileFormat", "Kind", "format_of", "refuse_policies", "refuse_unread_by_kind", "refuse_with_ask"]


class Kind(StrEnum):
    """Kinds of documents."""

    CONTRACT_TERMS = "contract-terms"
    INSTRUCTIONS = "instructions"
    AWARD_CRITERIA = "award-criteria"
    AUTHORITY_FILE = "authority-file"
    INVITATION = "invitation"
    REQUEST_FOR_DOCUMENTS = "request-for-documents"
    EXCLUSION = "exclusion"
    NON_EXCLUSION = "non-exclusion"
    REPLACEMENT = "replacement"
    INTENTION_TO_TERMINATE = "intention-to-terminate"
    TERMINATION = "termination"
    FILE_NOTE = "file-note"


class FileFormat(StrEnum):
    """Formats of files."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


_WITH_CLAUSES: Final = (Kind.CONTRACT_TERMS, Kind.INSTRUCTIONS, Kind.AWARD_CRITERIA, Kind.AUTHORITY_FILE)
_ENDINGS: Final[Mapping[str, FileFormat]] = {
    **{f".{form.value}": form for form in FileFormat},
    ".htm": FileFormat.HTML,
    ".markdown": FileFormat.MARKDOWN,
}
_IN_FILES: Final = (FileFormat.DOCX, FileFormat.ODT, FileFormat.PDF)
"""Formats that are no text for a terminal."""


def refuse_unread_by_kind(kind: Kind, of_clauses: Mapping[str, object], of_blanks: Mapping[str, object]) -> None:
    """Refuse options about clauses where a kind has none, and about blanks where it has none."""
    if kind not in _WITH_CLAUSES:
        refuse_unread(of_clauses, f"a document of --kind {kind.value} has no clauses; leave this out")
    if kind is Kind.FILE_NOTE:
        refuse_unread(of_blanks, f"a document of --kind {kind.value} has nothing to fill in; leave this out")


def refuse_policies(kind: Kind, policies: Sequence[Regime], *, own: bool) -> None:
    """Refuse policies for a letter, unless one of a folder of one's `own` declares facts that the case may give.

    What installed policies declare is known without naming them.
    """
    may_be_needed = own and any(one.declared for one in policies)
    if kind in _WITH_CLAUSES or kind is Kind.FILE_NOTE or may_be_needed:
        return
    named = {f"--policy {one.id}": one for one in policies}
    refuse_unread(named, "a letter rests on the law alone; --kind file-note tells what a policy says")


def refuse_with_ask(out: Path | None, form: FileFormat | None, others: Mapping[str, object]) -> None:
    """Refuse what has no meaning for a file of values."""
    refuse_unread({"--format": form, **others}, "--ask writes YAML to be completed; leave this out")
    if out is not None and out.suffix.lower() not in (".yaml", ".yml"):
        raise typer.BadParameter(f"`{out.name}` is no name of a file of values; end it in .yaml")


def format_of(form: FileFormat | None, out: Path | None, template: Path | None) -> FileFormat:
    """The format that the file's ending says, or the option; one may not say another than the other."""
    said = None if out is None else _ENDINGS.get(out.suffix.lower())
    if out is not None and form is None and said is None:
        raise typer.BadParameter(f"`{out.name}` does not say its format; give --format")
    if out is not None and form is not None and said not in (None, form):
        raise typer.BadParameter(f"`{out.name}` is no name of a file for --format {form.value}")
    form = form or said or (FileFormat.DOCX if template is not None else FileFormat.MARKDOWN)
    if template is not None and form is not FileFormat.DOCX:
        raise typer.BadParameter("a template is for --format docx")
    if out is None and form in _IN_FILES:
        raise typer.BadParameter(f"--format {form.value} needs a file: -o FILE")
    return form
