"""Letters of a procedure, and the note on a decision for the authority's own file.

A letter is what an authority sends under its own name: nothing in it says how it was made.
The file note says all of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tenderlaw.clauses.values import values_from
from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.letters.blanks import Blanks
from tenderlaw.documents.letters.file_note import file_note
from tenderlaw.documents.letters.passages import buyer_of
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.letters.writing import LETTERS, write
from tenderlaw.documents.manifest import manifest_of
from tenderlaw.documents.model import Block, Document, Lines, Section, Subject, Text
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.sources.arguments import a_truth

__all__ = ["LETTERS", "blanks_of", "file_note", "letter"]


def letter(
    kind: Letter,
    decision: Decision,
    *,
    language: str = "en",
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
) -> Document:
    """A letter to the bidder that a decision is about, dated on the day of the decision.

    `fill_ins` are addresses, days and reasons (`clauses.values.OF_LETTERS`). Raises InputInvalidError where the
    decision does not bear such a letter, where packs do not say in the language what it needs, and, unless `draft`,
    for each fill-in that is missing.
    """
    blanks = Blanks(language, values_from(fill_ins, "fill_ins"), a_truth(draft, "draft"), decision.as_of)
    made = _written(kind, decision, language, blanks)
    blanks.finish()
    return made


def blanks_of(
    kind: Letter, decision: Decision, *, language: str = "en", fill_ins: Mapping[str, str] | None = None
) -> Blanks:
    """What a letter needs a person to fill in, and what of it was given.

    Raises InputInvalidError where the decision does not bear such a letter, and for values that do not fit.
    """
    blanks = Blanks(language, values_from(fill_ins, "fill_ins"), draft=True, after=decision.as_of)
    _written(kind, decision, language, blanks)
    blanks.finish()
    return blanks


def _written(kind: Letter, decision: Decision, language: str, blanks: Blanks) -> Document:
    phrases = phrases_in(language)
    written = write(kind, decision, language, blanks)
    title = phrases[f"subject_{kind}"]
    opening = Section(None, (*_head(decision, language, blanks, title), *written.first))
    return Document(
        kind=kind,
        title=title,
        language=language,
        draft=blanks.draft,
        buyer=buyer_of(decision),
        sections=(opening, *written.sections, Section(None, _foot(decision, language, blanks))),
        manifest=manifest_of(decision, language),
    )


def _head(decision: Decision, language: str, blanks: Blanks, title: str) -> tuple[Block, ...]:
    """Letterhead, addressee, place and day, reference, subject, salutation."""
    phrases, case = phrases_in(language), decision.given.case
    authority = case.procurement.authority
    blanks.fact("procurement.title", case.procurement.title)
    blanks.fact("procurement.authority.name", authority.name if authority else None)
    sender = () if (buyer := buyer_of(decision)) is None else (Text(buyer, "strong"),)
    named = blanks.fact("operator.name", case.operator.name)
    addressee = () if named is None else (named,)
    before, _, after = phrases["place_and_date"].partition("{place}")
    dated = after.format(day=day(decision.as_of, language))
    rows = []
    if case.procurement.id:
        rows.append(phrases["reference"].format(reference=literal(case.procurement.id)))
    if case.procurement.title:
        rows.append(phrases["procurement"].format(title=literal(case.procurement.title)))
    return (
        Lines(tuple((line,) for line in (*sender, *blanks.lines("authority_address")))),
        Lines(tuple((line,) for line in (*addressee, *blanks.lines("addressee_address")))),
        Lines(((Text(before), blanks.text("place"), Text(dated)),), "end"),
        *((Lines(tuple((Text(row, "given"),) for row in rows)),) if rows else ()),
        Subject(title),
        Lines(((Text(phrases["salutation"]),),)),
    )


def _foot(decision: Decision, language: str, blanks: Blanks) -> tuple[Block, ...]:
    """The closing, room to sign, and who signs."""
    phrases, buyer = phrases_in(language), buyer_of(decision)
    signed = [(blanks.text("signatory"),), (blanks.text("position"),)]
    return (Lines(((Text(phrases["closing"]),), *signed, *([(Text(buyer, "given"),)] if buyer else [])), room=True),)
