"""What is established against a bidder is never passed over in silence by a regime that reads entries of its kind.

A ground reaches it, facts are asked for, a person must look at it, or it is said that no rule read what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, get_args

import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.facts.events import Insolvency, MisconductKind
from tenderlaw.packs.facts_asked import facts_asked
from tenderlaw.sources.tree import Data

REGIMES: Final = {
    regime.id: regime
    for regime in installed_regimes()
    if {"operator.misconduct.kind", "operator.insolvency.kind"} & facts_asked(regime.typed)
}
"""Those that read what an entry is; of any other it is said that no rule reads it."""
KINDS_OF_INSOLVENCY: Final = tuple(
    kind for part in get_args(Insolvency.model_fields["kind"].annotation) for kind in get_args(part)
)
NO_RULE_ON: Final = {
    # trafficking, forced and child labour are no sanctionable practice as such, and no rule that was read names these
    "mdb-afdb": {
        "labour-law", "social-law", "environmental-law", "deficient-performance", "blacklisting",
        "documents-not-submitted",
    },
}  # fmt: skip
"""Kinds of misconduct of which the law sheets say that they are nothing by themselves."""


def clean(regime: Regime) -> tuple[Mapping[str, Data], date] | None:
    """A worked case of a tenderer to which nothing stands in the way, and its as-of date."""
    for case, source in worked_cases(regime.typed):
        given = source.data
        if not isinstance(given, dict) or case.expect.outcome != "not_excluded" or case.expect.review:
            continue
        operator, procurement = given.get("operator"), given.get("procurement")
        if isinstance(operator, dict) and isinstance(procurement, dict) and operator.get("role") == "tenderer":
            awarded = procurement.get("stage") == "awarded"
            if not awarded and not operator.get("misconduct") and not operator.get("insolvency"):
                return given, case.as_of
    return None


def entries(as_of: date) -> Iterator[tuple[str, dict[str, Data]]]:
    on = as_of.replace(year=as_of.year - 1, day=1)
    for kind in get_args(MisconductKind):
        yield "misconduct", {
            "kind": kind, "demonstrated": True, "occurred_on": on, "grave": True, "negligent": True,
            "remediable_by_less_intrusive_measures": False, "significant_or_persistent": True,
            "sanction": "early-termination",
        }  # fmt: skip
    for kind in KINDS_OF_INSOLVENCY:
        yield "insolvency", {"kind": kind, "ongoing": True, "opened_on": on}


def is_silent(decision: Decision, of: str) -> bool:
    unread = {fact.path for fact in decision.unread}
    quiet = decision.outcome == "not_excluded" and not decision.review and not decision.missing_facts
    return quiet and f"operator.{of}[0].kind" not in unread


@pytest.mark.parametrize("pack", REGIMES)
def test_no_regime_passes_over_an_entry_of_a_list_that_it_reads_in_silence(pack: str) -> None:
    regime = REGIMES[pack]
    found = clean(regime)
    assert found is not None
    given, as_of = found
    silent = []
    for of, entry in entries(as_of):
        operator = {**given["operator"], of: [entry]}  # type: ignore[dict-item]
        decision = decide({**given, "operator": operator}, as_of=as_of, packs=[regime])
        if is_silent(decision, of) and entry["kind"] not in NO_RULE_ON.get(pack, ()):
            silent.append(entry["kind"])
    assert not silent
