"""From rendered clauses to the model: order, numbers, references, footnotes, the definitions that are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tenderlaw.clauses.definitions import meaning_of, needed_terms
from tenderlaw.clauses.fill_ins import FilledIn
from tenderlaw.clauses.inline import Blank, Given, Inline, Note, Ref, TermUse
from tenderlaw.clauses.legal_systems import definitions_in, spelling_of, system_of
from tenderlaw.clauses.markup import Block, Node, inlines_of, keys_of
from tenderlaw.clauses.model import KINDS, Definition, Kind, LegalSystem, Library
from tenderlaw.clauses.render import RenderedClause
from tenderlaw.documents.model import (
    OF_CLAUSES,
    Clause,
    DefinedTerm,
    DocumentKind,
    Element,
    Footnote,
    FootnoteRef,
    Passage,
    Placed,
    Reference,
    Table,
    Term,
    Text,
    plain,
)
from tenderlaw.documents.numbering import Target, clause_anchor, number_of, passage_anchor, targets_of
from tenderlaw.documents.phrases import LANGUAGES, phrases_in
from tenderlaw.documents.why import why_of
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.sources.faults import Fault, PackInvalidError

__all__ = ["Assembled", "assemble", "in_order", "placed_in"]


_DOCUMENTS: Final[Mapping[Kind, DocumentKind]] = {kind: document for document, kind in OF_CLAUSES.items()}
"""The document that carries what is of a kind."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """Clauses with numbers, and what they need around them."""

    clauses: tuple[Clause, ...]
    definitions: tuple[DefinedTerm, ...]
    footnotes: tuple[Footnote, ...]
    fill_ins: tuple[FilledIn, ...]


def in_order(clauses: Sequence[RenderedClause]) -> tuple[RenderedClause, ...]:
    """Clauses by kind, otherwise as they were selected."""
    return tuple(sorted(clauses, key=lambda clause: KINDS.index(clause.kind)))


def assemble(rendered: Sequence[RenderedClause], library: Library, language: str, kind: DocumentKind) -> Assembled:
    """Number the clauses of one document, resolve references and terms.

    `rendered` are those of all documents of the contract, to which references lead. Raises PackInvalidError for one
    that leads nowhere.
    """
    build = _assembly(rendered, library, language)
    clauses = [clause for clause in in_order(rendered) if clause.kind == OF_CLAUSES[kind]]
    definitions = tuple(build.definition(*needed) for needed in _needed(clauses, build.definitions))
    faults = [fault for clause in clauses for fault in _twice(clause)]
    made = tuple(build.clause(str(number), clause) for number, clause in enumerate(clauses, 1))
    if faults or build.faults:
        raise PackInvalidError([*faults, *build.faults])
    filled = tuple(fill for clause in clauses for fill in build.fill_ins(clause))
    return Assembled(made, definitions, tuple(build.footnotes), filled)


def placed_in(rendered: Sequence[RenderedClause], library: Library, language: str) -> tuple[Placed, ...]:
    """Where every clause of every document stands, and why it is there."""
    build = _assembly(rendered, library, language)
    return tuple(build.placed(clause) for clause in in_order(rendered))


def _assembly(rendered: Sequence[RenderedClause], library: Library, language: str) -> _Assembly:
    every = in_order(rendered)
    system = system_of((clause.legal_system for clause in every), library)
    return _Assembly(definitions_in(system, library.definitions), targets_of(every), language, system)


def _twice(clause: RenderedClause) -> Iterator[Fault]:
    seen: set[str] = set()
    for key, line in keys_of(clause.content):
        if key in seen:
            yield Fault(f"{clause.id}/{clause.language}.md.j2", line, 1, "", f"`{{#{key}}}` stands twice", "rename one")
        seen.add(key)


def _needed(clauses: Sequence[RenderedClause], known: Mapping[str, Definition]) -> Iterator[tuple[Definition, str]]:
    """The definitions that clauses use, each with the language in which it is used."""
    used: dict[str, dict[str, None]] = {}
    for clause in clauses:
        terms = used.setdefault(clause.language, {})
        for one in _all_inlines(clause.content):
            if isinstance(one, TermUse):
                terms[one.id] = None
    for language, terms in used.items():
        for definition in needed_terms(terms, known, language):
            yield definition, language


def _all_inlines(blocks: Sequence[Block]) -> Iterator[Inline]:
    for one in inlines_of(blocks):
        yield one
        if isinstance(one, Note):
            yield from one.inlines


@dataclass(slots=True)
class _Assembly:
    """One pass over definitions and clauses: footnotes are numbered as they are met."""

    definitions: Mapping[str, Definition]
    targets: Mapping[tuple[str, str | None], Target]
    language: str
    system: LegalSystem | None = None
    spellings: dict[str, Callable[[str], str]] = field(default_factory=dict)
    footnotes: list[Footnote] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def definition(self, definition: Definition, language: str) -> DefinedTerm:
        said, spelt = definition.said, self._spelling(language)
        meaning = tuple(
            Term(one.id, spelt(one.form or self.definitions[one.id].said.terms[language])) if isinstance(one, TermUse)
            else Text(spelt(getattr(one, "text", "")))
            for one in meaning_of(said.meanings[language])
        )  # fmt: skip
        number, cite = self._citation(said.cite), said_in(said.cite, self.language)
        plural = language in said.plural
        return DefinedTerm(said.id, spelt(said.terms[language]), meaning, number, cite, language, plural)

    def clause(self, number: str, rendered: RenderedClause) -> Clause:
        cited, words = self._citation(rendered.cite), self._words
        return Clause(
            id=rendered.id,
            kind=rendered.kind,
            number=number,
            anchor=clause_anchor(rendered.id),
            title=self._spelling(rendered.language)(rendered.title),
            language=rendered.language,
            footnote=cited,
            content=tuple(self._blocks(rendered.content, number, rendered)),
            version=rendered.version,
            digest=rendered.digest,
            status=rendered.status,
            cite=words(rendered.cite),
            source=words(rendered.source),
            prescribed_by=words(rendered.prescribed_by),
            obligation=rendered.obligation,
            comes_with=rendered.comes_with,
            alternates=tuple((name, words(title)) for name, title in rendered.alternates),
            flow_down=words(rendered.flow_down) if rendered.flow_down else None,
            official=rendered.official,
            why=self._why(rendered),
        )

    def _spelling(self, language: str) -> Callable[[str], str]:
        """How the library's own words are spelt in a language, found once."""
        if language not in self.spellings:
            self.spellings[language] = spelling_of(self.system, language)
        return self.spellings[language]

    def placed(self, rendered: RenderedClause) -> Placed:
        """Where a clause of any document stands, and why it is there."""
        target = self.targets[rendered.id, None]
        title = self._spelling(rendered.language)(rendered.title)
        return Placed(_DOCUMENTS[target.kind], target.number, title, self._why(rendered))

    def _why(self, rendered: RenderedClause) -> str:
        return why_of(rendered, phrases_in(self.language), self.language, self._named)

    def _words(self, text: str) -> str:
        return said_in(text, self.language)

    def _named(self, clause: str) -> str | None:
        """How the document names a clause: by its kind and number."""
        target = self.targets.get((clause, None))
        return f"{phrases_in(self.language)[f'ref_{target.kind}']}\u00a0{target.number}" if target else None

    def _citation(self, cite: str) -> int:
        """The number of a footnote that cites, in the language of the document where the citation has it."""
        language = self.language if self.language in languages_of(cite) else DEFAULT_LANGUAGE
        return self._footnote((Text(said_in(cite, language)),), language).number

    def _blocks(self, blocks: Sequence[Block], above: str, clause: RenderedClause) -> Iterator[Passage | Table]:
        index = 0
        for block in blocks:
            if isinstance(block, Node):
                index += 1
                yield self._passage(block, index, above, clause)
            else:
                rows = [tuple(self._content(cell, clause) for cell in row) for row in block.rows]
                yield Table(rows[0], tuple(rows[1:]))

    def _passage(self, node: Node, index: int, above: str, clause: RenderedClause) -> Passage:
        number, full = number_of(node.level, index, above)
        anchor = passage_anchor(clause.id, node.key) if node.key else None
        content = self._content(node.inlines, clause)
        return Passage(node.level, number, full, anchor, content, tuple(self._blocks(node.children, full, clause)))

    def _content(self, inlines: Sequence[Inline], clause: RenderedClause) -> tuple[Element, ...]:
        return tuple(self._element(one, clause) for one in inlines)

    def _element(self, one: Inline, clause: RenderedClause) -> Element:
        match one:
            case Given():
                return Text(self._spelt(one.text, clause) if one.counted else one.text, "given")
            case Blank():
                return Text(self._spelling(clause.language)(one.text), "blank")
            case TermUse():
                known = self.definitions.get(one.id)
                term = known.said.terms.get(clause.language) if known else None
                if term is None:
                    self._fault(clause, one, f"`{one.id}` is not defined in `{clause.language}`")
                return Term(one.id, self._spelling(clause.language)(one.form or term or one.id))
            case Ref():
                return self._reference(one, clause)
            case Note():
                return self._footnote(self._content(one.inlines, clause), clause.language)
            case _:
                return Text(self._spelling(clause.language)(one.text))

    def _spelt(self, text: str, clause: RenderedClause) -> str:
        return self._spelling(clause.language)(text)

    def fill_ins(self, clause: RenderedClause) -> Iterator[FilledIn]:
        """What fills a clause, as it stands there: units and placeholders are the library's words."""
        for fill in clause.fill_ins:
            own = fill.missing or fill.unit is not None
            yield replace(fill, value=self._spelt(fill.value, clause)) if own else fill

    def _reference(self, ref: Ref, clause: RenderedClause) -> Element:
        target = self.targets.get((ref.clause, ref.key))
        if target is None:
            name = f"{ref.clause}#{ref.key}" if ref.key else ref.clause
            self._fault(clause, ref, f"refers to `{name}`, which this document does not hold")
            return Text("")
        phrases = phrases_in(clause.language if clause.language in LANGUAGES else self.language)
        if target.kind != clause.kind:
            named = f"{phrases[f'ref_{target.kind}']}\u00a0{target.number}"
            return Text(phrases[f"of_{_DOCUMENTS[target.kind]}"].format(reference=named))
        return Reference(target.anchor, phrases[f"ref_{target.kind}"], target.number)

    def _footnote(self, content: tuple[Element, ...], language: str) -> FootnoteRef:
        number = len(self.footnotes) + 1
        if plain(content).rstrip()[-1:] not in (".", "!", "?", "…"):
            content = (*content, Text("."))
        self.footnotes.append(Footnote(number, content, language))
        return FootnoteRef(number)

    def _fault(self, clause: RenderedClause, at: TermUse | Ref, message: str) -> None:
        file = f"{clause.id}/{clause.language}.md.j2"
        hint = "refer to it inside an alternate that its prescription chooses" if isinstance(at, Ref) else "define it"
        self.faults.append(Fault(file, at.line, at.column, "", message, hint))
