"""Interviews begun, kept and taken up again: from nothing, an ESPD Response, a case, a former case; as plain data."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, cast

from tenderlaw.decisions.cases import given_of
from tenderlaw.decisions.choosing import Packs, choose_duties, choose_policies, choose_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import ROLES
from tenderlaw.interop.espd.reading import EspdReading
from tenderlaw.interview.companies import refuse_beside
from tenderlaw.interview.entries import decidable
from tenderlaw.interview.facts_at import at, leaves, names, with_fact, without_fact
from tenderlaw.interview.model import AIMS, Aim, Interview
from tenderlaw.sources.arguments import a_day
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest

__all__ = ["begin", "case_of", "from_espd", "from_plain", "to_plain"]

_KEYS: Final = (
    "facts", "as_of", "packs", "policies", "unknown", "sources", "growing", "order", "aim",
)  # fmt: skip


def begin(
    facts: Case | Mapping[str, object] | None = None,
    *,
    as_of: date,
    packs: Packs | None = None,
    policies: Packs = (),
    source: str = "case",
    sources: Mapping[str, str] | None = None,
    aim: Aim | None = None,
) -> Interview:
    """An interview about the facts of a case, or about nothing yet: a tenderer and a procurement.

    `source` says where these facts come from (`case`, `former`, `espd`), `sources` of single ones by their paths; no
    fact that is given is asked again, unless it does not answer. Raises InputInvalidError with every fault of the data.
    """
    regimes, own = _chosen(packs, aim), choose_policies(policies)
    plain = _plain(facts, (*regimes, *own))
    if aim == "duties":
        refuse_beside(name for name, one in plain.items() if one and name != "operator")
    known = {path: source for path, _ in leaves(plain) if path not in ("operator.role",)}
    interview = Interview(
        facts=plain,
        as_of=_day(as_of),
        regimes=regimes,
        policies=own,
        sources={**known, **(sources or {})},
        aim=_aim(aim, own),
    )
    _ = interview.weighed
    return interview


def _chosen(packs: Packs | None, aim: object) -> tuple[Regime, ...]:
    return choose_duties(packs) if aim == "duties" else choose_regimes(packs)


def _plain(facts: Case | Mapping[str, object] | None, everybody: Sequence[Regime]) -> dict[str, object]:
    nobody: dict[str, object] = {"procurement": {}, "operator": {"role": ROLES[0]}}
    if facts is None:
        return nobody
    if isinstance(facts, Mapping):
        given = {name: one for name, one in facts.items() if one is not None}
        operator = given.get("operator")
        if operator is None or (isinstance(operator, Mapping) and operator.get("role") is None):
            given["operator"] = {**cast("Mapping[str, object]", operator or {}), "role": ROLES[0]}
        facts = {**nobody, **given}
    return given_of(facts, everybody).plain


def from_espd(
    reading: EspdReading,
    procurement: Mapping[str, object] | None = None,
    *,
    as_of: date,
    packs: Packs | None = None,
    policies: Packs = (),
    aim: Aim | None = None,
) -> Interview:
    """An interview about what an operator declared in an ESPD Response, and what is known of the procurement."""
    declared = reading.operator.model_dump(mode="json", exclude_none=True)
    facts = {"procurement": dict(procurement or {}), "operator": declared}
    said = {path: "espd" for path, _ in leaves({"operator": declared})}
    return begin(facts, as_of=as_of, packs=packs, policies=policies, sources=said, aim=aim)


def case_of(interview: Interview) -> dict[str, object]:
    """The facts as a case that `decide` takes, and that comes to the outcome at which the interview stands.

    Of a company that is asked about by itself: its facts, as `duties_of` takes them.

    An entry that lacks what makes it one is left out. Of a list of which nobody has said whether it is whole, and on
    whose further entries the outcome depends, the case holds one more entry of which nothing is known; where no such
    entry can be written, it does not hold the list, for no list may clear anybody that was not finished.
    """
    facts = copy.deepcopy(dict(decidable(interview)[0]))
    if interview.aim == "duties":
        operator = cast("Mapping[str, object]", facts["operator"])
        return {"operator": {name: one for name, one in operator.items() if name != "role"}}
    candidates = [facts, *_what_is_known(facts, interview.growing)]
    return next((one for one in candidates if _outcome(one, interview) == interview.weighed.outcome), candidates[-1])


def _what_is_known(facts: dict[str, object], growing: Sequence[str]) -> Iterator[dict[str, object]]:
    """The facts with one entry more in each unfinished list, of which nothing is known; and without these lists."""
    more, without = facts, facts
    for listed in sorted(growing, key=len, reverse=True):
        entries = at(facts, listed)
        if isinstance(entries, list):
            more = with_fact(more, listed, [*entries, {}])
            without = without_fact(without, listed)
    yield more
    yield without


def _outcome(facts: Mapping[str, object], interview: Interview) -> str | None:
    """What a case comes to; None where it is none."""
    try:
        return Interview(facts, interview.as_of, interview.regimes, interview.policies).weighed.outcome
    except InputInvalidError:
        return None


def to_plain(interview: Interview) -> dict[str, object]:
    """An interview as plain data, to be kept as a draft: what JSON holds, and nothing of the packs but their ids."""
    return {
        "facts": copy.deepcopy(dict(interview.facts)),
        "as_of": interview.as_of.isoformat(),
        "packs": [one.id for one in interview.regimes],
        "policies": [one.id for one in interview.policies],
        "unknown": list(interview.unknown),
        "sources": dict(interview.sources),
        "growing": list(interview.growing),
        "order": list(interview.order),
        "aim": interview.aim,
    }


def from_plain(data: Mapping[str, object], *, packs: Packs | None = None, policies: Packs | None = None) -> Interview:
    """An interview from its plain data; `packs` and `policies` in the place of the installed ones that it names.

    Raises InputInvalidError for what is no draft.
    """
    strange = [name for name in data if name not in _KEYS]
    if strange:
        raise InputInvalidError(
            [Fault("draft", 0, 0, one, "is no part of a draft", nearest(one, _KEYS)) for one in strange]
        )
    facts = data.get("facts")
    if not isinstance(facts, Mapping):
        raise InputInvalidError([Fault("draft", 0, 0, "facts", "must be a mapping of facts")])
    own = choose_policies(_words(data, "policies") if policies is None else policies)
    if packs is None and "packs" in data:
        packs = _words(data, "packs")
    return Interview(
        facts=copy.deepcopy(dict(facts)),
        as_of=_day(data.get("as_of")),
        regimes=_chosen(packs, data.get("aim")),
        policies=own,
        unknown=_paths(data, "unknown"),
        sources=_sources(data),
        growing=_paths(data, "growing"),
        order=_paths(data, "order"),
        aim=_aim(cast("Aim | None", data.get("aim")), own),
    )


def _aim(aim: object, own: Sequence[Regime]) -> Aim:
    if aim is None:
        return "policy" if own else "award"
    if aim not in AIMS:
        raise InputInvalidError(
            [Fault("draft", 0, 0, "aim", f"`{aim}` is nothing that questions lead to", f"known: {', '.join(AIMS)}")]
        )
    return cast("Aim", aim)


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else a_day(value, "as_of")
    except ValueError:
        day = None
    if day is None:
        raise InputInvalidError([Fault("draft", 0, 0, "as_of", "must be a day written YYYY-MM-DD")])
    return day


def _words(data: Mapping[str, object], key: str) -> tuple[str, ...]:
    held = data.get(key) or ()
    if not isinstance(held, list | tuple) or not all(isinstance(one, str) for one in held):
        raise InputInvalidError([Fault("draft", 0, 0, key, "must be a list of words")])
    return tuple(held)


def _paths(data: Mapping[str, object], key: str) -> tuple[str, ...]:
    held = _words(data, key)
    for one in held:
        if not names(one):
            raise InputInvalidError([Fault("draft", 0, 0, key, f"`{one}` is no path of a fact")])
    return held


def _sources(data: Mapping[str, object]) -> dict[str, str]:
    held = data.get("sources") or {}
    if not isinstance(held, Mapping) or not all(isinstance(one, str) for each in held.items() for one in each):
        raise InputInvalidError([Fault("draft", 0, 0, "sources", "must be a mapping of paths to words")])
    return dict(held)
