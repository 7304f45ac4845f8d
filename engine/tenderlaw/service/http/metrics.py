"""What Prometheus reads. Labels are route templates and words of closed lists: no id, no name, no tenant."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from tenderlaw.service.desk import Desk

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of a process."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self.requests = Counter(
            "requests", "Requests answered.", ("method", "route", "status"), registry=own, namespace="tenderlaw"
        )
        self.seconds = Histogram(
            "request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=own, namespace="tenderlaw"
        )
        self.decisions = Counter("decisions", "Decisions made.", ("outcome",), registry=own, namespace="tenderlaw")
        self.decide_seconds = Histogram(
            "decide_seconds", "Time to decide.", buckets=_SECONDS, registry=own, namespace="tenderlaw"
        )
        self.disagreements = Counter(
            "evaluator_disagreements", "Decisions refused by the engine itself.", registry=own, namespace="tenderlaw"
        )
        # of several processes the one that answered last says these
        last: Any = {"registry": own, "namespace": "tenderlaw", "multiprocess_mode": "livemostrecent"}
        self.reload_failures = Gauge("pack_reload_failures", "Sets of packs that were refused.", **last)
        self.waiting = Gauge("desk_places_taken", "Requests at work or waiting for a thread.", **last)
        self.ready = Gauge("ready", "1 while the process is ready.", **last)

    def text(self, desk: Desk) -> bytes:
        """All of them, in the text form."""
        self.waiting.set(desk.taken)
        self.ready.set(1 if desk.ready else 0)
        self.reload_failures.set(desk.packs.failures)
        return generate_latest(_of_all_processes() or self.registry)


def _of_all_processes() -> CollectorRegistry | None:
    """The counters of all processes that answer, where there are several: whichever is asked says the sum."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return None
    all_of_them = CollectorRegistry()
    MultiProcessCollector(all_of_them, path=folder)  # type: ignore[no-untyped-call]
    return all_of_them
