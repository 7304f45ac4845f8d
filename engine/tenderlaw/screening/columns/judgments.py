"""An exclusion by judgment, stated in a conviction or in the list of exclusions: `facts.judgments` in columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from tenderlaw.screening.arrow.aggregates import added_up, any_entry, first_entry
from tenderlaw.screening.arrow.algebra import DAY, NUMBER, Given, choose, compare, field_of, is_null, of_kind
from tenderlaw.screening.arrow.spaces import Column, Rows, Space, Spread
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely, where

__all__ = ["SET", "SET_UNTIL", "conflicting_judgments", "set_by_judgment"]

SET: Final = "set_by_judgment"
"""Whether the list says that the judgment of the conviction sets an exclusion."""
SET_UNTIL: Final = "set_until"
"""Its last day."""
_OF_EXCLUSION: Final = {"excluded_from", "effective_in"}
_OF_CONVICTION: Final = {"final_on", "country"}


def set_by_judgment(suppliers: Rows, own: Space, facts: Mapping[str, Column]) -> dict[str, Column]:
    """What the list says of each own conviction, of which these are the facts; nothing where the table cannot tell."""
    listed = _structs(suppliers, "exclusions_by_judgment", _OF_EXCLUSION)
    if listed is None or not facts.keys() >= _OF_CONVICTION:
        return {}
    pairs = own.spread(own.reach(listed))
    same = surely(_same(pairs.entry, pairs, facts["final_on"], facts["country"]))
    number = added_up(of_kind(choose(same, 1, 0, NUMBER), NUMBER, pairs), pairs.parents, own)
    says: list[Kleene] = [compare("equal", number, 1)]
    if "judgment_excludes_until" in facts:
        says.append(is_null(facts["judgment_excludes_until"]))
    if "judgment_sets_exclusion" in facts:
        says.append(negate(surely(negate(facts["judgment_sets_exclusion"]))))
    so = surely(all_of(says))
    found: dict[str, Given] = {SET: where(so, True, None)}
    until = field_of(pairs.entry, "excluded_until")
    if until is not None:
        found[SET_UNTIL] = choose(so, first_entry(until, of_kind(same, pa.bool_(), pairs), pairs), None, DAY)
    return {name: value for name, value in found.items() if isinstance(value, Column)}


def conflicting_judgments(suppliers: Rows) -> bool | Column:
    """Where an exclusion and the convictions by the same judgment say otherwise than each other."""
    listed = _structs(suppliers, "exclusions_by_judgment", _OF_EXCLUSION)
    convicted = _structs(suppliers, "convictions", _OF_CONVICTION)
    if listed is None or convicted is None:
        return False
    exclusions = suppliers.spread(listed)
    pairs = exclusions.spread(exclusions.reach(convicted))
    conviction = pairs.entry
    day, court = field_of(conviction, "final_on"), field_of(conviction, "country")
    same = surely(_same(exclusions.entry, pairs, day, court))
    agreeing = all_of([same, negate(_differs(exclusions.entry, conviction, pairs))])
    conflicts = all_of([any_entry(same, pairs), negate(any_entry(surely(agreeing), pairs))])
    return any_entry(surely(conflicts), exclusions)


def _same(exclusion: Column, pairs: Spread, day: Column | None, court: Column | None) -> Kleene:
    """Whether an exclusion is by the judgment of that day and of a court of that State, for each pair of them."""
    begins, states = field_of(exclusion, "excluded_from"), field_of(exclusion, "effective_in")
    if begins is None or states is None or day is None or court is None:
        return None
    on = compare("equal", pairs.reach(day), pairs.reach(begins))
    each = pairs.spread(pairs.reach(states))
    here = any_entry(surely(compare("equal", each.entry, each.reach(court))), each)
    return all_of([on, here])


def _differs(exclusion: Column, conviction: Column, pairs: Spread) -> bool | Column:
    found: list[Kleene] = []
    sets, said = (field_of(conviction, name) for name in ("judgment_sets_exclusion", "judgment_excludes_until"))
    until = field_of(exclusion, "excluded_until")
    if sets is not None:
        found.append(surely(negate(sets)))
    if said is not None and until is not None:
        found.append(surely(compare("not_equal", said, pairs.reach(until))))
    return surely(any_of(found))


def _structs(suppliers: Rows, name: str, needed: set[str]) -> Column | None:
    """A list of structs that have the fields needed; None where the table has none."""
    found = suppliers.read(name)
    if found is None or not pa.types.is_list(found.kind) or not pa.types.is_struct(found.kind.value_type):
        return None
    return found if needed <= {field.name for field in found.kind.value_type} else None
