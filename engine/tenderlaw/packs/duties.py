"""Duties of companies: typed, and checked for the days that they name and for what a pack of them holds."""

from __future__ import annotations

from typing import Final

from tenderlaw.packs.conditions import Ref
from tenderlaw.packs.fact_paths import day_at
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.duties import Due, Duty
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.typed import TypedDuty
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["check_kind", "type_duty"]

_OF_PROCUREMENT: Final = (
    "confined_to", "scope", "scope_cite", "counting", "through_national_law", "periods", "lifts", "grounds", "roles",
    "requirements", "risks", "tiering", "award_criteria", "passed_over", "clauses",
    "remedies",
)  # fmt: skip
"""What a pack of duties has none of: nothing is bought."""


def check_kind(pack: Pack, report: Report) -> None:
    """Check that duties stand in a pack of duties, and what decides a procurement in none."""
    if pack.kind != "duties":
        if pack.duties:
            report(("duties",), "duties of companies stand in a pack of `kind: duties`", "move them there")
    else:
        for name in _OF_PROCUREMENT:
            if getattr(pack, name):
                report((name,), f"a pack of duties has no `{name}`", "it decides no procurement")
        if not pack.duties or pack.in_force is None:
            report((), "a pack of duties says `duties` and `in_force`", "add what is missing")
    if pack.in_force is not None and (pack.in_force.from_ is None) == (pack.in_force.pending is None):
        report(("in_force",), "a law is in force `from` a day, or is `pending`", "say one of the two")


def type_duty(duty: Duty, grammar: Grammar, at: Steps) -> TypedDuty:
    """Type a duty; faults go to the report of the grammar."""
    over, models = duty.over, grammar.pack.models
    if over is not None and (over not in models.collections or models.root_of(over) != "operator"):
        grammar.report((*at, "over"), f"`{over}` is no list of the operator", nearest(over, models.collections))
        over = None
    days: dict[str, Ref] = {}
    for name, due in (("due", duty.due), ("guided", duty.guided)):
        if due is not None and (day := _due(due, over, grammar, (*at, name))) is not None:
            days[name] = day
    if duty.done_on is not None:
        done = day_at(models, duty.done_on, over, (*at, "done_on"), grammar.report)
        if done is not None:
            days["done"] = done
    if not duty.elements:
        grammar.report((*at, "elements"), "a duty without elements", "say what meeting it takes")
    ids = [element.id for element in duty.elements]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        grammar.report((*at, "elements"), f"`{twice}` stands twice among the elements", "")
    for i, shared in enumerate(duty.served_by):
        for unknown in (one for one in shared.still if one not in ids):
            message = f"`{unknown}` is no element of the duty"
            grammar.report((*at, "served_by", i, "still"), message, nearest(unknown, ids))
    elements = tuple(
        (
            element,
            None if element.when is None else grammar.condition(element.when, over, (*at, "elements", i, "when")),
            grammar.condition(element.met, over, (*at, "elements", i, "met")),
        )
        for i, element in enumerate(duty.elements)
    )
    return TypedDuty(duty, grammar.condition(duty.when, over, (*at, "when")), elements, days)


def _due(due: Due, over: str | None, grammar: Grammar, at: Steps) -> Ref | None:
    given = [name for name in ("months", "days", "each_year") if getattr(due, name) is not None]
    if len(given) != 1:
        grammar.report(at, "a duty is due after `months`, after `days` or on a day of `each_year`", "say one of them")
    if due.each_year == "02-30" or due.each_year in ("02-31", "04-31", "06-31", "09-31", "11-31"):
        grammar.report((*at, "each_year"), f"`{due.each_year}` is no day of any year", "")
    return day_at(grammar.pack.models, due.after, over, (*at, "after"), grammar.report)
