"""Selection: the prescriptions that a decision carries put clauses in, and say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tenderlaw.clauses.choices import NO_CHOICES, Choices, OmittedClause, needed, without_wording, wrong_choices
from tenderlaw.clauses.companions import companions_of
from tenderlaw.clauses.library import Clause
from tenderlaw.clauses.model import OfficialVersion
from tenderlaw.clauses.wording import UnwordedClause, lack_of, unworded
from tenderlaw.clauses.words import literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.prescriptions import Filled, Prescription
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, Wording, languages_of, said_in
from tenderlaw.rules.explain import Explanation
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError, nearest

__all__ = ["OpenClause", "SelectedClause", "Selection", "select_clauses"]


@dataclass(frozen=True, slots=True)
class SelectedClause:
    """A clause that the contract carries."""

    clause: Clause
    alternates: tuple[str, ...]
    prescribed_by: str
    """Pack or policy, and provision of the prescription; empty where it comes along with other clauses."""
    obligation: str
    comes_with: tuple[str, ...] = ()
    """The clauses with which it comes along; none where it is prescribed, or goes with every text of a kind."""
    official: OfficialVersion | None = None
    """The version of the official clause that it incorporates."""
    fillings: tuple[Filled, ...] = ()
    """What the pack fills in."""
    why: tuple[Explanation, ...] = ()
    """The prescription node by node, where the decision is detailed."""
    added: bool = False
    """Whether a person put it in, and nothing prescribes it."""


@dataclass(frozen=True, slots=True)
class OpenClause:
    """A clause that waits for facts."""

    clause: str
    cite: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the prescriptions of all regimes come to."""

    selected: tuple[SelectedClause, ...]
    unworded: tuple[UnwordedClause, ...]
    """Prescribed, but without a wording for the day that decides."""
    undecided: tuple[OpenClause, ...]
    left_out: tuple[OmittedClause, ...] = ()
    """What a person left out, with the reason."""


def select_clauses(decision: Decision, library: Mapping[str, Clause], choices: Choices = NO_CHOICES) -> Selection:
    """The clauses that the governing regimes and the policies prescribe, those that come along, and what was chosen.

    Raises InputInvalidError for choices that the law or another clause does not allow, and PackInvalidError for a
    clause that there is not. A clause that several of them prescribe stands once, for the first, with every alternate
    that one of them chooses and whatever one of them fills in.
    """
    selected: dict[str, SelectedClause] = {}
    lacking: list[UnwordedClause] = []
    undecided: list[OpenClause] = []
    for by, title, waiting, rules in _prescribers(decision):
        for rule in rules:
            clause = _clause(rule.clause, library, by)
            if rule.state == "not_prescribed":
                continue
            if rule.state == "unknown":
                missing = dict.fromkeys((*waiting, *rule.missing))
                undecided.append(OpenClause(clause.said.id, rule.cite, tuple(missing)))
                continue
            lack, rule_of = lack_of(clause.said, rule), _rule_of(title, rule.cite)
            if lack is not None:
                lacking.append(unworded(rule, rule_of, lack))
                continue
            before = selected.get(clause.said.id)
            first = before or _first(clause, rule, rule_of)
            selected[clause.said.id] = replace(
                first,
                alternates=tuple(dict.fromkeys((*first.alternates, *rule.alternates))),
                fillings=(*first.fillings, *_fillings(clause, rule, by, first.fillings)),
            )
    left_out = _choose(selected, undecided, decision, library, choices)
    companions = _companions(selected, library, choices)
    # a clause that is in for one does not wait for another
    selected = {**companions[0], **selected, **companions[1]}
    return Selection(
        tuple(selected.values()),
        tuple(one for one in lacking if one.clause not in selected),
        tuple(one for one in undecided if one.clause not in selected and one.clause not in choices.reasons),
        left_out,
    )


