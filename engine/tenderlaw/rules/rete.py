"""The wall around durable_rules: the one module that speaks to the Rete engine.

The engine is sound and fast as a matcher of flat facts of small integers and unsound beyond that, so nothing
else passes: a fact is a kind and a row of bits, a rule is a kind and the bits that must be set. No string, no
name, no date of a user ever reaches it. One session lives as long as its matcher; each case is asserted,
drained, counted and retracted. A matcher belongs to one thread.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

from tenderlaw.sources.faults import InternalError

try:
    import durable_rules_engine as _engine
except ImportError:  # no build for this Python: the explainer decides alone, and decisions say so
    _engine = None

__all__ = ["MAX_BITS", "MAX_KINDS", "MAX_RULES", "MAX_RULES_OF_KIND", "Body", "Matcher", "Rule", "available"]

# The engine's own limits are 512 tests side by side (then it hangs), 64 rules that one fact passes at once
# (then it loses the fact) and 253 properties of a fact; ours keep a distance.
MAX_KINDS = 400
MAX_RULES_OF_KIND = 48
MAX_BITS = 120
MAX_RULES = 4000

Body = NewType("Body", str)
"""A fact as the engine takes it, without its place in the batch; made by `Matcher.body` alone."""

_COUNT = "n"
_COUNTED = f'{{"{_COUNT}"'
_names = itertools.count()


@dataclass(frozen=True, slots=True)
class Rule:
    """All of these bits must be set in a fact of this kind."""

    kind: int
    bits: tuple[int, ...]


def available() -> bool:
    """Whether the Rete engine can run here."""
    return _engine is not None


class Matcher:
    """One compiled set of rules and its session. Make one per thread."""

    def __init__(self, rules: Sequence[Rule], widths: Mapping[int, int]) -> None:
        """`widths`: how many bits a fact of each kind has. Raises InternalError beyond the wall's limits."""
        if _engine is None:
            raise InternalError("the Rete engine is not available on this Python")
        _check(rules, widths)
        definition: dict[str, object] = {_COUNT: {"all": [{"m": {"$ex": {"k": 1}}}]}}
        for number, rule in enumerate(rules):
            tests: list[dict[str, int]] = [{"k": rule.kind}, *({f"b{bit}": 1} for bit in rule.bits)]
            definition[str(number)] = {"all": [{"m": {"$and": tests}}]}
        self._widths = dict(widths)
        self._handle = _engine.create_ruleset(f"tenderlaw{next(_names)}", json.dumps(definition))
        self._sound = True

    @property
    def sound(self) -> bool:
        """Whether every case so far was taken whole."""
        return self._sound

    def body(self, kind: int, bits: Sequence[bool]) -> Body:
        """A fact of `kind` with these bits; every bit is present, none is null."""
        if len(bits) != self._widths[kind]:
            raise InternalError(f"a fact of kind {kind} has {self._widths[kind]} bits, not {len(bits)}")
        return Body(f'"k":{int(kind)}' + "".join(f',"b{i}":{1 if bit else 0}' for i, bit in enumerate(bits)) + "}")

    def match(self, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        """Pairs of rule number and fact number: which fact fired which rule.

        Raises InternalError where the engine lost a fact or failed; the matcher is then of no further use.
        """
        if not self._sound:
            raise InternalError("an earlier case failed half-way in this matcher")
        if not bodies:  # the engine dereferences garbage on an empty batch
            return []
        batch = "[" + ",".join([f'{{"sid":"1","id":"{i}",{body}' for i, body in enumerate(bodies)]) + "]"
        self._sound = False
        fired: list[tuple[int, int]] = []
        counted = 0
        try:
            _, state = _engine.assert_facts(self._handle, batch)
            started = _engine.start_action_for_state(self._handle, state)
            message = started[1] if started else None
            while message:  # {"7":{"m":{"sid":"1","id":"0",...}}}: the rule, and the fact that fired it
                if message.startswith(_COUNTED):
                    counted += 1
                else:
                    end = message.index('"', 2)
                    at = message.index('"id":"', end) + 6
                    fired.append((int(message[2:end]), int(message[at : message.index('"', at)])))
                message = _engine.complete_and_start_action(self._handle, state)
            _engine.retract_facts(self._handle, batch)
        except Exception as error:
            raise InternalError(f"the Rete engine failed: {error}") from error
        if counted != len(bodies):
            raise InternalError(f"{len(bodies)} facts were asserted and the Rete engine took {counted}")
        self._sound = True
        return fired


def _check(rules: Sequence[Rule], widths: Mapping[int, int]) -> None:
    per_kind: dict[int, int] = dict.fromkeys(widths, 0)
    for rule in rules:
        per_kind[rule.kind] += 1
        if any(not 0 <= bit < widths[rule.kind] for bit in rule.bits):
            raise InternalError(f"a rule of kind {rule.kind} tests a bit that its facts do not have")
    widest = max(widths.values(), default=0)
    if len(widths) > MAX_KINDS or len(rules) > MAX_RULES:
        raise InternalError(f"more than {MAX_KINDS} kinds of fact or {MAX_RULES} rules")
    if max(per_kind.values(), default=0) > MAX_RULES_OF_KIND or widest > MAX_BITS:
        raise InternalError(f"a kind of fact has more than {MAX_RULES_OF_KIND} rules or {MAX_BITS} bits")
    names = ["sid", "id", "$s", "k", *(f"b{i}" for i in range(widest))]
    if len({_hash(name) for name in names}) < len(names):
        raise InternalError("two property names have one hash, which the engine takes for identity")


def _hash(name: str) -> int:
    """FNV-1a, 32 bits: what the engine takes for the identity of a property."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
