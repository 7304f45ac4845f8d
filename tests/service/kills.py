"""A service that is killed again and again while callers write to it.

python tests/service/kills.py --kills 200 --database postgresql      # or sqlite; prints what was found
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from service.databases import Postgres, postgresql_bin
from service.serving import serving
from service.storms import Storm, kept

_CALLERS = 3
_MOST = 12
"""Acknowledgements from a start to the next kill, at most, besides those of the time that follows."""
_LONGEST = 0.4
"""Seconds from the last of these to the kill, at most."""


@dataclass
class Done:
    """What a run came to."""

    kills: int = 0
    acknowledged: int = 0
    open: int = 0
    refused: int = 0


def killed_again_and_again(
    folder: Path,
    database: str,
    kills: int,
    chance: random.Random,
    *,
    together: int = 40,
    forked: bool = True,
    tell: Callable[[Done], object] = lambda _: None,
) -> Done:
    """Kill a service under load as often as wanted; AssertionError at the first thing lost or half done.

    Of `tenderlaw serve` one process or another is killed, and the one that watches starts it again; `forked` does
    without the wait for that. Every `together` kills it is all, and the database is looked at before the next start.
    """
    storm, done = Storm(kept(folder, database)), Done()
    while done.kills < kills:
        until = threading.Event()
        with serving(folder, database, settings=storm.kept.settings, forked=forked) as one:
            storm.again(one.address)
            callers = storm.blow(one.address, _CALLERS, until)
            try:
                for number in range(min(together, kills - done.kills), 0, -1):
                    storm.more(chance.randint(1, _MOST))
                    time.sleep(chance.uniform(0.0, _LONGEST))
                    one.kill_some(chance) if number > 1 else one.kill()
                    done.kills += 1
            finally:
                until.set()
                for caller in callers:
                    caller.join()
        storm.check()
        done.acknowledged, done.open, done.refused = len(storm.acknowledged), len(storm.opened), len(storm.refused)
        tell(done)
    with serving(folder, database, settings=storm.kept.settings, forked=forked) as one:
        storm.again(one.address)
    storm.check()
    return done


def _print(done: Done) -> None:
    print(done, flush=True)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--whole", action="store_true", help="`tenderlaw serve` itself, with its start each time")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="tenderlaw-kills-") as name:
        folder, server = Path(name), None
        url = f"sqlite:///{folder / 'tenderlaw.sqlite'}"
        if asked.database == "postgresql":
            programs = postgresql_bin()
            if programs is None:
                sys.exit("no PostgreSQL is installed here")
            server = Postgres(programs)
            url = server.url(server.create())
        try:
            chance, whole = random.Random(asked.seed), asked.whole
            killed_again_and_again(
                folder, url, asked.kills, chance, forked=not whole, tell=lambda one: print(one, flush=True)
            )
        finally:
            if server is not None:
                server.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
