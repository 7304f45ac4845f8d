"""The process that does long work: documents to print, screenings, webhooks."""

from __future__ import annotations

import threading

from tenderlaw.service.http.logs import set_up_logging
from tenderlaw.service.processes.parts import Told, watched
from tenderlaw.service.processes.settled import settings_told

__all__ = ["do"]


def do(told: Told) -> None:
    """Work until the process is asked to end."""
    settings = settings_told(told.said)
    set_up_logging(settings.log_level)
    gone = threading.Event()
    watched(gone.set)
    told.ready()
    gone.wait()
