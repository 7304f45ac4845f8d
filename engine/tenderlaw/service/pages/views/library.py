"""The clause library: what there is, found by source, risk, obligation and language, and why it is prescribed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tenderlaw.clauses.model import KINDS, Clause, Library
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts import written
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.packs.conditions import Condition, Given, Test
from tenderlaw.packs.walking import leaves_of
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, cited, said

__all__ = [
    "TIERS",
    "ClauseRow",
    "ClauseSearch",
    "ClauseView",
    "PrescribedBy",
    "clause_rows",
    "clause_title",
    "clause_view",
    "languages_in",
    "prescriptions_in",
    "sources_in",
]

TIERS: Final = ("low", "medium", "high")
_TITLE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class ClauseSearch:
    """What a person looks for; what is left empty finds everything."""

    words: str = ""
    source: str = ""
    """The id of a pack or policy that prescribes it."""
    risk: str = ""
    """A tier: what policies prescribe at it."""
    obligation: str = ""
    language: str = ""
    """A language in which there must be a wording."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PrescribedBy:
    """A rule of law or of a policy that puts the clause in."""

    pack: str
    title: Said
    is_policy: bool
    cite: str
    obligation: str
    tiers: tuple[str, ...]
    """The tiers of risk at which it does, where it asks for one."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause in the list."""

    clause: str
    title: Said
    kind: str
    obligation: str
    source: Said
    languages: tuple[str, ...]
    tiers: str
    prescribed_by: tuple[PrescribedBy, ...]


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A blank of the clause."""

    title: Said
    kind: str
    fact: str | None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Everything about a clause but its text."""

    row: ClauseRow
    version: str
    cite: str
    valid: str
    flow_down: Said | None
    official: str | None
    blanks: tuple[BlankLine, ...]
    alternates: tuple[tuple[str, Said], ...]
    duties: tuple[Said, ...]
    measures: tuple[Said, ...]
    digest: str
    translations: tuple[tuple[str, str, str | None], ...]
    """Language, status, and by whom and when it was reviewed."""
    comes_along: tuple[tuple[str, Said], ...]


Prescriptions = Mapping[str, tuple[PrescribedBy, ...]]


def prescriptions_in(regimes: Sequence[Regime], language: str) -> Prescriptions:
    """Of each clause the rules that prescribe it, of packs and policies."""
    found: dict[str, list[PrescribedBy]] = {}
    for regime in regimes:
        for typed in regime.typed.clauses:
            rule = typed.rule
            found.setdefault(rule.clause, []).append(
                PrescribedBy(
                    regime.id,
                    said(regime.title, language),
                    regime.kind == "policy",
                    cited(rule.cite, language),
                    rule.obligation,
                    _tiers(typed.when),
                )
            )
    return {clause: tuple(by) for clause, by in found.items()}


@lru_cache(maxsize=1024)
def _tiers(when: Condition) -> tuple[str, ...]:
    """The tiers that a condition asks for; none where it asks for none."""
    named: set[object] = set()
    for leaf in leaves_of(when):
        if isinstance(leaf, Test) and leaf.ref.names == ("risk_tier",) and isinstance(leaf.operand, Given):
            value = leaf.operand.value
            named.update(value if isinstance(value, tuple) else (value,))
    return tuple(tier for tier in TIERS if tier in named)


def clause_rows(
    library: Library, prescribed: Prescriptions, asked: ClauseSearch, language: str
) -> tuple[ClauseRow, ...]:
    """The clauses that are found, by kind and title."""
    rows = [
        clause_row(clause, prescribed.get(clause.said.id, ()), language)
        for clause in library.clauses.values()
        if _found(clause, prescribed.get(clause.said.id, ()), asked)
    ]
    return tuple(sorted(rows, key=lambda row: (KINDS.index(library.clauses[row.clause].said.kind), row.title.text)))


def sources_in(prescribed: Prescriptions) -> tuple[tuple[str, str], ...]:
    """The packs and policies that prescribe a clause, by their titles."""
    found = {by.pack: str(by.title) for rules in prescribed.values() for by in rules}
    return tuple(sorted(found.items(), key=lambda one: one[1]))


