"""Findings to be shared with other authorities: what was found, without anything about a natural person.

What passes is listed; everything else stays, so that a fact that is added later stays, too. The rules stand in what is
shared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, cast

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import Field, field_at, model_at
from tenderlaw.facts.operator import LinkedPerson

__all__ = ["RULES", "Stripped", "passes", "shared", "strip"]

RULES: Final = (
    "of facts only yes or no, words of a closed list and codes of countries are shared",
    "a fact that is marked personal is left out with everything in it, whatever it says",
    "persons linked with a bidder are counted, and nothing of them is shared",
    "names, titles, numbers of registers, addresses and other words, offences, days, amounts and numbers are left out",
    "of a bidder and of those on whom it relies facts are shared where they are a body corporate or a partnership, and "
    "left out where they are not, or where it is not known",
    "entries of lists are counted; of those that are shared the order is that of what they say",
    "of findings, conditions and signs of risk the rule, its provision and its state are shared, and how often it "
    "stands so; reasons, explanations, days and whom they are about are left out",
    "the id of the decision is left out, for whoever guesses the facts could prove them by it",
)
"""By which what is shared was stripped."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_NO_PERSON: Final = ("body-corporate", "partnership")


class Stripped:
    """What is left of facts, and how many were left out, by their kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        """Entries of each list, by its path without numbers."""
        self.left_out: Counter[str] = Counter()


def shared(decision: Decision) -> dict[str, object]:
    """What may be given to others of a decision, as plain data with the rules by which it was stripped."""
    case, model = decision.facts, decision.models.case
    stripped = Stripped()
    facts: dict[str, object] = {}
    bought = strip(case.get("procurement"), model_at(model, "procurement"), "procurement", stripped)
    facts["procurement"] = bought
    facts["operator"] = _operator(case.get("operator"), model_at(model, "operator"), "operator", stripped)
    entities = [
        _operator(one, model_at(model, "operator"), "entities", stripped)
        for one in cast("list[object]", case.get("entities") or [])
    ]
    if entities:
        stripped.counts["entities"] += len(entities)
        facts["entities"] = _sorted(entities)
    return {
        "type": "findings to share",
        "rules": list(RULES),
        "as_of": decision.as_of.isoformat(),
        "engine_version": decision.engine_version,
        "packs": [{"id": one.id, "version": one.version, "digest": one.digest} for one in decision.packs],
        "outcome": decision.outcome,
        "award": decision.award.may_proceed,
        "regimes": [_regime(one) for one in decision.regimes if one.outcome != "out_of_scope"],
        "policies": [
            {
                "policy": one.policy,
                "tier": one.tier.tier if one.tier else None,
                "conditions": _counted((r.requirement, r.cite, r.state) for r in one.requirements),
                "risks": _counted((r.risk, r.cite, r.state) for r in one.risks),
            }
            for one in decision.policies
        ],
        "facts": facts,
        "entries": dict(sorted(stripped.counts.items())),
        "left_out": dict(sorted(stripped.left_out.items())),
    }


def passes(field: Field, value: object) -> bool:
    """Whether a fact that is no group and no list may be shared: it says nothing but one of a few known words."""
    if field.informs:
        return False
    if field.kind == "truth":
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if field.country and _COUNTRY.fullmatch(value):
        return True
    return field.kind == "code" and value in (*field.vocabulary, *field.besides)


def strip(facts: object, model: type[Facts], path: str, stripped: Stripped) -> dict[str, object]:
    """What may be shared of a group of facts; what is left out is counted in `stripped`."""
    out: dict[str, object] = {}
    for name, value in facts.items() if isinstance(facts, Mapping) else ():
        field = field_at(model, (name,))
        if field is None or value is None or _is_personal(model, name):
            stripped.left_out["personal"] += 1
            continue
        said = _value(field, value, f"{path}.{name}", stripped)
        if said is not None:
            out[name] = said
    return out


def _regime(regime: RegimeDecision) -> dict[str, object]:
    findings = (f for f in regime.findings if f.state != "not_triggered")
    return {
        "pack": regime.pack,
        "outcome": regime.outcome,
        "findings": _counted((f.ground, f.cite, f.state) for f in findings),
        "requirements": _counted((r.requirement, r.cite, r.state) for r in regime.requirements),
        "risks": _counted((r.risk, r.cite, r.state) for r in regime.risks),
    }


def _counted(found: Iterator[tuple[str, str, str]]) -> list[dict[str, object]]:
    """Each rule with its provision and state, and how often it stands so."""
    held = Counter((rule, str(cite), state) for rule, cite, state in found)
    return [{"rule": r, "cite": c, "state": s, "times": n} for (r, c, s), n in sorted(held.items())]


def _operator(facts: object, model: type[Facts], path: str, stripped: Stripped) -> dict[str, object]:
    """Of an operator nothing where it is, or may be, a natural person."""
    held = facts if isinstance(facts, Mapping) else {}
    if held.get("legal_form") in _NO_PERSON:
        return strip(held, model, path, stripped)
    stripped.left_out["of an operator that may be a natural person"] += len(held)
    return {}


def _value(field: Field, value: object, path: str, stripped: Stripped) -> object:
    if field.kind == "group" and field.model is not None:
        return strip(value, field.model, path, stripped) or None
    if field.entries is not None:
        entries = value if isinstance(value, list | tuple) else ()
        stripped.counts[path] += len(entries)
        if issubclass(field.entries, LinkedPerson):
            stripped.left_out["persons"] += len(entries)
            return None
        held = [strip(one, field.entries, path, stripped) for one in entries]
        return _sorted([one for one in held if one]) or None
    if passes(field, value):
        return value
    stripped.left_out[field.kind] += 1
    return None


def _sorted(entries: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(entries, key=repr)


def _is_personal(model: type[Facts], name: str) -> bool:
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and extra.get("x-personal") is True
