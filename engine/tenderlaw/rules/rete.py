"""The wall around durable_rules: the one module that speaks to the Rete engine.

The engine is sound and fast as a matcher of flat facts of small integers and unsound beyond that, so nothing
else passes: a fact is a kind and the bits that are set in it, a rule is a kind and the bits that must be set. No
string, no name, no date of a user ever reaches it. One session lives as long as its matcher; each case is
asserted, drained, counted and retracted. A matcher belongs to one case at a time.

A bit that is not set is left out of the fact: all that a rule ever tests is that a bit is 1, a test that an
absent property fails as one that is 0 does, and what is absent need not be read by the engine.
"""

from __future__ import annotations

import itertools
import json
import operator
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, NewType

from tenderlaw.sources.faults import InternalError

try:
    import durable_rules_engine as _engine
except ImportError:  # no build for this Python: the explainer decides alone, and decisions say so
    _engine = None

__all__ = [
    "MAX_BITS",
    "MAX_KINDS",
    "MAX_RULES",
    "MAX_RULES_OF_KIND",
    "Body",
    "Matcher",
    "Rule",
    "available",
    "body",
    "explainer_alone",
]

# The engine's own limits are 512 tests side by side (then it hangs), 64 rules that one fact passes at once
# (then it loses the fact) and 253 properties of a fact; ours keep a distance.
MAX_KINDS = 400
MAX_RULES_OF_KIND = 48
MAX_BITS = 120
MAX_RULES = 4000

Body = NewType("Body", str)
"""A fact as the engine takes it, without its place in the batch; made by `body` alone."""

_COUNT = "n"
_FULL = 4096
_names = itertools.count()
_alone: Final[ContextVar[bool]] = ContextVar("explainer alone", default=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """All of these bits must be set in a fact of this kind."""

    kind: int
    bits: tuple[int, ...]


def available() -> bool:
    """Whether the Rete engine can run here."""
    return _engine is not None and not _alone.get()


@contextmanager
def explainer_alone() -> Iterator[None]:
    """What is compiled and decided meanwhile does without the Rete engine: for packs that serve a few cases and go."""
    before = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(before)


def body(kind: int, bits: Sequence[bool], width: int) -> Body:
    """A fact of `kind`, which has `width` bits, with these; those that are not set are left out."""
    if len(bits) != width:
        raise InternalError(f"a fact of kind {kind} has {width} bits, not {len(bits)}")
    return Body(f'"k":{int(kind)}' + "".join([f',"b{i}":1' for i, bit in enumerate(bits) if bit]) + "}")


class Matcher:
    """One compiled set of rules and its session, for one case at a time; `Matchers` lends them."""

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
        self._known: dict[str, tuple[int, int]] = {}
        self._starts: list[str] = []
        self._ids: list[str] = []
        self.sound = True
        """Whether every case so far was taken whole."""
        self._fired = False
        self._engine, self._pid = _engine, os.getpid()
        self._handle = _engine.create_ruleset(f"tenderlaw{next(_names)}", json.dumps(definition))

    def body(self, kind: int, bits: Sequence[bool]) -> Body:
        """A fact of `kind` with these bits."""
        return body(kind, bits, self._widths[kind])

    def match(self, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        """Pairs of rule number and fact number: which fact fired which rule.

        Raises InternalError where the engine lost a fact or failed; the matcher is then of no further use.
        """
        if not self.sound:
            raise InternalError("an earlier case failed half-way in this matcher")
        number = len(bodies)
        if not number:  # the engine dereferences garbage on an empty batch
            return []
        if number > len(self._starts):
            self._number(number)
        batch = "[" + ",".join(map(operator.add, self._starts, bodies)) + "]"
        self.sound = False
        try:
            fired, counted = self._drained(batch)
            # a fact is retracted by its place alone
            self._engine.retract_facts(self._handle, "[" + ",".join(self._ids[:number]) + "]")
        except Exception as error:
            raise InternalError(f"the Rete engine failed: {error}") from error
        if counted != number:
            raise InternalError(f"{number} facts were asserted and the Rete engine took {counted}")
        self.sound = self._fired = True
        return fired

    def __del__(self, here: Callable[[], int] = os.getpid) -> None:
        """Give back what the engine holds; in a child process that is the parent's, and stays."""
        handle = getattr(self, "_handle", None)
        if handle is None or self._pid != here():
            return
        # To delete a session in which no rule ever fired frees garbage, and one in the midst of a case may. After a
        # whole case it is sound: every fact has fired the rule that counts, and nothing will ask this session again.
        if self.sound and self._fired:
            self._engine.delete_state(handle, "1")
        self._engine.delete_ruleset(handle)

    def _drained(self, batch: str) -> tuple[list[tuple[int, int]], int]:
        """What fired for a batch, and how many of its facts the engine counted."""
        engine, handle, known = self._engine, self._handle, self._known.get
        go_on = engine.complete_and_start_action
        _, state = engine.assert_facts(handle, batch)
        started = engine.start_action_for_state(handle, state)
        message: str | None = started[1] if started else None
        fired: list[tuple[int, int]] = []
        counted = 0
        while message:  # {"7":{"m":{"sid":"1","id":"0",...}}}: the rule, and the fact that fired it
            if message[2] == _COUNT:
                counted += 1
            else:
                fired.append(known(message) or self._parsed(message))
            message = go_on(handle, state)
        return fired, counted

    def _parsed(self, message: str) -> tuple[int, int]:
        """Rule and fact of a message; its reading is kept, for engine and facts repeat themselves."""
        parts = message.split('"', 12)
        if len(self._known) >= _FULL:
            self._known.clear()
        self._known[message] = firing = (int(parts[1]), int(parts[11]))
        return firing

    def _number(self, number: int) -> None:
        """Write out the places of that many facts, once for all cases to come."""
        for place in range(len(self._starts), number):
            self._starts.append(f'{{"sid":"1","id":"{place}",')
            self._ids.append(f'{{"sid":"1","id":"{place}"}}')


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
