"""Public-procurement exclusion law as tested, explainable decisions and contract clauses.

    import datetime, pathlib, tenderlaw

    case = tenderlaw.load_case(pathlib.Path("case.yaml"))
    decision = tenderlaw.decide(case, as_of=datetime.date(2026, 2, 1), packs=["eu-2014-24"])
    print(decision.outcome, decision.id)
    print(tenderlaw.render(case, as_of=datetime.date(2026, 2, 1), draft=True))

    regimes = tenderlaw.load_packs(folders=["my-packs"])  # kept by a program, asked from any thread
    print(tenderlaw.decide(case, as_of=datetime.date(2026, 2, 1), packs=regimes).outcome)

It is not legal advice.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from tenderlaw._version import __version__

__all__ = [
    "Case",
    "ContractRecord",
    "Decision",
    "InputInvalidError",
    "InternalError",
    "PackInvalidError",
    "Procurement",
    "Regime",
    "SupplyChain",
    "TenderlawError",
    "__version__",
    "contract_record",
    "decide",
    "load_case",
    "load_packs",
    "load_policies",
    "read_espd",
    "render",
    "screen",
    "supply_chain",
]

if TYPE_CHECKING:
    from tenderlaw.chains import SupplyChain, supply_chain
    from tenderlaw.contracts import ContractRecord, contract_record
    from tenderlaw.decisions import Decision, decide
    from tenderlaw.decisions.choosing import load_packs, load_policies
    from tenderlaw.decisions.regime import Regime
    from tenderlaw.documents import render
    from tenderlaw.facts import Case, load_case
    from tenderlaw.facts.procurement import Procurement
    from tenderlaw.interop.espd import read_response as read_espd
    from tenderlaw.screening.runs.frames import screen
    from tenderlaw.sources.faults import InputInvalidError, InternalError, PackInvalidError, TenderlawError

_HOME = {
    "Case": ("tenderlaw.facts", "Case"),
    "ContractRecord": ("tenderlaw.contracts", "ContractRecord"),
    "Decision": ("tenderlaw.decisions", "Decision"),
    "InputInvalidError": ("tenderlaw.sources.faults", "InputInvalidError"),
    "InternalError": ("tenderlaw.sources.faults", "InternalError"),
    "PackInvalidError": ("tenderlaw.sources.faults", "PackInvalidError"),
    "Procurement": ("tenderlaw.facts.procurement", "Procurement"),
    "Regime": ("tenderlaw.decisions.regime", "Regime"),
    "SupplyChain": ("tenderlaw.chains", "SupplyChain"),
    "TenderlawError": ("tenderlaw.sources.faults", "TenderlawError"),
    "contract_record": ("tenderlaw.contracts", "contract_record"),
    "decide": ("tenderlaw.decisions", "decide"),
    "load_case": ("tenderlaw.decisions.cases", "load_case"),
    "load_packs": ("tenderlaw.decisions.choosing", "load_packs"),
    "load_policies": ("tenderlaw.decisions.choosing", "load_policies"),
    "read_espd": ("tenderlaw.interop.espd", "read_response"),
    "render": ("tenderlaw.documents", "render"),
    "screen": ("tenderlaw.screening.runs.frames", "screen"),
    "supply_chain": ("tenderlaw.chains", "supply_chain"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import tenderlaw` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'tenderlaw' has no attribute {name!r}")
    module, attribute = _HOME[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
