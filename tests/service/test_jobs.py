"""Long work: taken by one worker, taken up again when it dies, ended when asked, and never counted twice."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from service.accounts_held import Held, held_in
from tenderlaw.record.faults import ErasedError
from tenderlaw.record.verify import verify
from tenderlaw.service.accounts.acts import NotFoundError, RefusedError
from tenderlaw.service.accounts.tenants import change_tenant
from tenderlaw.service.jobs import bench as benches
from tenderlaw.service.jobs.bench import Bench, new_folder, swept_folders
from tenderlaw.service.jobs.blobs import PART, SealedFile, keep, keep_all
from tenderlaw.service.jobs.book import (
    ATTEMPTS,
    MOST_WAITING,
    Job,
    ask_to_cancel,
    beaten,
    claimed,
    ended,
    entered,
    given_back,
    is_work,
    job_of,
    jobs,
)
from tenderlaw.service.jobs.housekeeping import kept_house
from tenderlaw.service.jobs.outcomes import problem_kept
from tenderlaw.service.jobs.worker import Worker
from tenderlaw.service.pack_sets import PackSets, installed_set
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.store import tables


@pytest.fixture
def held(database_url: str) -> Iterator[Held]:
    with held_in(database_url) as one:
        yield one


def enter(held: Held, tenant: str = "north", kind: str = "count") -> Job:
    held.clock.on(seconds=1)
    with held.writing() as connection:
        return entered(connection, held.act(tenant), kind, {"to": 3})


def take(held: Held) -> Job | None:
    with held.writing() as connection:
        return claimed(connection, held.clock())


def state(held: Held, job: Job) -> Job:
    with held.database.reading() as connection:
        return job_of(connection, job.tenant, job.job)


def test_of_many_who_come_at_once_one_takes_a_piece_of_work(held: Held) -> None:
    known = {enter(held).job for _ in range(6)}
    taken: list[str] = []

    def come() -> None:
        while (one := take(held)) is not None:
            taken.append(one.job)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(known)


def test_a_tenant_with_much_work_does_not_keep_others_waiting(held: Held) -> None:
    for _ in range(3):
        enter(held, "north")
    late = enter(held, "south")
    assert [one.tenant for one in (take(held), take(held), take(held)) if one] == ["north", "south", "north"]
    assert state(held, late).state == "running"


def test_work_whose_worker_fell_silent_is_taken_up_again_and_the_first_counts_no_longer(held: Held) -> None:
    enter(held)
    first = take(held)
    assert first is not None and take(held) is None
    held.clock.on(seconds=25)
    with held.writing() as connection:
        assert beaten(connection, first, held.clock(), 1, 3) == "on"
    held.clock.on(seconds=25)
    assert take(held) is None
    held.clock.on(seconds=10)
    second = take(held)
    assert second is not None and (second.job, second.attempts, second.done) == (first.job, 2, 0)
    with held.writing() as connection:
        assert beaten(connection, first, held.clock(), 2, 3) == "lost"
        assert not ended(connection, first, held.clock(), "done", result={"by": "first"})
        assert ended(connection, second, held.clock(), "done", result={"by": "second"})
    assert state(held, first).result == {"by": "second"}


def test_work_that_kills_its_workers_is_given_up(held: Held) -> None:
    one = enter(held)
    for _ in range(ATTEMPTS):
        assert take(held) is not None
        held.clock.on(minutes=2)
    assert take(held) is None
    found = state(held, one)
    assert found.state == "failed" and found.problem is not None and "3 times" in str(found.problem["detail"])


def test_a_worker_that_is_asked_to_end_gives_its_work_back_as_it_was(held: Held) -> None:
    enter(held)
    for _ in range(ATTEMPTS + 1):  # it does not count as an attempt
        held.clock.on(seconds=1)
        one = take(held)
        assert one is not None and one.attempts == 1
        with held.writing() as connection:
            given_back(connection, one)


def test_a_clock_that_was_put_back_leaves_no_dead_work_lying(held: Held) -> None:
    enter(held)
    assert take(held) is not None
    held.clock.on(hours=-2)
    again = take(held)
    assert again is not None and again.attempts == 2


def test_work_is_ended_where_it_waits_and_asked_to_end_where_it_runs(held: Held) -> None:
    one, two = enter(held), enter(held)
    assert take(held) is not None
    with held.writing() as connection:
        assert ask_to_cancel(connection, held.act(), two.job).state == "cancelled"
        running = ask_to_cancel(connection, held.act(), one.job)
        assert (running.state, running.cancel_asked) == ("running", True)
        assert beaten(connection, running, held.clock(), 1, 3) == "cancel"
        with pytest.raises(NotFoundError):
            ask_to_cancel(connection, held.act("south"), one.job)
    held.clock.on(minutes=2)  # its worker died before it heard
    assert take(held) is None and state(held, one).state == "cancelled"


def test_much_work_of_one_tenant_is_refused_and_its_list_goes_page_by_page(held: Held) -> None:
    every = [enter(held) for _ in range(5)]
    with held.database.reading() as connection:
        first = jobs(connection, "north", limit=3)
        rest = jobs(connection, "north", before=(first[-1].created_at, first[-1].job), limit=3)
        assert [one.job for one in first + rest] == [one.job for one in reversed(every)]
        assert jobs(connection, "south") == [] and jobs(connection, "north", kind="other") == []
    with held.writing() as connection:
        for _ in range(MOST_WAITING - 5):
            entered(connection, held.act(), "count", {})
        with pytest.raises(RefusedError):
            entered(connection, held.act(), "count", {})
        entered(connection, held.act("south"), "count", {})


def test_a_file_is_kept_sealed_in_parts_and_read_from_any_place(held: Held) -> None:
    data = bytes(range(256)) * (PART // 256 * 2 + 100)
    vault, database = held.record.vault, held.database
    with held.writing() as connection:
        small = keep(connection, vault, "north", "job_a", io.BytesIO(b"abc"))
    large = keep_all(database, vault, "north", "job_a", io.BytesIO(data))
    assert (small.size, large.size) == (3, len(data))
    file = SealedFile(database, vault, large)
    assert file.read() == data and file.read(1) == b""
    for at in (0, 5, PART - 3, 2 * PART + 10, len(data) - 4):
        file.seek(at)
        assert file.read(7) == data[at : at + 7]
    file.seek(-4, io.SEEK_END)
    assert file.read() == data[-4:] and SealedFile(database, vault, small).read() == b"abc"
    with database.reading() as connection:
        rows = connection.execute(select(tables.blob)).all()
    assert len(rows) == 4 and all(bytes(range(64)) not in row.sealed for row in rows)


def packs() -> PackSets:
    return PackSets(installed_set())


def worker(held: Held, **kinds: object) -> Worker:
    return Worker(held.database, held.record, packs(), Settings(), kinds=kinds, beat=0.02)  # type: ignore[arg-type]


def test_a_worker_does_work_and_says_how_far_it_is_and_how_it_ended(held: Held) -> None:
    seen: list[Path] = []

    def count(bench: Bench) -> Mapping[str, object]:
        (bench.folder / "clear").write_text("secret")
        seen.append(bench.folder)
        for number in range(bench.job.request["to"]):
            bench.report(number, 3)
        until = time.monotonic() + 5
        while state(held, bench.job).done != 2 and time.monotonic() < until:
            time.sleep(0.01)
        bench.report(3, 3)
        return {"counted": state(held, bench.job).done}

    one = enter(held)
    assert worker(held, count=count).once()
    found = state(held, one)
    assert (found.state, found.result, found.done, found.total) == ("done", {"counted": 2}, 3, 3)
    assert not seen[0].exists() and not worker(held).once()


@pytest.mark.parametrize("why", ["cancel", "stop"])
def test_work_hears_that_it_is_to_end(held: Held, why: str) -> None:
    at_it = worker(held)

    def endless(bench: Bench) -> Mapping[str, object]:
        if why == "stop":
            at_it.stop()
        else:
            with held.writing() as connection:
                ask_to_cancel(connection, held.act(), bench.job.job)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            bench.report(0, None)
            time.sleep(0.01)
        return {}

    at_it.kinds = {"count": endless}
    one = enter(held)
    at_it.once()
    assert state(held, one).state == {"cancel": "cancelled", "stop": "waiting"}[why]


def test_work_that_says_nothing_is_broken_off_by_a_signal(held: Held) -> None:
    """As a process does that ends, or whose work is to be cancelled: a long step is not waited for."""
    at_it = worker(held)
    at_it.wake = lambda: os.kill(os.getpid(), signal.SIGUSR1)

    def silent(bench: Bench) -> Mapping[str, object]:
        with held.writing() as connection:
            ask_to_cancel(connection, held.act(), bench.job.job)
        time.sleep(20)
        return {}

    at_it.kinds = {"count": silent}
    one = enter(held)
    before = signal.signal(signal.SIGUSR1, lambda *_: at_it.break_off())
    try:
        began = time.monotonic()
        at_it.once()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert time.monotonic() - began < 15
    assert state(held, one).state == "cancelled"
    at_it.break_off()  # nothing is at work


def test_what_failed_is_told_to_its_tenant_with_every_fault_and_nobody_else_reads_it(held: Held) -> None:
    def fail(_: Bench) -> Mapping[str, object]:
        raise InputInvalidError([Fault("list.csv", 3, 0, "name", "`Anna Müller` is no number")])

    def crash(_: Bench) -> Mapping[str, object]:
        raise ValueError("Anna Müller")

    one, two, three = enter(held), enter(held, kind="crash"), enter(held, kind="unheard of")
    at_it = worker(held, count=fail, crash=crash)
    assert [at_it.once() for _ in range(4)] == [True, True, True, False]
    assert {state(held, each).state for each in (one, two, three)} == {"failed"}
    with held.database.reading() as connection:
        assert "Anna" not in str(connection.execute(select(tables.job)).all())
    said = problem_kept(held.database, held.record, state(held, one))
    assert said is not None and said["type"] == "/problems/input-invalid"
    assert said["errors"] == [{"place": "name", "detail": "`Anna Müller` is no number", "hint": ""}]


def test_files_of_work_are_erased_by_the_tenants_rule_and_not_before(held: Held) -> None:
    with held.writing() as connection:
        change_tenant(connection, held.act(), settings={"retention_days": 30})
    one = enter(held)
    kept = keep_all(held.database, held.record.vault, "north", one.job, io.BytesIO(b"facts"))
    worker(held, count=lambda _: {}).once()
    for _ in range(29):
        held.clock.on(days=1)
        assert kept_house(held.database, held.record) == 0
    assert SealedFile(held.database, held.record.vault, kept).read() == b"facts"
    held.clock.on(days=1)
    kept_house(held.database, held.record)
    with pytest.raises(ErasedError):
        SealedFile(held.database, held.record.vault, kept).read()
    assert [entry["actor"] for entry in held.entries(kind="erasure")] == ["system"]
    kept_house(held.database, held.record)
    assert len(held.entries(kind="erasure")) == 1 and state(held, one).state == "done"
    with held.database.reading() as connection:
        for tenant in ("north", "south"):
            verified = verify(connection, tenant, vault=held.record.vault)
            assert verified.intact and verified.signed == verified.size > 0, "what was done since is signed"


def test_a_clock_that_jumps_ahead_erases_nothing_until_it_has_gone_on_from_there_for_days(held: Held) -> None:
    with held.writing() as connection:
        change_tenant(connection, held.act(), settings={"retention_days": 30})
    one = enter(held)
    keep_all(held.database, held.record.vault, "north", one.job, io.BytesIO(b"facts"))
    worker(held, count=lambda _: {}).once()

    def erased_after(days: float) -> int:
        held.clock.on(days=days)
        return kept_house(held.database, held.record)

    # the first look is measured by the newest entry; one more jump, ahead or back, and the days begin anew
    assert [erased_after(days) for days in (4000, 1, 1, 1, -2, 1, 1, 1, 1.5, 1, 1, 1)] == [0] * 12
    assert erased_after(1) == 1


def test_what_a_killed_worker_left_in_the_clear_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benches.tempfile, "tempdir", str(tmp_path))
    dead, alive = new_folder(4_000_000), new_folder(7)
    other = tmp_path / "tenderlaw-work-note"
    other.mkdir()
    assert dead.stat().st_mode & 0o077 == 0
    assert swept_folders(lambda process: process == 7) == 1
    assert not dead.exists() and alive.exists() and other.exists()


def test_a_worker_runs_until_it_is_told_to_stop(held: Held) -> None:
    done = threading.Event()

    def count(_: Bench) -> Mapping[str, object]:
        done.set()
        return {}

    at_it = worker(held, count=count)
    enter(held)
    thread = threading.Thread(target=at_it.run)
    thread.start()
    assert done.wait(10)
    at_it.stop()
    thread.join(10)
    assert not thread.is_alive()
    with held.database.reading() as connection:
        assert not is_work(connection, held.clock())
