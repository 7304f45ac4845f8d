"""The wall: nothing that the Rete engine is unsound at passes, and an unsound answer does not leave.

The names C1..C8 and W1..W16 number the engine's known faults; each test says which it keeps out.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import AS_OF, TINY, Given, any_conditions, cases, plan_of, records, typed

import tenderlaw
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import All, AnyOf, Condition
from tenderlaw.rules import rete
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.matchers import MOST
from tenderlaw.rules.rete import MAX_BITS, MAX_KINDS, MAX_RULES, MAX_RULES_OF_KIND, Body, Matcher, Rule
from tenderlaw.sources.faults import InternalError, PackInvalidError

SOURCES = sorted(Path(tenderlaw.__file__).parent.rglob("*.py"))
HERE = Path(__file__).resolve().parent
needs_engine = pytest.mark.skipif(not rete.available(), reason="durable_rules has no build for this Python")
needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads memory from /proc")

FACT = re.compile(r'\{"sid":"1","id":"(\d{1,6})","k":(\d{1,3})(,"b\d{1,3}":1)*\}')


class Recorder:
    """Passes everything on to the engine and keeps what passed."""

    def __init__(self, engine: object) -> None:
        self.engine = engine
        self.definitions: list[str] = []
        self.batches: list[str] = []
        self.at_once = 0
        """The most cases that one ruleset had at a time."""
        self._open: dict[int, int] = {}

    def create_ruleset(self, name: str, definition: str) -> int:
        self.definitions.append(definition)
        return self.engine.create_ruleset(name, definition)  # type: ignore[attr-defined, no-any-return]

    def assert_facts(self, handle: int, batch: str) -> object:
        self.batches.append(batch)
        self._open[handle] = self._open.get(handle, 0) + 1
        self.at_once = max(self.at_once, self._open[handle])
        return self.engine.assert_facts(handle, batch)  # type: ignore[attr-defined]

    def retract_facts(self, handle: int, batch: str) -> object:
        self._open[handle] -= 1
        return self.engine.retract_facts(handle, batch)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        calls = {"start_action_for_state", "complete_and_start_action", "delete_state", "delete_ruleset"}
        assert name in calls, name
        return getattr(self.engine, name)


class Fake:
    """An engine in Python: right, until it is told to fail in one of the ways of the real one."""

    def __init__(self) -> None:
        self.made = 0
        self.rules: dict[str, list[tuple[str, int]]] = {}
        self.queue: list[str] = []
        self.spoil: Callable[[list[str]], list[str]] = lambda firings: firings
        self.breaks: BaseException | None = None
        self.deleted: list[str] = []

    def delete_state(self, handle: int, _: str) -> None:
        self.deleted.append(f"state of {handle}")

    def delete_ruleset(self, handle: int) -> None:
        self.deleted.append(f"ruleset {handle}")

    def create_ruleset(self, _: str, definition: str) -> int:
        self.made += 1
        for name, rule in json.loads(definition).items():
            tests = rule["all"][0]["m"].get("$and", [])
            self.rules[name] = [next(iter(test.items())) for test in tests]
        return self.made

    def assert_facts(self, _: int, batch: str) -> tuple[int, int]:
        firings = [
            json.dumps({name: {"m": fact}}, separators=(",", ":"))
            for fact in json.loads(batch)
            for name, tests in self.rules.items()
            if all(fact.get(key) == value for key, value in tests)
        ]
        self.queue = self.spoil(firings)
        return 0, 1

    def start_action_for_state(self, _: int, __: int) -> tuple[str, str] | None:
        return ("{}", self.queue.pop(0)) if self.queue else None

    def complete_and_start_action(self, _: int, __: int) -> str | None:
        if self.breaks is not None:
            raise self.breaks
        return self.queue.pop(0) if self.queue else None

    def retract_facts(self, _: int, __: str) -> None:
        self.queue = []


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    out = Recorder(rete._engine)
    monkeypatch.setattr(rete, "_engine", out)
    return out


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    out = Fake()
    monkeypatch.setattr(rete, "_engine", out)
    return out


@pytest.fixture
def two_misconducts() -> tuple[Record, Record]:
    return records({"role": "tenderer", "misconduct": [{"grave": True}, {"grave": False}, {}]}, {})


GRAVE = ("misconduct", typed({"grave": True}, "misconduct"))


def grave(evaluator: Evaluator, case: tuple[Record, Record]) -> list[bool | None]:
    return evaluator.evaluate(*case, AS_OF).truths[0]


# What is never used: C1, C2, C3, W8 ----------------------------------------------------------------------


def test_one_module_speaks_to_the_engine() -> None:
    found = [path for path in SOURCES if re.search(r"import durable|from durable", path.read_text("utf-8"))]
    assert [path.name for path in found] == ["rete.py"]


@pytest.mark.parametrize("word", [r"durable\.", r"\bHost\b", r"engine\.Host"])
def test_the_dangerous_parts_of_the_engine_are_never_named(word: str) -> None:
    assert [path.name for path in SOURCES if re.search(word, path.read_text("utf-8"))] == []


def test_only_a_few_functions_of_the_engine_are_called() -> None:
    source = (Path(rete.__file__)).read_text("utf-8")
    assert set(re.findall(r"\bengine\.(\w+)|_engine\.(\w+)", source)) == {
        ("", "create_ruleset"),
        ("assert_facts", ""),
        ("start_action_for_state", ""),
        ("complete_and_start_action", ""),
        ("", "retract_facts"),
        ("", "delete_state"),
        ("", "delete_ruleset"),
    }


def test_a_session_is_deleted_only_where_the_engine_can_bear_it(fake: Fake) -> None:
    """C1: not where no rule ever fired, nor in the midst of a case. C2: not while anything else lives beside it."""
    never_used = Matcher([Rule(0, (0,))], {0: 1})
    del never_used
    assert fake.deleted == ["ruleset 1"]
    used = Matcher([Rule(0, (0,))], {0: 1})
    used.match([used.body(0, [True])])
    del used
    assert fake.deleted == ["ruleset 1", "state of 2", "ruleset 2"]
    failed = Matcher([Rule(0, (0,))], {0: 1})
    failed.match([failed.body(0, [True])])
    fake.breaks = RuntimeError("odd")
    with pytest.raises(InternalError) as raised:
        failed.match([failed.body(0, [True])])
    del failed, raised
    fake.breaks = None
    gc.collect()
    assert fake.deleted == ["ruleset 1", "state of 2", "ruleset 2", "ruleset 3"]


# What is emitted: C4, C5, C6, C7, W1, W2, W5, W9 to W16 --------------------------------------------------


def well_formed_rule(name: str, rule: object) -> bool:
    """One pattern, a kind first, then bits that are set: no join, no arithmetic, no negation, no option."""
    if not isinstance(rule, dict) or set(rule) != {"all"} or len(rule["all"]) != 1:
        return False
    (pattern,) = rule["all"]
    if set(pattern) != {"m"} or len(pattern["m"]) != 1:
        return False
    if name == "n":
        return bool(pattern["m"] == {"$ex": {"k": 1}})
    tests = pattern["m"].get("$and", [])
    first, *bits = [next(iter(test.items())) for test in tests if len(test) == 1]
    return (
        name.isdigit()
        and len(bits) + 1 == len(tests)
        and first[0] == "k"
        and type(first[1]) is int
        and 0 <= first[1] < MAX_KINDS
        and all(re.fullmatch(r"b\d{1,3}", key) and type(value) is int and value == 1 for key, value in bits)
    )


def check_what_passed(recorder: Recorder) -> None:
    for text in recorder.definitions:
        definition = json.loads(text)
        assert "n" in definition
        assert all(well_formed_rule(name, rule) for name, rule in definition.items())
    for batch in recorder.batches:
        assert FACT.fullmatch(batch[1:-1].partition("},")[0].rstrip("}") + "}")
        facts = json.loads(batch)
        assert facts, "an empty batch is never asserted"
        assert [fact["id"] for fact in facts] == [str(n) for n in range(len(facts))]
        assert "[" + ",".join(match[0] for match in FACT.finditer(batch)) + "]" == batch


@needs_engine
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions=st.lists(any_conditions(), min_size=1, max_size=3), case=cases)
def test_only_kinds_and_bits_pass(conditions: list[tuple[str | None, Condition]], case: tuple[Record, Record]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        recorder = Recorder(rete._engine)
        patch.setattr(rete, "_engine", recorder)
        Evaluator(plan_of(*conditions)).evaluate(*case, AS_OF)
        check_what_passed(recorder)


@needs_engine
@pytest.mark.parametrize("words", ['"}],{"sid":"2', "\u00e9\U0001f600\u2028", "x" * 9000, "0", "1e16", "\\"])
def test_no_word_of_a_user_passes(words: str, recorder: Recorder) -> None:
    operator: Given = {"role": "tenderer", "name": words, "lots": [words], "convictions": [{"court": words}]}
    asks = [("convictions", typed({"country": "AA"}, "convictions")), (None, typed({"lots": {"includes": words}}))]
    evaluator = Evaluator(plan_of(*asks))
    found = evaluator.evaluate(*records(operator, {}), AS_OF)
    assert found.truths[evaluator.plan.by_name["1"]] == [True]
    check_what_passed(recorder)
    assert not any(words in text for text in (*recorder.definitions, *recorder.batches) if len(words) > 1)


@needs_engine
def test_truths_and_nothing_else_become_bits(recorder: Recorder) -> None:
    matcher = Matcher([Rule(0, (0, 1))], {0: 2})
    strange: list[object] = ["1", "", 1.5, None, "abc", 2**70]
    for value in strange:
        matcher.match([matcher.body(0, [value, True])])  # type: ignore[list-item]
    check_what_passed(recorder)


def test_a_fact_has_all_its_bits(fake: Fake) -> None:
    matcher = Matcher([Rule(0, (0, 1))], {0: 2})
    for bits in ([], [True], [True, True, True]):
        with pytest.raises(InternalError, match="a fact of kind 0 has 2 bits, not"):
            matcher.body(0, bits)


def test_an_empty_case_is_never_asserted(recorder: Recorder, two_misconducts: tuple[Record, Record]) -> None:
    if not rete.available():
        pytest.skip("durable_rules has no build for this Python")
    assert Matcher([Rule(0, ())], {0: 0}).match([]) == []
    none = records({"role": "tenderer", "misconduct": []}, {})
    assert grave(Evaluator(plan_of(GRAVE)), none) == []
    assert recorder.batches == []


def test_without_a_rule_there_is_no_ruleset(fake: Fake, two_misconducts: tuple[Record, Record]) -> None:
    evaluator = Evaluator(plan_of(("misconduct", AnyOf(()))))
    assert grave(evaluator, two_misconducts) == [False, False, False]
    assert fake.made == 0


# Limits: C6, W5, table 1.3 -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "widths", "message"),
    [
        ([], dict.fromkeys(range(MAX_KINDS + 1), 1), "more than 400 kinds of fact"),
        ([Rule(n % 100, ()) for n in range(MAX_RULES + 1)], dict.fromkeys(range(100), 1), "or 4000 rules"),
        ([Rule(0, ())] * (MAX_RULES_OF_KIND + 1), {0: 1}, "more than 48 rules"),
        ([Rule(0, (0,))], {0: MAX_BITS + 1}, "or 120 bits"),
        ([Rule(0, (1,))], {0: 1}, "tests a bit that its facts do not have"),
        ([Rule(0, (-1,))], {0: 1}, "tests a bit that its facts do not have"),
    ],
)
def test_what_the_engine_would_hang_or_lose_facts_on_is_refused(
    fake: Fake, rules: list[Rule], widths: dict[int, int], message: str
) -> None:
    with pytest.raises(InternalError, match=message):
        Matcher(rules, widths)
    assert fake.made == 0


def test_the_limits_keep_a_distance_from_those_of_the_engine() -> None:
    assert MAX_KINDS + MAX_BITS < 512 + MAX_BITS, "tests side by side after one prefix"
    assert MAX_KINDS < 512
    assert 253 - len(("sid", "id", "k")) > MAX_BITS
    assert MAX_RULES_OF_KIND + len(("n", "k")) < 64
    assert MAX_RULES + 1 < 4096


@needs_engine
def test_at_the_limits_the_engine_is_right() -> None:
    widths = dict.fromkeys(range(MAX_KINDS), MAX_BITS)
    chance = random.Random(1)
    # one kind is as full as may be, with rules that all fire at once; the others share what is left
    counts = [MAX_RULES_OF_KIND, *[(MAX_RULES - MAX_RULES_OF_KIND) // (MAX_KINDS - 1)] * (MAX_KINDS - 1)]
    rules = [
        Rule(kind, () if kind == 0 else tuple(sorted(chance.sample(range(MAX_BITS), 3))))
        for kind, count in enumerate(counts)
        for _ in range(count)
    ]
    matcher = Matcher(rules, widths)
    facts = [(kind, [chance.random() < 0.8 for _ in range(MAX_BITS)]) for kind in range(MAX_KINDS)]
    assert sorted(matcher.match([matcher.body(*fact) for fact in facts])) == brute_force(rules, facts)


@needs_engine
def test_many_entries_in_one_case() -> None:
    matcher = Matcher([Rule(0, (0,)), Rule(0, (1,))], {0: 2})
    facts = [(0, [n % 2 == 0, n % 3 == 0]) for n in range(3000)]
    rules = [Rule(0, (0,)), Rule(0, (1,))]
    assert sorted(matcher.match([matcher.body(*fact) for fact in facts])) == brute_force(rules, facts)


def test_properties_whose_hashes_collide_are_refused(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rete._hash("p54848") == rete._hash("p179bb"), "the hash is not that of the engine"
    names = {rete._hash(name) for name in ("sid", "id", "$s", "k", *(f"b{n}" for n in range(MAX_BITS)))}
    assert len(names) == MAX_BITS + 4
    real = rete._hash
    monkeypatch.setattr(rete, "_hash", lambda name: 7 if name in ("b3", "b9") else real(name))
    Matcher([], {0: 9})
    with pytest.raises(InternalError, match="two property names have one hash"):
        Matcher([], {0: 10})


def test_a_condition_too_wide_for_the_wall_is_a_fault_of_the_pack() -> None:
    words = [typed({"procurement.cpv_codes": {"includes": f"{n}"}}) for n in range(MAX_BITS + 1)]
    assert len(plan_of((None, All(tuple(words[:MAX_BITS])))).rules) == 1
    with pytest.raises(PackInvalidError, match="too many alternatives"):
        plan_of((None, All(tuple(words))))


def test_too_many_alternatives_are_a_fault_of_the_pack() -> None:
    pairs = [AnyOf((typed({"lots": {"includes": f"{n}"}}), typed({"lots": {"includes": f"-{n}"}}))) for n in range(9)]
    assert len(plan_of((None, All(tuple(pairs[:8])))).rules) == 256
    with pytest.raises(PackInvalidError, match=r"0: the condition has too many alternatives \(at most 256; split"):
        plan_of((None, All(tuple(pairs))))


def test_more_rules_than_the_engine_takes_are_a_fault_of_the_pack() -> None:
    one = typed({"evidence_verified": True})
    with pytest.raises(PackInvalidError, match=f"more than {MAX_RULES} rules"):
        plan_of(*[(None, one)] * (MAX_RULES + 1))


# Lost facts and failures: W2, W3, W7, W8, W11 ------------------------------------------------------------


def lost_whole(firings: list[str]) -> list[str]:
    return [firing for firing in firings if '"id":"1"' not in firing]


def lost_rest(firings: list[str]) -> list[str]:
    return [firing for firing in firings if '"id":"0"' in firing]


def counted_twice(firings: list[str]) -> list[str]:
    return [*firings, *[firing for firing in firings if firing.startswith('{"n"')][:1]]


@pytest.mark.parametrize("spoil", [lost_whole, lost_rest, counted_twice, lambda _: []])
def test_a_lost_fact_is_noticed(fake: Fake, spoil: Callable[[list[str]], list[str]]) -> None:
    matcher = Matcher([Rule(0, (0,))], {0: 1})
    bodies = [matcher.body(0, [True])] * 3
    assert matcher.match(bodies) == [(0, 0), (0, 1), (0, 2)]
    fake.spoil = spoil
    with pytest.raises(InternalError, match="3 facts were asserted and the Rete engine took"):
        matcher.match(bodies)
    fake.spoil = lambda firings: firings
    assert not matcher.sound
    with pytest.raises(InternalError, match="an earlier case failed half-way"):
        matcher.match(bodies)


def test_what_the_engine_does_not_say_is_caught_by_the_explainer(
    fake: Fake, two_misconducts: tuple[Record, Record]
) -> None:
    evaluator = Evaluator(plan_of(GRAVE))
    assert grave(evaluator, two_misconducts) == [True, False, None]
    fake.spoil = lambda firings: [firing for firing in firings if firing.startswith('{"n"')]
    with pytest.raises(InternalError, match="the evaluators disagree on target"):
        grave(evaluator, two_misconducts)


def test_a_rule_that_fires_twice_gives_one_answer(fake: Fake, two_misconducts: tuple[Record, Record]) -> None:
    fake.spoil = lambda firings: [f for f in firings for _ in range(1 if f.startswith('{"n"') else 3)]
    evaluator = Evaluator(plan_of(GRAVE))
    assert grave(evaluator, two_misconducts) == [True, False, None]
    fake.spoil = lambda firings: firings[::-1]
    assert grave(evaluator, two_misconducts) == [True, False, None]


@pytest.mark.parametrize("error", [MemoryError("101"), RuntimeError("error code: 303"), KeyboardInterrupt()])
def test_a_matcher_that_failed_half_way_is_thrown_away(
    fake: Fake, error: BaseException, two_misconducts: tuple[Record, Record]
) -> None:
    evaluator = Evaluator(plan_of(GRAVE))
    grave(evaluator, two_misconducts)
    fake.breaks = error
    with pytest.raises(InternalError if isinstance(error, Exception) else type(error)):
        grave(evaluator, two_misconducts)
    fake.breaks = None
    assert grave(evaluator, two_misconducts) == [True, False, None]
    assert fake.made == 2


def test_without_the_engine_the_explainer_decides_alone(
    monkeypatch: pytest.MonkeyPatch, two_misconducts: tuple[Record, Record]
) -> None:
    monkeypatch.setattr(rete, "_engine", None)
    assert not rete.available()
    assert grave(Evaluator(plan_of(GRAVE)), two_misconducts) == [True, False, None]
    with pytest.raises(InternalError, match="not available on this Python"):
        Matcher([], {})


# The engine itself ---------------------------------------------------------------------------------------


def brute_force(rules: list[Rule], facts: list[tuple[int, list[bool]]]) -> list[tuple[int, int]]:
    return [
        (number, place)
        for number, rule in enumerate(rules)
        for place, (kind, bits) in enumerate(facts)
        if kind == rule.kind and all(bits[bit] for bit in rule.bits)
    ]


@st.composite
def rulesets(draw: st.DrawFn) -> tuple[dict[int, int], list[Rule]]:
    widths = dict(enumerate(draw(st.lists(st.integers(0, 12), min_size=1, max_size=4))))
    rule = st.sampled_from(sorted(widths)).flatmap(
        lambda kind: st.builds(
            Rule,
            st.just(kind),
            st.lists(st.integers(0, widths[kind] - 1), max_size=4, unique=True).map(tuple)
            if widths[kind]
            else st.just(()),
        )
    )
    return widths, draw(st.lists(rule, max_size=MAX_RULES_OF_KIND))


@needs_engine
@settings(max_examples=100, deadline=None)
@given(made=rulesets(), data=st.data())
def test_matcher_equals_brute_force(made: tuple[dict[int, int], list[Rule]], data: st.DataObject) -> None:
    widths, rules = made
    matcher = Matcher(rules, widths)
    fact = st.sampled_from(sorted(widths)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(st.booleans(), min_size=widths[kind], max_size=widths[kind]))
    )
    for facts in data.draw(st.lists(st.lists(fact, max_size=8), min_size=1, max_size=4)):
        found = matcher.match([matcher.body(*one) for one in facts])
        assert sorted(set(found)) == brute_force(rules, facts)


def written_out(kind: int, bits: list[bool]) -> Body:
    """A fact with every bit, those that are not set as 0."""
    return Body(f'"k":{kind}' + "".join(f',"b{n}":{1 if bit else 0}' for n, bit in enumerate(bits)) + "}")


@needs_engine
@settings(max_examples=150, deadline=None)
@given(made=rulesets(), data=st.data())
def test_a_bit_left_out_is_a_bit_that_is_not_set(made: tuple[dict[int, int], list[Rule]], data: st.DataObject) -> None:
    widths, rules = made
    matcher = Matcher(rules, widths)
    fact = st.sampled_from(sorted(widths)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(st.booleans(), min_size=widths[kind], max_size=widths[kind]))
    )
    facts = data.draw(st.lists(fact, min_size=1, max_size=8))
    sparse = [matcher.body(*one) for one in facts]
    dense = [written_out(*one) for one in facts]
    assert all(body.count('"b') == sum(bits) for body, (_, bits) in zip(sparse, facts, strict=True))
    assert sorted(matcher.match(sparse)) == sorted(matcher.match(dense)) == brute_force(rules, facts)


@needs_engine
def test_nothing_of_a_case_stays_in_the_session() -> None:
    engine = pytest.importorskip("durable_rules_engine")
    matcher = Matcher([Rule(0, (0,)), Rule(1, (1,))], {0: 3, 1: 3})
    fired = [matcher.match([matcher.body(n % 2, [True, True, False])] * n) for n in (7, 1, 30, 2)]
    assert [len(pairs) for pairs in fired] == [7, 1, 30, 2]
    held = json.loads(engine.get_facts(matcher._handle, "1"))
    assert [fact for fact in held if "k" in fact] == []


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@needs_engine
@needs_proc
def test_two_hundred_thousand_cases_leave_no_memory_behind() -> None:
    matcher = Matcher([Rule(0, (0,)), Rule(0, (1,)), Rule(1, (0, 1))], {0: 2, 1: 2})
    bodies = [matcher.body(kind, [a, b]) for kind in (0, 1) for a in (True, False) for b in (True, False)]
    some: list[list[Body]] = [[bodies[n % 8], bodies[n // 8]] if n % 3 else [bodies[n % 8]] for n in range(64)]
    first = [matcher.match(case) for case in some]
    before = 0
    for n in range(200_000):
        matcher.match(some[n & 63])
        if n == 20_000:
            before = resident()
    assert resident() - before < 5 * 2**20
    assert [matcher.match(case) for case in some] == first


CASES: list[Given] = [
    {"role": "tenderer", "misconduct": [{"grave": bool(n & 1)}] * (n % 4), "evidence_verified": bool(n & 2)}
    for n in range(8)
]
ASKED: list[tuple[str | None, Condition]] = [
    GRAVE,
    (None, typed({"count": "misconduct", "where": {"grave": True}, "at_least": 2})),
    (None, typed({"any": [{"evidence_verified": True}, {"some": "convictions"}]})),
]


def all_answers(evaluator: Evaluator) -> list[list[list[bool | None]]]:
    found = [evaluator.evaluate(*records(case, {}), AS_OF) for case in CASES]
    return [[answers.truths[n] for n in sorted(answers.truths)] for answers in found]


@needs_engine
def test_eight_threads_share_a_few_matchers_and_none_has_two_cases_at_a_time(recorder: Recorder) -> None:
    evaluator = Evaluator(plan_of(*ASKED))
    alone = all_answers(evaluator)
    together = threading.Barrier(8)

    def work() -> list[list[list[list[bool | None]]]]:
        together.wait(timeout=60)
        return [all_answers(evaluator) for _ in range(25)]

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work) for _ in range(8)]:
            assert all(found == alone for found in future.result(timeout=120))
    assert 1 <= len(recorder.definitions) <= MOST
    assert recorder.at_once == 1


@needs_engine
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_process_evaluates_what_its_parent_compiled(recorder: Recorder) -> None:
    evaluator = Evaluator(plan_of(*ASKED))
    expected = all_answers(evaluator)
    made = len(recorder.definitions)
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn where threads live
        child = os.fork()
    if child == 0:
        try:
            found = json.dumps([all_answers(evaluator), len(recorder.definitions)])
            os.write(write, found.encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        found, made_by_child = json.loads(pipe.read())
    assert os.waitpid(child, 0)[1] == 0
    assert found == expected
    assert made_by_child == made + 1, "the child makes a matcher of its own"
    assert all_answers(evaluator) == expected


@needs_engine
@pytest.mark.skipif("MALLOC_PERTURB_" in os.environ, reason="all of these tests are run so")
@pytest.mark.parametrize("where", ["test_wall.py", "test_laws.py"])
def test_the_engine_reads_no_memory_that_it_has_not_written(where: str) -> None:
    """Fresh and freed memory is filled with rubbish; what the engine then says must stay right."""
    names = "brute_force or many_entries or at_the_limits or oracle"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-o",
        "addopts=",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-k",
        names,
    ]
    environment = {**os.environ, "MALLOC_PERTURB_": "170", "PYTHONMALLOC": "malloc"}
    environment.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        [*command, "-p", "no:xdist", str(HERE / where)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert re.search(r"[1-9]\d* passed", done.stdout)


# What would tell us that the engine has changed ----------------------------------------------------------


@pytest.fixture
def fires() -> Iterator[Callable[[object, str], bool]]:
    engine = pytest.importorskip("durable_rules_engine", reason="durable_rules has no build for this Python")
    names = iter(range(100))

    def ask(test: object, fact: str) -> bool:
        """Whether a rule of this one test fires on this fact, by the engine itself."""
        handle = engine.create_ruleset(f"canary{next(names)}-{id(names)}", json.dumps({"r": {"all": [{"m": test}]}}))
        code, state = engine.assert_facts(handle, f'[{{"sid":"1","id":"1",{fact}}}]')
        started = engine.start_action_for_state(handle, state) if code == 0 else None
        return bool(started and started[1])

    yield ask


@pytest.mark.parametrize(
    ("test", "fact", "fired"),
    [
        ({"v": 1}, '"v":1', True),
        ({"v": 1}, '"v":0', False),
        ({"v": 1}, '"w":1', False),
        # known to be wrong, and the reason for the wall; if one of these changes, look at the wall again
        ({"v": 1}, '"v":"1"', True),
        ({"v": 1}, '"v":""', True),
        ({"v": 1}, '"v":true', True),
        ({"v": 1}, '"v":1.0', True),
        ({"$gt": {"v": 0}}, '"v":"abc"', True),
    ],
)
def test_canary_the_engine_compares_loosely(
    fires: Callable[[object, str], bool], test: object, fact: str, fired: bool
) -> None:
    assert fires(test, fact) is fired


def test_the_tiny_pack_compiles_whole() -> None:
    plan = plan_of(*[(ground.collection, ground.when) for ground in TINY.grounds])
    assert len(plan.rules) >= len(TINY.grounds)