def _found(clause: Clause, by: Sequence[PrescribedBy], asked: ClauseSearch) -> bool:
    known = clause.said
    return (
        (not asked.source or any(one.pack == asked.source for one in by))
        and (not asked.risk or any(asked.risk in one.tiers for one in by))
        and (not asked.obligation or asked.obligation in {known.obligation, *(one.obligation for one in by)})
        and (not asked.language or asked.language in clause.bodies)
        and (not asked.kind or known.kind == asked.kind)
        and all(word in _words(clause) for word in asked.words.casefold().split())
    )


def _words(clause: Clause) -> str:
    """Everything in which words are looked for."""
    said_ = clause.said
    texts = [said_.id, said_.cite, said_.source, *(body.title + " " + body.text for body in clause.bodies.values())]
    return " ".join(texts).casefold()


def clause_row(clause: Clause, by: tuple[PrescribedBy, ...], language: str) -> ClauseRow:
    """A clause as a row of the list."""
    words = room_in("clauses", language)
    known = clause.said
    tiers = [tier for tier in TIERS if any(tier in one.tiers for one in by)]
    return ClauseRow(
        clause=known.id,
        title=clause_title(clause, language),
        kind=words[f"kind_{known.kind}"],
        obligation=words[f"obligation_{known.obligation}"],
        source=said(known.source, language),
        languages=tuple(clause.bodies),
        tiers=written.listed([words[f"tier_{tier}"] for tier in tiers], language) if tiers else "",
        prescribed_by=by,
    )


def clause_title(clause: Clause, language: str) -> Said:
    """The title in the language; in English, or whichever there is, where it has none in it."""
    spoken = next((one for one in (language, DEFAULT_LANGUAGE) if one in clause.bodies), next(iter(clause.bodies)))
    return Said(clause.bodies[spoken].title[:_TITLE_LIMIT], None if spoken == language else spoken)


def clause_view(clause: Clause, library: Library, by: tuple[PrescribedBy, ...], language: str) -> ClauseView:
    """The page of a clause."""
    known, words = clause.said, room_in("clauses", language)
    from_, to = written.day(known.from_, language), written.day(known.to, language) if known.to else None
    ladder = known.ladder.rungs if known.ladder is not None else ()
    return ClauseView(
        row=clause_row(clause, by, language),
        version=known.version,
        cite=cited(known.cite, language),
        valid=words["valid_to"].format(first=from_, last=to) if to else words["valid_from"].format(first=from_),
        flow_down=said(known.flow_down, language) if known.flow_down else None,
        official=_official(clause, words["and_versions"]),
        blanks=tuple(
            BlankLine(said(fill.title, language), words[f"blank_{fill.kind}"], fill.fact) for fill in known.fill_ins
        ),
        alternates=tuple((one.id, said(one.title, language)) for one in known.alternates),
        duties=tuple(said(one.title, language) for one in known.duties),
        measures=tuple(said(one.title, language) for one in ladder),
        digest=clause.digest,
        translations=tuple(_translations(clause, language)),
        comes_along=tuple(
            (other, clause_title(library.clauses[other], language)) for other in known.needs if other in library.clauses
        ),
    )


def _official(clause: Clause, several: str) -> str | None:
    of = clause.said.incorporates
    if of is None:
        return None
    labels = [one.label for one in of.versions if one.label is not None]
    return f"{of.number} {of.title}" + (several.format(versions=", ".join(labels)) if labels else "")


def _translations(clause: Clause, language: str) -> Iterator[tuple[str, str, str | None]]:
    words = room_in("clauses", language)
    for code, body in clause.bodies.items():
        review = None if body.review is None else f"{body.review.by}, {written.day(body.review.on, language)}"
        yield code, words[f"status_{body.status.partition(',')[0].replace('-', '_')}"], review


def languages_in(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The languages in which any of the clauses has a wording."""
    return tuple(dict.fromkeys(code for clause in clauses for code in clause.bodies))
