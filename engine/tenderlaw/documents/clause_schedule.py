"""The schedule of clauses of one contract, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from tenderlaw.clauses.choices import choices_from
from tenderlaw.clauses.differences import house_differences, lost_positions
from tenderlaw.clauses.model import Library
from tenderlaw.clauses.render import RenderedClause, RenderOptions, render_clauses
from tenderlaw.clauses.select import Selection
from tenderlaw.clauses.values import values_from
from tenderlaw.clauses.words import day, listed, literal
from tenderlaw.decisions.choosing import Packs
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.assemble import Assembled, assemble, in_order, placed_in
from tenderlaw.documents.contacts import contacts_carried, contacts_to_check
from tenderlaw.documents.contents import Contents, contents_of, fallback_in
from tenderlaw.documents.letters.file_note import file_note
from tenderlaw.documents.manifest import manifest_of
from tenderlaw.documents.markdown import to_markdown
from tenderlaw.documents.model import (
    INTERNAL,
    OF_CLAUSES,
    Document,
    DocumentKind,
    Party,
    Placed,
    Rewording,
    Signature,
    Text,
)
from tenderlaw.documents.negotiation import remarks_on
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.case import Case
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.sources.arguments import a_truth, a_word
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["BUYER", "clause_schedule", "render"]

BUYER: Final = "authority"
"""The fill-in that names the buyer, where the case does not."""


def clause_schedule(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
    kind: DocumentKind = "contract-terms",
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    language: str = "en",
    fallback_language: str | None = None,
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
    library: Library | None = None,
    with_clauses: Sequence[str] = (),
    without_clauses: Mapping[str, str] | None = None,
    negotiators: bool = False,
) -> Document:
    """Select and render the clauses of one document: those of its reader (`documents.model.OF_CLAUSES`).

    While something that it may have to carry waits for facts, it is marked a draft; the authority's own file says what.
    `fallback_language` is for clauses that have no wording in `language`; the notes say where it was taken.
    `fill_ins` are texts by id, or what `load_values` read; values that no clause of this contract asks for are left
    unused. `with_clauses` are put in besides those prescribed (`id`, or `id:alternate,alternate`), `without_clauses`
    left out, each with the reason. `negotiators` adds the positions of the playbooks, which only DOCX shows. Raises
    InputInvalidError for a choice that the law does not allow, and one that lists every wrong value, every missing
    one once unless `draft`, and every missing language.
    """
    phrases = phrases_in(a_word(language, "language"))
    values, draft = values_from(fill_ins, "fill_ins"), a_truth(draft, "draft")
    choices = choices_from(with_clauses, without_clauses or {})
    contents = contents_of(case, as_of=as_of, packs=packs, policies=policies, library=library, choices=choices)
    decision, selection = contents.decision, contents.selection
    options = RenderOptions(
        language,
        fallback_in(contents.library, fallback_language),
        values,
        draft,
        phrases["to_complete"],
        contents.contacts,
    )
    rendered = _rendered(contents, options, kind)
    internal = kind in INTERNAL
    every = {one: assemble(rendered, contents.library, language, one) for one in (OF_CLAUSES if internal else (kind,))}
    made = every[kind]
    placed = placed_in(rendered, contents.library, language) if internal else ()
    shown = a_truth(negotiators, "negotiators")
    remarks = tuple(remarks_on(made.clauses, contents.library, phrases, language)) if shown else ()
    bought = decision.given.case.procurement
    buyer = (bought.authority.name if bought.authority else None) or values.get(BUYER)
    if buyer is None and not draft:
        hint = f"give it in the case, `--fill {BUYER}=...`, or `--draft`"
        raise InputInvalidError([Fault("facts", 0, 0, "procurement.authority.name", "is missing", hint)])
    filled = tuple(fill for each in every.values() for fill in each.fill_ins)
    blank = buyer is None or any(fill.missing for fill in filled)
    waits = not internal and _waits(contents, kind)
    to_check = contacts_to_check(filled, contents, language)
    return Document(
        kind=kind,
        title=phrases[f"title_{kind}"],
        subtitle=literal(bought.title) if bought.title else None,
        language=language,
        draft=draft or waits,
        buyer=literal(buyer) if buyer else None,
        parties=_parties(buyer, phrases, bought.id, contractor=kind == "contract-terms"),
        sections=file_note(decision, language).sections if internal else (),
        definitions=made.definitions,
        clauses=made.clauses,
        unworded=selection.unworded,
        undecided=selection.undecided,
        left_out=selection.left_out,
        reworded=tuple(_reworded(every.values(), contents.library)) if internal else (),
        remarks=remarks,
        footnotes=made.footnotes,
        fill_ins=filled,
        signatures=_signatures(phrases) if made.clauses and kind == "contract-terms" else (),
        notes=(
            *(_notes_for_negotiators(made, contents.library, phrases, language) if shown else ()),
            *((*_notes(contents, rendered, placed, phrases, language, draft), *to_check,
               *contacts_carried(filled, values, contents, language)) if internal else
              _notes_of_draft(phrases, blank=draft and blank, waits=waits)),
        ),
        manifest=manifest_of(decision, language, made, choices, every if internal else None),
        placed=placed,
        to_check=to_check,
    )  # fmt: skip


def _rendered(contents: Contents, options: RenderOptions, kind: DocumentKind) -> tuple[RenderedClause, ...]:
    """The clauses of every document: those of another one as drafts, for references lead to them and no more.

    The authority's own file answers for all of them.
    """
    selected, facts, library = contents.selection.selected, contents.facts, contents.library.clauses
    if kind in INTERNAL:
        return render_clauses(selected, facts, options, library)
    own = [one for one in selected if one.clause.said.kind == OF_CLAUSES[kind]]
    others = [one for one in selected if one.clause.said.kind != OF_CLAUSES[kind]]
    drafted = replace(options, draft=True, fallback=options.fallback or DEFAULT_LANGUAGE)
    return (*render_clauses(own, facts, options, library), *render_clauses(others, facts, drafted, library))


def _waits(contents: Contents, kind: DocumentKind) -> bool:
    """Whether something that the document may have to carry waits for facts, or has no text."""
    library, wanted = contents.library.clauses, OF_CLAUSES[kind]
    names = [one.clause for one in contents.selection.undecided]
    names += [one.clause for one in contents.selection.unworded]
    return any(library[name].said.kind == wanted for name in names if name in library)


def render(  # noqa: PLR0913 - a public function, one keyword an option
    case: Case | Mapping[str, object],
    *,
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    language: str = "en",
    fill_ins: Mapping[str, str] | None = None,
    draft: bool = False,
    with_clauses: Sequence[str] = (),
    without_clauses: Mapping[str, str] | None = None,
) -> str:
    """The clauses that a contract carries, as Markdown with citations and a manifest.

    Case, packs and policies are those that `decide` takes, the rest what `clause_schedule` takes. Raises
    InputInvalidError that lists every missing fill-in unless `draft`.
    """
    schedule = clause_schedule(
        case,
        as_of=as_of,
        packs=packs,
        policies=policies,
        language=language,
        fill_ins=fill_ins,
        draft=draft,
        with_clauses=with_clauses,
        without_clauses=without_clauses,
    )
    return to_markdown(schedule)


def _reworded(documents: Iterable[Assembled], library: Library) -> Iterator[Rewording]:
    """What a house changed of the wording of the clauses that stand in the documents."""
    for clause in (one for each in documents for one in each.clauses):
        found = house_differences(library.clauses[clause.id], clause.language, library.definitions)
        if found:
            yield Rewording(clause.id, clause.title, found)


def _parties(
    buyer: str | None, phrases: Mapping[str, str], reference: str | None, *, contractor: bool
) -> tuple[Party, ...]:
    name = (
        Text(literal(buyer), "given") if buyer else Text(phrases["to_complete"].format(title=phrases["buyer"]), "blank")
    )
    parties = [Party(phrases["buyer"], (name,))]
    if contractor:
        parties.append(Party(phrases["contractor"], (Text(phrases["contractor_name"]),)))
    if reference:
        parties.insert(0, Party(phrases["reference"], (Text(literal(reference), "given"),)))
    return tuple(parties)


def _signatures(phrases: Mapping[str, str]) -> tuple[Signature, ...]:
    lines = tuple(phrases[name] for name in ("name", "position", "date", "signature"))
    return tuple(
        Signature(phrases["signed_for"].format(party=phrases[role]), lines) for role in ("buyer", "contractor")
    )


def _days(decision: Decision, selection: Selection, phrases: Mapping[str, str], language: str) -> Iterator[str]:
    """By which day official texts were chosen, where the fact to which the law looks first is not given."""
    official = {one.clause.said.id for one in selection.selected if one.official is not None}
    prescribed = [*(one.clauses for one in decision.regimes), *(one.clauses for one in decision.policies)]
    rules = [rule for rules in prescribed for rule in rules if rule.clause in official]
    for version in dict.fromkeys(rule.version for rule in rules):
        if version is not None and version.on is not None and version.by != version.asked:
            yield phrases["note_day"].format(asked=version.asked, day=day(version.on, language))


def _notes_of_draft(phrases: Mapping[str, str], *, blank: bool, waits: bool) -> Iterator[str]:
    """What a reader outside the house must know of a draft."""
    if blank:
        yield phrases["note_draft"]
    if waits:
        yield phrases["note_waiting"]


def _notes_for_negotiators(
    made: Assembled, library: Library, phrases: Mapping[str, str], language: str
) -> Iterator[str]:
    """What the negotiating team must know of its copy."""
    yield phrases["note_negotiators"]
    there = {one.id: (f"{one.number} ({one.title})", one.language) for one in made.clauses}
    yield from _lost(library, there, phrases, language)


def _lost(
    library: Library, there: Mapping[str, tuple[str, str]], phrases: Mapping[str, str], language: str
) -> Iterator[str]:
    """The clauses of which the library's playbook no longer fits; by id what names each, and its language."""
    lost = [name for id_, (name, spoken) in there.items() if lost_positions(library.clauses[id_], spoken)]
    if lost:
        yield phrases["note_positions"].format(clauses=listed(lost, language))


def _notes(
    contents: Contents,
    rendered: Sequence[RenderedClause],
    placed: Sequence[Placed],
    phrases: Mapping[str, str],
    language: str,
    draft: bool,
) -> Iterator[str]:
    """What the authority must know of its documents."""
    yield phrases["note_not_advice"]
    if draft:
        yield phrases["note_draft"]
    every = in_order(rendered)
    named = {
        clause.id: f"{phrases[f'title_{one.document}']} {one.number}" for clause, one in zip(every, placed, strict=True)
    }
    machine = [named[one.id] for one in every if one.status == "machine-drafted, needs review"]
    if machine:
        yield phrases["note_machine"].format(clauses=listed(machine, language))
    for other in dict.fromkeys(clause.language for clause in rendered if clause.language != language):
        there = [named[one.id] for one in every if one.language == other]
        yield phrases["note_fallback"].format(clauses=listed(there, language), language=other)
    places = {one.id: (named[one.id], one.language) for one in every}
    yield from _lost(contents.library, places, phrases, language)
    yield from _days(contents.decision, contents.selection, phrases, language)