def _choose(
    selected: dict[str, SelectedClause],
    undecided: Sequence[OpenClause],
    decision: Decision,
    library: Mapping[str, Clause],
    choices: Choices,
) -> tuple[OmittedClause, ...]:
    """Put in and leave out what a person chose, and tell what was left out."""
    known = {*selected, *companions_of(tuple(selected), library), *(one.clause for one in undecided)}
    faults = list(wrong_choices(choices, decision, library, tuple(known)))
    for one in choices.added:
        if one.clause in selected:
            before = selected[one.clause].alternates
            alternates = tuple(dict.fromkeys((*before, *one.alternates)))
            selected[one.clause] = replace(selected[one.clause], alternates=alternates)
        elif one.clause in library:
            clause = library[one.clause]
            lack = without_wording(clause, decision)
            faults += [lack] if lack else []
            of = clause.said.incorporates
            official = of.on(decision.as_of) if of else None
            selected[one.clause] = SelectedClause(
                clause, one.alternates, "", clause.said.obligation, official=official, added=True
            )
    if faults:
        raise InputInvalidError(faults)
    omitted = []
    for name, reason in choices.reasons.items():
        gone = selected.pop(name, None)
        by, obligation = (gone.prescribed_by, gone.obligation) if gone else ("", library[name].said.obligation)
        omitted.append(OmittedClause(name, by, obligation, literal(reason)))
    return tuple(omitted)


def _companions(
    selected: Mapping[str, SelectedClause], library: Mapping[str, Clause], choices: Choices
) -> tuple[dict[str, SelectedClause], dict[str, SelectedClause]]:
    """What comes along: first what says how the others are read, last what they need."""
    first: dict[str, SelectedClause] = {}
    last: dict[str, SelectedClause] = {}
    for name, with_ in companions_of(tuple(selected), library).items():
        if name in choices.reasons:
            if with_:
                raise InputInvalidError([needed(name, with_)])
            continue
        clause = library[name]
        into = first if clause.said.accompanies else last
        into[name] = SelectedClause(clause, (), "", clause.said.obligation, with_)
    return first, last


def _first(clause: Clause, rule: Prescription, rule_of: str) -> SelectedClause:
    said, official = clause.said, None
    if said.incorporates is not None and rule.version is not None and rule.version.on is not None:
        official = said.incorporates.on(rule.version.on)
    return SelectedClause(clause, (), rule_of, rule.obligation, (), official, (), rule.explanation)


def _rule_of(title: str, cite: str) -> str:
    """Pack or policy and provision, in each language in which the title is said."""
    languages = languages_of(title) | languages_of(cite)
    said = {
        language: f"{said_in(title, language)}, {provision_in(said_in(cite, language), language)}"
        for language in sorted(languages)
    }
    return Wording(said) if len(said) > 1 else said[DEFAULT_LANGUAGE]


def _fillings(clause: Clause, rule: Prescription, by: str, before: tuple[Filled, ...]) -> Iterator[Filled]:
    """What is filled in and was not before. Raises PackInvalidError where it does not fit the clause."""
    held = {one.fill_in for one in before}
    kinds = {fill.id: fill.kind for fill in clause.said.fill_ins}
    for one in rule.fill_ins:
        if one.fill_in not in kinds:
            message = f"the clause `{rule.clause}` has no fill-in `{one.fill_in}`"
            raise PackInvalidError([Fault(by, 0, 0, "clauses", message, nearest(one.fill_in, kinds))])
        if not one.missing and one.kind in ("money", "number") and one.kind != kinds[one.fill_in]:
            message = f"`{one.fill_in}` of `{rule.clause}` is a {kinds[one.fill_in]}, filled by a {one.kind}"
            raise PackInvalidError([Fault(by, 0, 0, "clauses", message)])
        if one.fill_in not in held:
            yield one


def _prescribers(decision: Decision) -> Iterator[tuple[str, str, tuple[str, ...], tuple[Prescription, ...]]]:
    """Who prescribes: id, title, what its scope waits for, its prescriptions. Law comes before policies."""
    for regime in decision.regimes:
        yield regime.pack, regime.title, regime.scope_missing, regime.clauses
    for policy in decision.policies:
        yield policy.policy, policy.title, (), policy.clauses


def _clause(name: str, library: Mapping[str, Clause], by: str) -> Clause:
    found = library.get(name)
    if found is None:
        fault = Fault(by, 0, 0, "clauses", f"there is no clause `{name}`", nearest(name, library))
        raise PackInvalidError([fault])
    return found
