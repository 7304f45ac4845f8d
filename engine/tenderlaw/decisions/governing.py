"""Which regimes govern a procurement: in force on the day that decides, and within their scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenderlaw.decisions.model.regimes import PresumedFact, ReviewNote, Threshold
from tenderlaw.decisions.presumed import presumed_in
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.decisions.thresholds import thresholds_of
from tenderlaw.facts.collections import Item
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import Record, procurement_record
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.dated import Versions, asked_days, deciding_day
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.explain import Explanation, TruthWord, missing_paths, truth_word
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

__all__ = [
    "Governing",
    "cannot_govern",
    "deciding",
    "governed",
    "governing",
    "governing_all",
    "in_its_place",
    "may_govern",
    "not_in_force_on",
]


_SAID: Mapping[Truth, str] = {True: "within", False: "outside", None: "scope_unknown"}


@dataclass(frozen=True, slots=True)
class Governing:
    """Whether a regime governs a procurement, and why."""

    pack: str
    title: str
    governs: TruthWord
    reason: str
    missing: tuple[str, ...] = ()
    """The facts that would settle it."""
    thresholds: tuple[Threshold, ...] = ()
    """The dated amounts on which it turns."""
    explanation: tuple[Explanation, ...] = ()
    """The scope, node by node."""
    presumed: tuple[PresumedFact, ...] = ()
    """What was presumed where it does not govern."""
    elsewhere: tuple[ReviewNote, ...] = ()
    """Where it does not govern: which other law does, or probably does, that no pack holds."""


def governing(
    regime: Regime, operator: Record, procurement: Record, day: date, *, detailed: bool = True, goes_on: bool = False
) -> tuple[Truth, Governing]:
    """Whether `regime` governs the procurement of a case decided on `day`; `detailed` explains a plain yes too.

    `goes_on`: where the answer is yes, the caller lets `regime.evaluator` decide everything. If plain facts fix the
    scope, both evaluators decide it there with the rest, and the explainer's word is enough until then.
    """
    pack, force_day = regime.typed.pack, deciding(regime, operator, procurement, day)
    force = pack.in_force
    if (out := not_in_force_on(pack, force_day)) is not None:
        return False, _with_elsewhere(out, regime, operator, procurement, day)
    timeless = force is None or force_day is not None
    plainly = goes_on and not detailed and regime.plain_scope and timeless
    if plainly and _explained(regime, operator, procurement, day) is True:
        return True, _plainly(regime, ())
    evaluation = regime.scope.evaluate(operator, procurement, day)
    within = regime.within(evaluation)
    # what is within the scope is still outside it where the regime is not in force on a day that nobody knows
    truth = None if within is True and not timeless else within
    thresholds: tuple[Threshold, ...] = ()
    if regime.scope.plan.dated:
        thresholds = thresholds_of(regime, evaluation)
    if truth is True and not detailed:
        return truth, _plainly(regime, thresholds)
    scope = evaluation.scopes[None][0]
    why = (regime.explain_scope(scope, evaluation),)
    missing = [] if within is not None else missing_paths(regime.typed.scope, scope, regime.scope, evaluation)
    if truth is None and force is not None and force_day is None:
        missing += asked_days(force.by, operator, procurement)
    said = _reason(regime, truth)
    if within is True and truth is None:
        said = Sentence("force_unknown", cite=force.cite if force else pack.title)
    taken = presumed_in(pack, why) if truth is False else ()
    out = Governing(pack.id, pack.title, truth_word(truth), said, tuple(dict.fromkeys(missing)), thresholds, why, taken)
    return truth, out if truth is not False else _with_elsewhere(out, regime, operator, procurement, day)


def cannot_govern(regime: Regime, operator: Record, procurement: Record, day: date) -> Governing | None:
    """Why a regime surely does not govern, by the head of its pack alone: its day, or what it is confined to.

    No day stands in for an earlier one that may become known: no further fact can change it.
    """
    pack, force_day = regime.head.pack, deciding(regime, operator, procurement, day, assume=False)
    if (out := not_in_force_on(pack, force_day)) is not None:
        return _with_elsewhere(out, regime, operator, procurement, day)
    if _of_head(regime, operator, procurement, day, assume=False) is not False:
        return None
    evaluation = regime.confined.evaluate(operator, procurement, day, by="explainer", assume=False)
    why = regime.explain_confined(evaluation.scopes[None][0], evaluation)
    taken = presumed_in(pack, (why,))
    return Governing(pack.id, pack.title, "false", _reason(regime, False), explanation=(why,), presumed=taken)


def _with_elsewhere(out: Governing, regime: Regime, operator: Record, procurement: Record, day: date) -> Governing:
    """A regime that does not govern, with which other law does: said unless it surely is not so."""
    held = regime.head.elsewhere
    if not held or _of_head(regime, operator, procurement, day, assume=True) is False:
        return out
    notes = [
        ReviewNote(one.id, one.cite, one.reason)
        for one, condition in held
        if _of_case(regime.confined, condition, operator, procurement, day, {}) is not False
    ]
    return replace(out, elsewhere=tuple(notes))


def not_in_force_on(pack: Pack, day: date | None) -> Governing | None:
    """That the regime is not in force on the day that decides; nothing where it is, or the day is not known."""
    force = pack.in_force
    if force is not None and force.pending:
        return Governing(pack.id, pack.title, "false", Sentence("pending", pending=force.pending, cite=force.cite))
    if day is None or force is None or in_force(day, force.from_, force.to):
        return None
    return Governing(pack.id, pack.title, "false", Sentence("not_in_force_on", day=day, cite=force.cite))


def in_its_place(
    regimes: Sequence[Regime], operator: Record, procurement: Record, day: date
) -> Mapping[str, Governing]:
    """Regimes that are silent, by the ids of their packs: a layer of theirs is asked that stands for them here.

    A layer does where it is in force and what it is confined to surely holds: its scope is then that of its parent.
    """
    asked = {regime.id: regime for regime in regimes}
    out: dict[str, Governing] = {}
    for layer in regimes:
        parents = [asked[name] for name in layer.head.pack.layers[:-1] if name in asked]
        if parents and _stands(layer, operator, procurement, day):
            cite = layer.head.pack.scope_cite or layer.title
            for parent in parents:
                reason = Sentence("in_its_place", title=layer.title, pack=layer.id, cite=cite)
                out[parent.id] = Governing(parent.id, parent.title, "false", reason)
    return out


def _stands(layer: Regime, operator: Record, procurement: Record, day: date) -> bool:
    force_day = deciding(layer, operator, procurement, day)
    if force_day is None or not_in_force_on(layer.head.pack, force_day) is not None:
        return False
    return _of_head(layer, operator, procurement, day, assume=True) is True


def _of_head(regime: Regime, operator: Record, procurement: Record, day: date, *, assume: bool) -> Truth:
    """Whether what a regime is confined to holds."""
    evaluator = regime.confined
    values = evaluator.dated_values(operator, procurement, day, assume=assume)
    return _of_case(evaluator, regime.head.confined, operator, procurement, day, values)


def _of_case(
    evaluator: Evaluator, condition: Condition, operator: Record, procurement: Record, day: date, values: Versions
) -> Truth:
    """What the explainer alone makes of a condition that counts no list."""
    decide = evaluator.decide
    scope = Scope(Item(operator, ""), operator, procurement, day, values, "operator", "operator", decide)
    return decide(condition, scope)


def governed(regime: Regime, operator: Record, procurement: Record, day: date) -> Truth:
    """Whether `regime` governs the procurement, by the explainer alone and without a word why."""
    force, force_day = regime.head.pack.in_force, deciding(regime, operator, procurement, day)
    if not_in_force_on(regime.head.pack, force_day) is not None:
        return False
    if regime.plain_scope:
        within = _explained(regime, operator, procurement, day)
    else:
        evaluation = regime.scope.evaluate(operator, procurement, day, by="explainer")
        within = regime.within(evaluation)
    return None if within is True and force is not None and force_day is None else within


def _explained(regime: Regime, operator: Record, procurement: Record, day: date) -> Truth:
    """What the explainer alone makes of a scope that plain facts fix."""
    return _of_case(regime.scope, regime.typed.scope, operator, procurement, day, {})


def _plainly(regime: Regime, thresholds: tuple[Threshold, ...]) -> Governing:
    """A plain yes."""
    found = regime.plain_yes.get(thresholds)
    if found is None:
        pack = regime.typed.pack
        said = Governing(pack.id, pack.title, "true", _reason(regime, True), thresholds=thresholds)
        found = regime.plain_yes.keep(thresholds, said)
    return found


def _reason(regime: Regime, truth: Truth) -> Sentence:
    return Sentence(_SAID[truth], cite=regime.head.pack.scope_cite or regime.head.pack.title)


def governing_all(procurement: Procurement, regimes: Sequence[Regime], day: date) -> tuple[Governing, ...]:
    """For each regime whether it governs the procurement, as far as the procurement alone tells."""
    record = procurement_record(procurement, day)
    silent = in_its_place(regimes, {}, record, day)
    return tuple(
        silent.get(regime.id) or cannot_govern(regime, {}, record, day) or governing(regime, {}, record, day)[1]
        for regime in regimes
    )


def may_govern(regimes: Sequence[Regime], bought: Iterable[Procurement], days: Iterable[date]) -> tuple[Regime, ...]:
    """The regimes that govern one of the procurements on one of the days, or may: what the others ask is not asked."""
    each = [governing_all(one, regimes, day) for one in bought for day in days]
    asked = {one.pack for found in each for one in found if one.governs != "false"}
    return tuple(regime for regime in regimes if regime.id in asked)


def deciding(regime: Regime, operator: Record, procurement: Record, day: date, *, assume: bool = True) -> date | None:
    """The day that decides whether the regime is in force, if it is known."""
    force = regime.head.pack.in_force
    return day if force is None else deciding_day(force.by, operator, procurement, day, assume=assume)
