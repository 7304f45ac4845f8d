"""The service, in a process that is started anew as soon as it is killed: forked, with everything read and compiled.

    python tests/service/nest.py      # the settings of the environment; prints where it answers

For tests that kill it hundreds of times. What answers is what `tenderlaw serve` starts, without its start.
"""

from __future__ import annotations

import os
import signal
import sys

import uvicorn

from tenderlaw.service.app import create_app
from tenderlaw.service.pack_sets import PackSets, installed_set
from tenderlaw.service.processes.beginning import record_of
from tenderlaw.service.processes.listening import address_of, listening
from tenderlaw.service.processes.web import config_of
from tenderlaw.service.settings import settings_from
from tenderlaw.store.database import open_database


def main() -> None:
    """Answer until SIGTERM, whoever kills what answers."""
    settings = settings_from(os.environ)
    packs = installed_set()
    packs.warm()
    # nothing is opened yet: each child has connections and threads of its own
    database = open_database(settings.database_url, connections=settings.threads + 1)
    app = create_app(settings, database=database, record=record_of(settings), packs=PackSets(packs))
    door = listening("127.0.0.1", 0)
    sys.stdout.write(f"ready: {address_of(door, '127.0.0.1')}\n")
    sys.stdout.flush()
    child = 0

    def end(*_: object) -> None:
        os.kill(child, signal.SIGKILL)
        os._exit(0)

    while True:
        child = os.fork()
        if child == 0:
            uvicorn.Server(config_of(app, settings)).run(sockets=[door])
            os._exit(0)
        signal.signal(signal.SIGTERM, end)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
