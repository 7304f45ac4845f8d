"""The neutral model of a document, which every writer writes.

Frozen values only: what a document says, its numbers, and what it was made from. Numbers of clauses,
references and footnotes are computed once, here, and every format carries the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tenderlaw.clauses.choices import OmittedClause
from tenderlaw.clauses.fill_ins import FilledIn
from tenderlaw.clauses.model import Kind, Status
from tenderlaw.clauses.select import OpenClause
from tenderlaw.clauses.wording import UnwordedClause
from tenderlaw.documents.kinds import INTERNAL, LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.prose import (
    Block,
    Bullets,
    Element,
    Footnote,
    FootnoteRef,
    Heading,
    Lines,
    Paragraph,
    Record,
    Reference,
    Section,
    Subject,
    Table,
    Term,
    Text,
    plain,
)
from tenderlaw.documents.provenance import Manifest, Placed, Remark, Rewording

__all__ = [
    "INTERNAL",
    "LETTERS",
    "OF_CLAUSES",
    "Block",
    "Bullets",
    "Clause",
    "DefinedTerm",
    "Document",
    "DocumentKind",
    "Element",
    "Footnote",
    "FootnoteRef",
    "Heading",
    "Lines",
    "Manifest",
    "Paragraph",
    "Party",
    "Passage",
    "Placed",
    "Record",
    "Reference",
    "Remark",
    "Rewording",
    "Section",
    "Signature",
    "Subject",
    "Table",
    "Term",
    "Text",
    "plain",
    "referenced",
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered passage: sub-clause (level 2), item (3), item of an item (4)."""

    level: int
    number: str
    """As printed before it: `1.1`, `(a)`, `(i)`."""
    full_number: str
    """As references print it: `1.1(a)(i)`."""
    anchor: str | None
    """Set where a reference can lead to it."""
    content: tuple[Element, ...]
    children: tuple[Passage | Table, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause, level 1 of the tree, and why it is here."""

    id: str
    kind: Kind
    number: str
    anchor: str
    title: str
    language: str
    footnote: int
    """The footnote that cites the provision behind it."""
    content: tuple[Passage | Table, ...]
    version: str
    digest: str
    status: Status
    cite: str
    source: str
    prescribed_by: str
    """Empty where it comes along with other clauses."""
    obligation: str
    comes_with: tuple[str, ...]
    """The clauses with which it comes along."""
    alternates: tuple[tuple[str, str], ...]
    """Alternates chosen: id and title."""
    flow_down: str | None
    official: str | None
    why: str
    """Why it is there, in plain words; the authority's own file shows it."""


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A definition that some clause of the document needs."""

    id: str
    term: str
    meaning: tuple[Element, ...]
    footnote: int
    """The footnote that cites where its meaning comes from."""
    cite: str
    language: str
    plural: bool = False
    """Whether the term is a plural in this language."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the contract."""

    role: str
    name: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign."""

    party: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language."""

    kind: DocumentKind
    title: str
    subtitle: str | None = None
    language: str
    draft: bool = False
    buyer: str | None = None
    """Who buys, where it is known."""
    parties: tuple[Party, ...] = ()
    sections: tuple[Section, ...] = ()
    definitions: tuple[DefinedTerm, ...] = ()
    clauses: tuple[Clause, ...] = ()
    unworded: tuple[UnwordedClause, ...] = ()
    """Clauses that are prescribed, and of which the library has no wording for the day that decides."""
    undecided: tuple[OpenClause, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    fill_ins: tuple[FilledIn, ...] = ()
    signatures: tuple[Signature, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of the document itself, each said once."""
    manifest: Manifest
    placed: tuple[Placed, ...] = ()
    """Of the authority's own file: every clause of every document, and why it is there."""
    left_out: tuple[OmittedClause, ...] = ()
    """Clauses that a person left out, with the reasons."""
    reworded: tuple[Rewording, ...] = ()
    """What a house changed of the library's wording."""
    remarks: tuple[Remark, ...] = ()
    """The positions of playbooks; none in a document that is sent."""
    to_check: tuple[str, ...] = field(default=(), metadata={"beside": True})
    """What is said beside it of contacts that ask to be checked, for whose sake blanks are left open."""

    @property
    def is_internal(self) -> bool:
        """Whether it stays in the house, so that it says what it was made from."""
        return self.kind in INTERNAL

    @property
    def is_letter(self) -> bool:
        """Whether it goes to a bidder as a letter: then nothing in it says how it was made."""
        return self.kind in LETTERS


def referenced(document: Document) -> frozenset[str]:
    """The anchors to which some passage of a clause refers."""
    return frozenset(
        one.anchor for clause in document.clauses for one in _elements(clause.content) if isinstance(one, Reference)
    )


def _elements(content: tuple[Passage | Table, ...]) -> Iterator[Element]:
    for part in content:
        if isinstance(part, Table):
            for row in (part.head, *part.rows):
                for cell in row:
                    yield from cell
        else:
            yield from part.content
            yield from _elements(part.children)
