"""`tenderlaw document`: the clauses of a contract, a letter to the bidder or the note for the file, as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.clause_inputs import (
    ClauseFolders,
    ClausesGiven,
    Fill,
    Reasons,
    ValueFiles,
    With,
    Without,
    clauses_given,
)
from tenderlaw.cli.inputs import (
    AsOf,
    CaseFile,
    Espd,
    FactFiles,
    GoodsListFile,
    ListFiles,
    PackFolders,
    PackIds,
    PolicyFolders,
    PolicyIds,
    ProcurementFile,
    Question,
    RoleOption,
    espd_file,
    path_named,
    question_of,
)

if TYPE_CHECKING:
    from tenderlaw.clauses.values import Values
    from tenderlaw.documents import Document

__all__ = ["FileFormat", "Kind", "document"]


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


def document(
    case: CaseFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", parser=path_named, help="The file to write; default: standard output."
        ),
    ] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What to write.")] = Kind.CONTRACT_TERMS,
    form: Annotated[
        FileFormat | None, typer.Option("--format", help="Its format; default: as the name of FILE ends.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", parser=path_named, help="Your own .docx, with {{p clauses }} in it."
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Its language.")] = "en",
    fallback_language: Annotated[
        str | None,
        typer.Option("--fallback-language", metavar="CODE", help="For clauses without wording in that language."),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Print placeholders for missing fill-ins.")] = False,
    fill: Fill = None,
    values: ValueFiles = None,
    with_: With = None,
    without: Without = None,
    reason: Reasons = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Write instead the values that the clauses ask for, as YAML to complete.")
    ] = False,
    negotiators: Annotated[
        bool, typer.Option("--negotiators", help="With the positions of playbooks as comments, for your own team.")
    ] = False,
    fonts: Annotated[
        list[Path] | None,
        typer.Option("--fonts", metavar="FOLDER", parser=path_named, help="Fonts for further scripts in a PDF."),
    ] = None,
    espd: Espd = None,
    procurement: ProcurementFile = None,
    role: RoleOption = None,
    facts: FactFiles = None,
    goods_list: GoodsListFile = None,
    list_: ListFiles = None,
    as_of: AsOf = None,
    pack: PackIds = None,
    packs_in: PackFolders = None,
    policy: PolicyIds = None,
    policies_in: PolicyFolders = None,
    clauses_in: ClauseFolders = None,
) -> None:
    """Write a document: the clauses of a contract, a letter to the bidder, or the decision with its reasons."""
    if ask:
        _refuse_with_ask(out, kind, form, template, draft)
    chosen = FileFormat.MARKDOWN if ask else _format(form, out, template)
    if negotiators and (ask or template or kind is not Kind.CONTRACT_TERMS or chosen is not FileFormat.DOCX):
        raise typer.BadParameter("--negotiators writes comments into a schedule: give a .docx file, and no --template")
    if out is not None:
        from tenderlaw.sources.free_places import refuse_inputs, writable  # noqa: PLC0415

        folders = (*(packs_in or ()), *(policies_in or ()), *(clauses_in or ()))
        declared = [espd_file(named)[1] for named in espd or ()]
        given = (*(facts or ()), *(values or ()), *(list_ or ()))
        read = (case, *declared, *given, procurement, goods_list, template, *folders)
        refuse_inputs([out], [path for path in read if path is not None])
        writable(out)
    of_clauses = clauses_given(fill, values, with_, without, reason, clauses_in)
    asked = question_of(
        case, espd, procurement, role, goods_list, list_, as_of, pack, packs_in, policy, policies_in, facts
    )
    if ask:
        text = _questionnaire(asked, language, fallback_language, of_clauses)
        _write(out, text.encode("utf-8"), private=False)
        return
    from tenderlaw.documents.formats import write_document  # noqa: PLC0415

    made = _of_clauses(kind, asked, language, fallback_language, of_clauses, draft, negotiators)
    if made is None:
        made = _of_decision(kind, asked, language, of_clauses.fill_ins, draft)
    if template is not None:
        from tenderlaw.documents.docx.template import into_template  # noqa: PLC0415

        data = into_template(made, template)
    else:
        data = write_document(made, chosen.value, fonts=tuple(fonts or ()))
    from tenderlaw.documents.output import is_private  # noqa: PLC0415

    _write(out, data, private=is_private(made.kind) or negotiators)


def _refuse_with_ask(out: Path | None, kind: Kind, form: FileFormat | None, template: Path | None, draft: bool) -> None:
    """What has no meaning for a file of values."""
    if kind is not Kind.CONTRACT_TERMS:
        raise typer.BadParameter(f"--ask is for the clauses of a contract; --kind {kind.value} asks for no values")
    if form is not None or template is not None or draft:
        raise typer.BadParameter("--ask writes YAML: leave --format, --template and --draft out")
    if out is not None and out.suffix.lower() not in (".yaml", ".yml"):
        raise typer.BadParameter(f"`{out.name}` is no name of a file of values; end it in .yaml")


def _format(form: FileFormat | None, out: Path | None, template: Path | None) -> FileFormat:
    if form is None and out is not None:
        endings = {entry.value: entry for entry in FileFormat}
        form = endings.get(out.suffix.removeprefix(".").lower())
        if form is None:
            raise typer.BadParameter(f"`{out.name}` does not say its format; give --format")
    form = form or (FileFormat.DOCX if template is not None else FileFormat.MARKDOWN)
    if template is not None and form is not FileFormat.DOCX:
        raise typer.BadParameter("a template is for --format docx")
    if out is None and form in (FileFormat.DOCX, FileFormat.ODT, FileFormat.PDF):
        raise typer.BadParameter(f"--format {form.value} needs a file: -o FILE")
    return form


def _of_clauses(
    kind: Kind,
    asked: Question,
    language: str,
    fallback: str | None,
    given: ClausesGiven,
    draft: bool,
    negotiators: bool,
) -> Document | None:
    """A document of clauses; none where it is one of the decision."""
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.documents import clause_schedule  # noqa: PLC0415
    from tenderlaw.documents.model import OF_CLAUSES  # noqa: PLC0415

    for one in OF_CLAUSES:
        if one == kind.value:
            return clause_schedule(
                asked.case,
                kind=one,
                as_of=asked.day,
                packs=asked.packs,
                policies=asked.policies,
                language=language,
                fallback_language=fallback,
                fill_ins=given.fill_ins,
                draft=draft,
                library=load_library(given.folders),
                with_clauses=given.added,
                without_clauses=given.left_out,
                negotiators=negotiators,
            )
    return None


def _questionnaire(asked: Question, language: str, fallback: str | None, given: ClausesGiven) -> str:
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.documents.questionnaire import values_asked  # noqa: PLC0415

    return values_asked(
        asked.case,
        as_of=asked.day,
        packs=asked.packs,
        policies=asked.policies,
        language=language,
        fallback_language=fallback,
        fill_ins=given.fill_ins,
        library=load_library(given.folders),
        with_clauses=given.added,
        without_clauses=given.left_out,
    )


def _of_decision(kind: Kind, asked: Question, language: str, fill_ins: Values, draft: bool) -> Document:
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.documents.letters import LETTERS, file_note, letter  # noqa: PLC0415
    from tenderlaw.documents.letters.basis import to_be_read  # noqa: PLC0415

    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
    for one in LETTERS:
        if one == kind.value:
            for line in to_be_read(decision, one):
                typer.echo(f"before it is sent, a person reads: {line}", err=True)
            return letter(one, decision, language=language, fill_ins=fill_ins, draft=draft)
    return file_note(decision, language)


def _write(out: Path | None, data: bytes, *, private: bool) -> None:
    if out is None:
        typer.echo(data.decode("utf-8"), nl=False)
        return
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415

    write_whole(out, data, private=private)
