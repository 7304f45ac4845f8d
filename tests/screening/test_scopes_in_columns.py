"""Whether a pack governs is the same for every supplier of a table: a pack for which it is not is refused by name."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))
from strategies import AS_OF, TINY, typed

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.sources.faults import InputInvalidError


@pytest.mark.parametrize(
    ("scope", "fact"),
    [
        ({"evidence_verified": True}, "operator.evidence_verified"),
        ({"not": {"some": "tax_breaches", "where": {"kind": "tax"}}}, "operator.tax_breaches"),
    ],
)
def test_a_scope_that_asks_for_facts_of_the_supplier_is_refused(scope: object, fact: str) -> None:
    regime = Regime.of(replace(TINY, scope=typed(scope)))
    with pytest.raises(InputInvalidError, match=rf"governs or not by a fact of the supplier \(`{fact}`\)"):
        Screening.of(Procurement(), AS_OF, [regime])
