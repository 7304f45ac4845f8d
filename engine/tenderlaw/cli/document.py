"""`tenderlaw document`: the clauses of a contract, a letter to the bidder or the note for the file, as a file."""

from __future__ import annotations

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
    tell_contacts,
    tell_elsewhere,
    tell_lost,
    tell_unused,
)
from tenderlaw.cli.document_options import (
    FileFormat,
    Kind,
    format_of,
    refuse_policies,
    refuse_unread_by_kind,
    refuse_with_ask,
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
from tenderlaw.cli.unread_options import refuse_unread

if TYPE_CHECKING:
    from tenderlaw.clauses.values import Values
    from tenderlaw.documents import Document

__all__ = ["document"]


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
        bool, typer.Option("--ask", help="Write instead the values that the document asks for, as YAML to complete.")
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
    of_clauses = {
        "--with": with_, "--without": without, "--reason": reason, "--clauses-in": clauses_in,
        "--fallback-language": fallback_language,
    }  # fmt: skip
    refuse_unread_by_kind(kind, of_clauses, {"--fill": fill, "--values": values})
    if ask:
        others = {"--template": template, "--draft": draft, "--fonts": fonts, "--negotiators": negotiators}
        refuse_with_ask(out, form, others)
    chosen = FileFormat.MARKDOWN if ask else format_of(form, out, template)
    if negotiators and (template or kind is not Kind.CONTRACT_TERMS or chosen is not FileFormat.DOCX):
        raise typer.BadParameter("--negotiators writes comments into a schedule: give a .docx file, and no --template")
    if chosen is not FileFormat.PDF:
        refuse_unread({"--fonts": fonts}, "only a PDF is set with fonts of yours; give --format pdf, or leave this out")
    if out is not None:
        from tenderlaw.sources.free_places import refuse_inputs, writable  # noqa: PLC0415

        folders = (*(packs_in or ()), *(policies_in or ()), *(clauses_in or ()))
        declared = [espd_file(named)[1] for named in espd or ()]
        given = (*(facts or ()), *(values or ()), *(list_ or ()))
        read = (case, *declared, *given, procurement, goods_list, template, *folders)
        refuse_inputs([out], [path for path in read if path is not None])
        writable(out)
    from tenderlaw.documents.fonts import font_folders  # noqa: PLC0415

    folders_of_fonts = font_folders(fonts or ())
    said_of_clauses = clauses_given(fill, values, with_, without, reason, clauses_in)
    asked = question_of(
        case, espd, procurement, role, goods_list, list_, as_of, pack, packs_in, policy, policies_in, facts
    )
    refuse_policies(kind, asked.policies, own=bool(policies_in))
    from tenderlaw.documents.output import is_private  # noqa: PLC0415

    if ask:
        text = _values_asked(kind, asked, language, fallback_language, said_of_clauses)
        _write(out, text.encode("utf-8"), private=is_private(kind.value))
        return
    from tenderlaw.documents.formats import write_document  # noqa: PLC0415

    made = _of_clauses(kind, asked, language, fallback_language, said_of_clauses, draft, negotiators)
    if made is None:
        made = _of_decision(kind, asked, language, said_of_clauses.fill_ins, draft)
    if template is not None:
        from tenderlaw.documents.docx.template import into_template  # noqa: PLC0415

        data = into_template(made, template)
    else:
        data = write_document(made, chosen.value, fonts=folders_of_fonts)
    _write(out, data, private=is_private(made.kind) or negotiators)


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
            library = load_library(given.folders)
            made = clause_schedule(
                asked.case,
                kind=one,
                as_of=asked.day,
                packs=asked.packs,
                policies=asked.policies,
                language=language,
                fallback_language=fallback,
                fill_ins=given.fill_ins,
                draft=draft,
                library=library,
                with_clauses=given.added,
                without_clauses=given.left_out,
                negotiators=negotiators,
            )
            tell_contacts(made)
            tell_elsewhere((*given.added, *given.left_out), library, one)
            for clause in made.clauses if negotiators else ():
                tell_lost(library.clauses[clause.id], clause.language)
            return made
    return None


def _values_asked(kind: Kind, asked: Question, language: str, fallback: str | None, given: ClausesGiven) -> str:
    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.documents import questionnaire  # noqa: PLC0415
    from tenderlaw.documents.letters import LETTERS  # noqa: PLC0415
    from tenderlaw.documents.model import OF_CLAUSES  # noqa: PLC0415

    for one in OF_CLAUSES:
        if one == kind.value:
            return questionnaire.values_asked(
                asked.case,
                kind=one,
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
    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
    for letter in LETTERS:
        if letter == kind.value:
            tell_unused(given.fill_ins)
            return questionnaire.values_asked_for_letter(letter, decision, language=language, fill_ins=given.fill_ins)
    return questionnaire.values_asked_for_file_note(decision, language=language)


def _of_decision(kind: Kind, asked: Question, language: str, fill_ins: Values, draft: bool) -> Document:
    from tenderlaw.decisions import decide  # noqa: PLC0415
    from tenderlaw.documents.letters import LETTERS, file_note, letter  # noqa: PLC0415
    from tenderlaw.documents.letters.basis import to_be_read  # noqa: PLC0415

    decision = decide(asked.case, as_of=asked.day, packs=asked.packs, policies=asked.policies)
    for one in LETTERS:
        if one == kind.value:
            tell_unused(fill_ins)
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
