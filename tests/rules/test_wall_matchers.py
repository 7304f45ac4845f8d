"""Matchers are few whatever the number of threads, end with their regime, and outlive forks and failures."""

from __future__ import annotations

import gc
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import load_packs
from tenderlaw.rules import rete
from tenderlaw.rules.matchers import MOST, Matchers
from tenderlaw.rules.rete import Body, Matcher, Rule
from tenderlaw.sources.faults import InternalError

pytestmark = [
    pytest.mark.skipif(not rete.available(), reason="durable_rules has no build for this Python"),
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads memory from /proc"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # later Pythons warn of a fork where threads live
]

CASE = {
    "procurement": {"decision_on": "2026-02-01"},
    "operator": {"role": "tenderer", "name": "Any", "misconduct": []},
}
WIDE = [Rule(kind, (bit, (bit + 7) % 30)) for kind in range(8) for bit in range(30)]
WIDTHS = dict.fromkeys(range(8), 30)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def bodies(pool: Matchers) -> list[Body]:
    return [pool.body(kind, [True] * 30) for kind in (0, 3)]


@pytest.fixture
def pool() -> Matchers:
    return Matchers(WIDE, WIDTHS)


def in_threads(number: int, work: Callable[[], object], at_once: int) -> None:
    for _ in range(number // at_once):
        threads = [threading.Thread(target=work) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive()


def test_short_threads_and_bursts_of_them_leave_memory_flat(pool: Matchers) -> None:
    def work() -> None:
        assert len(pool.match(bodies(pool))) == 60

    in_threads(48, work, 24)
    before = resident()
    in_threads(600, work, 1)
    in_threads(10 * 24, work, 24)
    assert len(pool) <= MOST
    assert resident() - before < 4 * 2**20


def test_a_pool_that_ends_gives_back_what_the_engine_held() -> None:
    def once() -> None:
        pool = Matchers(WIDE, WIDTHS)
        pool.match(bodies(pool))

    for _ in range(5):
        once()
    before = resident()
    for _ in range(60):  # some 4 MB each
        once()
    assert resident() - before < 8 * 2**20


def test_a_matcher_that_nobody_used_can_end_too() -> None:
    for _ in range(50):
        Matcher(WIDE, WIDTHS)


def test_a_regime_ends_with_its_last_user_and_its_matchers_with_it() -> None:
    regime = Regime.of(load_packs(["eu-2014-24"])["eu-2014-24"])
    matchers = weakref.ref(regime.evaluator._matchers)
    decision = decide(CASE, packs=[regime], detailed=True)
    assert decision.json() == decide(CASE, packs=["eu-2014-24"], detailed=True).json()
    assert matchers() is not None
    del regime, decision
    gc.collect()
    assert matchers() is None, "nothing that was kept for another case keeps a regime"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    honest, due = Matcher._drained, list[BaseException]()

    def drained(self: Matcher, batch: str) -> tuple[list[tuple[int, int]], int]:
        if due:
            raise due.pop()
        return honest(self, batch)

    monkeypatch.setattr(Matcher, "_drained", drained)
    yield due


@pytest.mark.parametrize("error", [RuntimeError("odd"), KeyboardInterrupt()])
def test_a_matcher_that_failed_is_thrown_away(
    pool: Matchers, failing: list[BaseException], error: BaseException
) -> None:
    first = pool.match(bodies(pool))
    held = [weakref.ref(one) for one in pool._there]
    for _ in range(3 * MOST):
        failing.append(error)
        with pytest.raises((InternalError, KeyboardInterrupt)) as raised:
            pool.match(bodies(pool))
        del raised
    error.__traceback__ = error.__context__ = error.__cause__ = None
    gc.collect()
    assert [one() for one in held] == [None]
    assert pool.match(bodies(pool)) == first
    assert len(pool) == 1


def test_a_thread_that_waits_goes_on_where_every_matcher_failed(pool: Matchers, failing: list[BaseException]) -> None:
    def work() -> int:
        try:
            return len(pool.match(bodies(pool)))
        except InternalError:
            return 0

    failing.extend(RuntimeError("odd") for _ in range(20))
    with ThreadPoolExecutor(12) as threads:
        found = [future.result(timeout=60) for future in [threads.submit(work) for _ in range(100)]]
    assert sorted(set(found)) == [0, 60]
    assert found.count(0) == 20


def test_a_matcher_lost_with_its_thread_is_made_again(pool: Matchers) -> None:
    """An interruption can fall between taking a matcher and using it; nobody then gives it back."""
    for _ in range(3 * MOST):
        pool.match(bodies(pool))
        pool._idle.get_nowait()
    gc.collect()
    assert len(pool.match(bodies(pool))) == 60


def child_of(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_while_others_decide_and_write_json_leaves_a_child_that_can(pool: Matchers) -> None:
    decision, done = decide(CASE, packs=["eu-2014-24"]), threading.Event()
    expected = decision.json()

    def busy() -> None:
        while not done.is_set():
            pool.match(bodies(pool))
            decide(CASE, packs=["eu-2014-24"]).json()

    def again() -> None:
        assert len(pool.match(bodies(pool))) == 60
        assert decide(CASE, packs=["eu-2014-24"]).json() == expected

    threads = [threading.Thread(target=busy, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    children = [child_of(again) for _ in range(25)]
    watch = threading.Timer(60, lambda: [os.kill(child, 9) for child in children])
    watch.start()
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 25
    watch.cancel()
    done.set()
    for thread in threads:
        thread.join(timeout=60)
