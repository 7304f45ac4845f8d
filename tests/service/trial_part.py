"""A process of a service that only waits: `as` it is told, it ends at once, ends later, or does not end on SIGTERM."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from tenderlaw.service.processes.parts import began, watched

told = began()
place, how = Path(str(told.said["place"])), told.said["as"]
(place / f"{os.getpid()}.pid").touch()
if how == "unable":
    sys.exit(7)
if how == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if how == "hears":
    signal.signal(signal.SIGHUP, lambda *_: (place / "heard").touch())
gone = threading.Event()
watched(gone.set)
told.ready()
if how == "short" and len(list(place.glob("*.pid"))) == 1:
    sys.exit(3)
while not gone.is_set():
    time.sleep(0.01)
(place / f"{os.getpid()}.left").touch()
