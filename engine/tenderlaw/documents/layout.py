"""The order in which a document is read: what every writer writes, one piece after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tenderlaw.clauses.words import day
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.documents.model import (
    OF_CLAUSES,
    Block,
    Clause,
    DefinedTerm,
    Document,
    Element,
    Paragraph,
    Record,
    Rewording,
    Signature,
    Table,
    Text,
)
from tenderlaw.documents.phrases import LANGUAGES, phrases_in
from tenderlaw.facts.wording import said_in

__all__ = ["Definitions", "Piece", "SectionStart", "Signatures", "laid_out", "means_of", "record_of"]


@dataclass(frozen=True, slots=True)
class SectionStart:
    """The heading of a section."""

    title: str
    id: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """The list of definitions."""

    terms: tuple[DefinedTerm, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """The places to sign."""

    places: tuple[Signature, ...]


Piece: TypeAlias = SectionStart | Block | Definitions | Clause | Signatures


def laid_out(document: Document) -> Iterator[Piece]:
    """The body of a document after its title; of one that stays in the house with what it was made from."""
    phrases = phrases_in(document.language)
    if document.parties:
        yield SectionStart(phrases["parties"], "parties")
        yield Record(tuple((party.role, party.name) for party in document.parties))
    for index, section in enumerate(document.sections, 1):
        if section.title is not None:
            yield SectionStart(section.title, f"section-{index}")
        yield from section.blocks
    if document.definitions:
        yield SectionStart(phrases["definitions"], "definitions")
        yield Paragraph((Text(phrases["definitions_intro"]),))
        yield Definitions(document.definitions)
    yield from _clauses(document, phrases)
    if document.signatures:
        yield SectionStart(phrases["signatures"], "signatures")
        yield Signatures(document.signatures)
    if document.placed:
        yield SectionStart(phrases["why"], "why")
        yield _why(document, phrases)
    if document.left_out and document.is_internal:
        yield SectionStart(phrases["left_out"], "left-out")
        yield _left_out(document, phrases)
    if document.reworded:
        yield SectionStart(phrases["reworded"], "reworded")
        for one in document.reworded:
            yield _reworded(one, phrases)
    if document.is_internal:
        yield SectionStart(phrases["record"], "record")
        yield record_of(document)


def means_of(term: DefinedTerm, language: str) -> str:
    """What stands between a term and its meaning: the verb, or a colon where the document is in another language."""
    if term.language == language:
        return f" {phrases_in(language)['mean' if term.plural else 'means']} "
    return f"{phrases_in(term.language if term.language in LANGUAGES else language)['colon']} "


def _clauses(document: Document, phrases: Mapping[str, str]) -> Iterator[Piece]:
    if document.clauses:
        kind = document.clauses[0].kind
        yield SectionStart(phrases[f"part_{kind}"], f"part-{kind}")
        yield from document.clauses
    elsewhere = document.is_internal and (document.unworded or document.undecided)
    if document.kind in OF_CLAUSES and not document.clauses and not elsewhere:
        if document.is_internal:  # between other sections it would be about one of them
            yield SectionStart(phrases["part_buyer-duty"], "part-buyer-duty")
        yield Paragraph((Text(phrases["no_clauses"]),))
    if document.unworded and document.is_internal:
        yield SectionStart(phrases["unworded"], "unworded")
        yield Paragraph((Text(phrases["unworded_intro"]),))
        yield _unworded(document, phrases)
    if document.undecided and document.is_internal:
        yield SectionStart(phrases["waiting"], "waiting")
        yield Paragraph((Text(phrases["waiting_intro"]),))
        rows = tuple(
            (
                (Text(f"{one.clause} ({provision_in(one.cite, document.language)})"),),
                (Text(", ".join(one.missing) or phrases["none"]),),
            )
            for one in document.undecided
        )
        yield Table(((Text(phrases["clause"]),), (Text(phrases["waits_for"]),)), rows, row_heads=True)


def _unworded(document: Document, phrases: Mapping[str, str]) -> Table:
    head = ((Text(phrases["clause"]),), (Text(phrases["prescribed_by"]),), (Text(phrases["reason_unworded"]),))
    rows: list[tuple[tuple[Element, ...], ...]] = []
    for one in document.unworded:
        about = one.lack.about
        if one.lack.reason == "no-version" and one.version_on is not None:
            about = day(one.version_on, document.language)
        said = phrases[f"lack_{one.lack.reason}"].format(about=about)
        by = f"{one.prescribed_by} ({phrases[one.obligation]})"
        rows.append(((Text(one.clause),), (Text(by),), (Text(said),)))
    return Table(head, tuple(rows), row_heads=True)


def _why(document: Document, phrases: Mapping[str, str]) -> Table:
    rows: list[tuple[tuple[Element, ...], ...]] = [
        ((Text(f"{phrases[f'title_{one.document}']} {one.number}"),), (Text(one.title),), (Text(one.why),))
        for one in document.placed
    ]
    head = ((Text(phrases["number"]),), (Text(phrases["clause"]),), (Text(phrases["reason"]),))
    return Table(head, tuple(rows), row_heads=True)


def _left_out(document: Document, phrases: Mapping[str, str]) -> Table:
    head = ((Text(phrases["clause"]),), (Text(phrases["prescribed_by"]),), (Text(phrases["left_out_reason"]),))
    rows = []
    for one in document.left_out:
        by = said_in(one.prescribed_by, document.language)
        said = f"{by} ({phrases[one.obligation]})" if by else phrases["none"]
        rows.append(((Text(one.clause),), (Text(said),), (Text(one.reason, "given"),)))
    return Table(head, tuple(rows), row_heads=True)


def _reworded(one: Rewording, phrases: Mapping[str, str]) -> Table:
    head = ((Text(phrases["library_wording"]),), (Text(phrases["house_wording"]),))
    rows = tuple(((Text(line.before),), (Text(line.after),)) for line in one.differences)
    return Table(head, rows, caption=one.title)


def record_of(document: Document) -> Record:
    """What a document was made from, as labels and values."""
    manifest, phrases = document.manifest, phrases_in(document.language)
    rows = [
        (phrases["decision"], manifest.decision),
        (phrases["as_of"], day(manifest.as_of, document.language)),
        (phrases["language"], manifest.language),
        (phrases["engine"], f"tenderlaw {manifest.engine_version}"),
        (f"{phrases['facts']}, {phrases['digest']}", manifest.facts),
    ]
    rows += [
        (f"{phrases[name]}, {phrases['digest']}", value)
        for name, value in (("values", manifest.values), ("wording", manifest.wording))
        if value is not None
    ]
    rows += [
        (phrases[name], ", ".join(clauses))
        for name, clauses in (("added", manifest.added), ("left_out", manifest.left_out))
        if clauses
    ]
    rows += [(phrases[f"title_{kind}"], f"{phrases['digest']} {said}") for kind, said in manifest.documents]
    for label, entries in ((phrases["pack"], manifest.packs), (phrases["clause"], manifest.clauses)):
        rows += [
            (f"{label} {name}", f"{phrases['version']} {version}, {phrases['digest']} {digest}")
            for name, version, digest in entries
        ]
    return Record(tuple((label, (Text(value),)) for label, value in rows))
