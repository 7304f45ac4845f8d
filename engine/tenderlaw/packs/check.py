"""Everything that must be true of a pack beyond the shape of its YAML, checked while its conditions are typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tenderlaw.packs.clause_rules import type_clause
from tenderlaw.packs.conditions import All, Condition, InPeriod, Some, Sum
from tenderlaw.packs.counting import check_counting
from tenderlaw.packs.duties import check_kind, type_duty
from tenderlaw.packs.elsewhere import type_elsewhere
from tenderlaw.packs.fact_paths import begin_day_at, check_day, check_day_asked, day_asked, day_at, resolve
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.grounds import Ground, RoleRule
from tenderlaw.packs.model.options import Option
from tenderlaw.packs.model.pack import Definition, Offence, Pack, PassedOver
from tenderlaw.packs.model.periods import Period
from tenderlaw.packs.model.values import Value
from tenderlaw.packs.presumed import check_presumptions
from tenderlaw.packs.remedies import type_remedies
from tenderlaw.packs.requirements import type_requirement
from tenderlaw.packs.tiering import type_tiering
from tenderlaw.packs.typed import (
    TypedGround,
    TypedPack,
    TypedPeriod,
    TypedStart,
)
from tenderlaw.packs.walking import leaves_of
from tenderlaw.sources.faults import nearest, quoted
from tenderlaw.sources.tree import Report, Steps

__all__ = ["type_confinement", "type_pack"]

MOST_YEARS: Final = 9_999
"""The calendar has no more."""


def type_pack(pack: Pack, report: Report) -> TypedPack:
    """Type every condition of the pack; every fault goes to `report(steps, message, hint)`."""
    return _Checker(pack, report, Grammar(pack, report)).typed()


def type_confinement(pack: Pack, grammar: Grammar) -> Condition:
    """Type what the regime is confined to, layer by layer: `All(())` for nothing."""
    found: Condition = All(())
    for raw in pack.confined:
        found = _both(found, grammar.condition(raw, None, ("confined_to",)))
    if _reaches_beyond_the_entry(found):
        grammar.report(("confined_to",), "what a regime is confined to is asked of facts of the whole case",
                       "no `some`, `none`, `count`, `sum` or `in_period` here: write it into `scope`")  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class _Checker:
    pack: Pack
    report: Report
    grammar: Grammar

    def typed(self) -> TypedPack:
        pack = self.pack
        for name in ("sources", "options", "values", "offences", "vocabularies", "definitions", "periods", "lifts",
                     "grounds", "requirements", "risks", "award_criteria", "reviews", "passed_over", "elsewhere",
                     "clauses", "remedies"):  # fmt: skip
            self._unique(name)
        for i, option in enumerate(pack.options):
            self._option(option, ("options", i))
        options = {option.id for option in pack.options}
        for i, choice in enumerate(pack.choices):
            if choice.option not in options:
                self.report(("choices", i, "option"), f"unknown option `{choice.option}`",
                            nearest(choice.option, options))  # fmt: skip
        for i, value in enumerate(pack.values):
            self._value(value, ("values", i))
        under = {offence.id: offence.under for offence in pack.offences}
        for i, offence in enumerate(pack.offences):
            self._offence(offence, under, ("offences", i))
        for i, definition in enumerate(pack.definitions):
            self._collection(definition.over, ("definitions", i, "over"))
            if definition.over is None or definition.over in self.pack.models.collections:
                self.grammar.condition(definition.condition, definition.over, ("definitions", i, "condition"))
        if pack.in_force is not None:
            self._days(pack.in_force.by, ("in_force", "by"))
        if pack.kind == "regime" and (pack.scope is None or pack.counting is None or pack.in_force is None):
            self.report((), "a pack says `scope`, `in_force` and `counting`", "add what is missing")
        check_kind(pack, self.report)
        if pack.kind == "policy":
            self._policy()
        elif pack.kind == "regime" and pack.tiering is not None:
            self.report(("tiering",), "only a policy has `tiering`", "a score of risk is a choice, not law")
        self._award_criteria()
        if pack.counting is not None:
            check_counting(pack.counting, pack.models, self.report)
        if pack.scope is not None and pack.scope_cite is None:
            self.report(("scope",), "the scope has no citation", "add `scope_cite`")
        for i, lift in enumerate(pack.lifts):
            self._truth_option(lift.available_if, ("lifts", i, "available_if"))
            if (lift.state is None) == (lift.leaves == "nothing"):
                self.report(("lifts", i), "a lift gives a `state`, or leaves `discretion`", "say one of the two")
            if (lift.barred is None) != (lift.barred_cite is None):
                self.report(("lifts", i), "`barred` and `barred_cite` go together", "give both or neither")
        confined = type_confinement(pack, self.grammar)
        return TypedPack(
            pack=pack,
            scope=_both(confined, self.grammar.condition(pack.scope, None, ("scope",)) if pack.scope else All(())),
            confined=confined,
            periods={p.id: self._period(p, ("periods", i)) for i, p in enumerate(pack.periods)},
            grounds=tuple(self._ground(g, ("grounds", i)) for i, g in enumerate(pack.grounds)),
            requirements=tuple(
                type_requirement(one, self.grammar, ("requirements", i)) for i, one in enumerate(pack.requirements)
            ),
            risks=tuple(
                (risk, self.grammar.condition(risk.when, None, ("risks", i, "when")))
                for i, risk in enumerate(pack.risks)
            ),
            tiering=None if pack.tiering is None else type_tiering(pack.tiering, self.grammar),
            reviews=tuple(
                (review, self.grammar.condition(review.when, None, ("reviews", i, "when")))
                for i, review in enumerate(pack.reviews)
            ),
            elements=tuple(self._elements()),
            passed_over=tuple(self._passed_over(one, i) for i, one in enumerate(pack.passed_over)),
            clauses=tuple(type_clause(rule, self.grammar, ("clauses", i)) for i, rule in enumerate(pack.clauses)),
            roles=tuple((role, self._unless(role, ("roles", i))) for i, role in enumerate(pack.roles)),
            presumptions=check_presumptions(pack, self.report),
            duties=tuple(type_duty(duty, self.grammar, ("duties", i)) for i, duty in enumerate(pack.duties)),
            remedies=tuple(type_remedies(self.grammar)),
            elsewhere=type_elsewhere(self.grammar),
        )

    def _unique(self, name: str) -> None:
        seen: set[str] = set()
        for i, entry in enumerate(getattr(self.pack, name)):
            key: str = getattr(entry, "id", None) or getattr(entry, "key", None) or entry.clause
            if key in seen:
                self.report((name, i), f"`{key}` stands twice in `{name}`", "a layer adds; it never redefines")
            seen.add(key)

    def _option(self, option: Option, at: Steps) -> None:
        chosen: list[tuple[Steps, bool | int]] = [((*at, "default"), option.default)]
        chosen += [
            (("choices", i, "value"), choice.value)
            for i, choice in enumerate(self.pack.choices)
            if choice.option == option.id
        ]
        for here, value in chosen:
            if isinstance(value, bool) != (option.kind == "truth"):
                self.report(here, f"{quoted(value)} is not a {option.kind}", "")
            elif option.at_most is not None and value > option.at_most:
                self.report(here, f"`{value}` is above the ceiling {option.at_most}", option.cite)
            elif option.at_least is not None and value < option.at_least:
                self.report(here, f"`{value}` is below the floor {option.at_least}", option.cite)

    def _value(self, value: Value, at: Steps) -> None:
        self._days(value.by, (*at, "by"))
        if not value.versions:
            self.report(at, f"the value `{value.id}` has no version", "give one with `from`")
        for i, version in enumerate(value.versions):
            here = (*at, "versions", i)
            held = [n for n in ("amount", "number", "words", "unsettled") if getattr(version, n) is not None]
            currency = value.currency_of(version) is not None
            if len(held) != 1 or (held[0] != "unsettled" and (held == ["amount"]) != currency):
                self.report(here, "a version holds `amount` (with a currency), `number`, `words` or `unsettled`", "")
            if version.to is not None and version.to < version.from_:
                self.report((*here, "to"), f"`{version.to}` lies before `from`", "")
            before = value.versions[i - 1].to
            if i and (before is None or before.toordinal() + 1 != version.from_.toordinal()):
                what = "a gap" if before and before < version.from_ else "an overlap"
                self.report((*here, "from"), f"{what} between `{before or 'open'}` and `{version.from_}`",
                            "each version starts on the day after the one before")  # fmt: skip

    def _offence(self, offence: Offence, known: Mapping[str, str | None], at: Steps) -> None:
        if offence.under is not None and offence.under not in known:
            self.report((*at, "under"), f"unknown category `{offence.under}`", nearest(offence.under, known))
        seen, step = {offence.id}, offence.under
        while step is not None:
            if step in seen:
                self.report((*at, "under"), f"`{offence.id}` contains itself", "break the circle")
                break
            seen.add(step)
            step = known.get(step)

    def _elements(self) -> Iterator[tuple[Offence, Definition, Condition]]:
        definitions = {definition.id: definition for definition in self.pack.definitions}
        for i, offence in enumerate(self.pack.offences):
            if offence.elements is not None:
                at: Steps = ("offences", i, "elements")
                condition = self.grammar.condition({"use": offence.elements}, "convictions", at)
                if (definition := definitions.get(offence.elements)) is not None:
                    yield offence, definition, condition

    def _period(self, period: Period, at: Steps) -> TypedPeriod:
        self._collection(period.over, (*at, "over"))
        over = period.over if period.over in self.pack.models.collections else None
        years = period.years
        if isinstance(years, dict):
            options = {option.id for option in self.pack.options if option.kind == "number"}
            name = years.get("option", "")
            if name not in options:
                self.report((*at, "years"), f"unknown option `{name}`", nearest(name, options))
                years = 1
        length = years if isinstance(years, int) else self.pack.years(period)
        if length < 1 and not self._below_the_floor(years, length):
            self.report(self._chosen_at(years, (*at, "years")), f"`{length}` is not a length in years", "at least 1")
        elif length > MOST_YEARS:
            self.report(self._chosen_at(years, (*at, "years")), f"{length:,} years lead beyond the calendar",
                        f"at most {MOST_YEARS:,}")  # fmt: skip
        starts = []
        for i, start in enumerate(period.starts):
            here = (*at, "starts", i)
            when = None if start.when is None else self.grammar.condition(start.when, over, (*here, "when"))
            if when is not None and _reaches_beyond_the_entry(when):
                self.report((*here, "when"), "a start depends on its own entry alone",
                            "no `some`, `none`, `count` or `in_period` here")  # fmt: skip
            day = begin_day_at(self.pack.models, start.date, over, (*here, "date"), self.report)
            early = (
                day_at(self.pack.models, start.not_before, over, (*here, "not_before"), self.report)
                if start.not_before
                else None
            )
            if day is not None:
                starts.append(TypedStart(day, early, when))
        judgment = None
        if period.judgment is not None:
            sets = resolve(self.pack.models, period.judgment.set, over, (*at, "judgment", "set"), self.report)
            until = day_at(self.pack.models, period.judgment.until, over, (*at, "judgment", "until"), self.report)
            judgment = (sets[0], until) if sets and until else None
        counting = self.pack.counting
        counted = counting is not None and counting.event_day == "counted"
        holidays = counting.holidays if counting is not None and counting.ends == "next-working-day" else None
        check_day_asked(self.pack.models, period, (*at, "on"), self.report)
        on = day_asked(period)
        return TypedPeriod(period.id, period.over, length, counted, holidays, tuple(starts), judgment, on)

    def _below_the_floor(self, years: object, length: int) -> bool:
        """Whether the option that gives the years has a floor, for then its choice is faulted already."""
        name = years.get("option") if isinstance(years, dict) else None
        return any(o.id == name and o.at_least is not None and length < o.at_least for o in self.pack.options)

    def _chosen_at(self, years: object, at: Steps) -> Steps:
        """Where the length of a period was said: with it, or where its option was chosen last."""
        name = years.get("option") if isinstance(years, dict) else None
        chosen = [number for number, choice in enumerate(self.pack.choices) if choice.option == name]
        return ("choices", chosen[-1], "value") if chosen else at

    def _ground(self, ground: Ground, at: Steps) -> TypedGround:
        parts = self.grammar.ground(ground)
        collection = parts.collection
        if ground.period is not None:
            period = next((p for p in self.pack.periods if p.id == ground.period), None)
            if period is None:
                names = [p.id for p in self.pack.periods]
                self.report((*at, "period"), f"unknown period `{ground.period}`", nearest(ground.period, names))
            elif period.over != collection:
                self.report((*at, "period"), f"`{ground.period}` counts for entries of `{period.over}`", "")
        self._truth_option(ground.must_if, (*at, "must_if"))
        self._days(ground.by, (*at, "by"))
        review = None
        if ground.review_when is not None:
            review = self.grammar.condition(ground.review_when, collection, (*at, "review_when"))
        return TypedGround(ground, collection, parts.when, parts.must, parts.lifts, parts.bars, review)

    def _unless(self, role: RoleRule, at: Steps) -> Condition | None:
        self._truth_option(role.must_if, (*at, "must_if"))
        return None if role.unless is None else self.grammar.condition(role.unless, None, (*at, "unless"))

    def _award_criteria(self) -> None:
        """Award criteria are a policy's, and share a hundred points."""
        criteria = self.pack.award_criteria
        if criteria and self.pack.kind not in ("policy", "common"):
            self.report(("award_criteria",), "only a policy has `award_criteria`", "what a tender earns is a choice")
        shared = sum(one.weight for one in criteria)
        if self.pack.kind == "policy" and criteria and shared != 100:
            self.report(("award_criteria",), f"the weights come to {shared}", "together they are 100")

    def _policy(self) -> None:
        """A policy adds clauses, asks for evidence and weighs risks; what excludes is law, in a pack of law."""
        for name in ("grounds", "lifts", "periods", "roles", "reviews", "passed_over",
                     "choices", "remedies"):  # fmt: skip
            if getattr(self.pack, name):
                self.report((name,), f"a policy has no `{name}`", "law stands in `jurisdictions`")
        for name in ("scope", "confined_to", "in_force", "counting"):
            if getattr(self.pack, name) is not None:
                self.report((name,), f"a policy has no `{name}`", "who asks for it decides; write the rest into `when`")

    def _passed_over(self, one: PassedOver, i: int) -> tuple[PassedOver, Condition]:
        at, grounds = ("passed_over", i), {*self.pack.stands_for, *(ground.id for ground in self.pack.grounds)}
        self._collection(one.over, (*at, "over"))
        if one.look_under is not None and one.look_under not in grounds:
            self.report((*at, "look_under"), f"unknown ground `{one.look_under}`", nearest(one.look_under, grounds))
        over = one.over if one.over in self.pack.models.collections else None
        return one, self.grammar.condition(one.when, over, (*at, "when"))

    def _collection(self, name: str | None, at: Steps) -> None:
        if name is not None and name not in self.pack.models.collections:
            self.report(at, f"unknown collection `{name}`", nearest(name, self.pack.models.collections))

    def _truth_option(self, name: str | None, at: Steps) -> None:
        options = {option.id for option in self.pack.options if option.kind == "truth"}
        if name is not None and name not in options:
            self.report(at, f"unknown option `{name}`", nearest(name, options))

    def _days(self, paths: Iterable[str], at: Steps) -> None:
        for i, path in enumerate(paths):
            check_day(self.pack.models, path, (*at, i), self.report)


def _both(first: Condition, second: Condition) -> Condition:
    """Both conditions, as one list."""
    parts = [
        part
        for one in (first, second)
        for part in (one.parts if isinstance(one, All) and not one.said and not one.of_ground else (one,))
    ]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _reaches_beyond_the_entry(condition: Condition) -> bool:
    """Whether a condition asks for more than can be read off one entry: a quantifier, or another period."""
    return any(isinstance(one, Some | Sum | InPeriod) for one in leaves_of(condition))
