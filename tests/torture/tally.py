"""What an attack came to: inputs tried, and what must stay zero."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tenderlaw.sources.faults import InternalError, TenderlawError

SECONDS = 20
"""Longer than this an input of a few kilobytes may not take."""


class HangError(Exception):
    """An input took too long."""


@dataclass
class Tally:
    """Counts of one attack; `examples` are the first of what went wrong."""

    attack: str
    tried: int = 0
    crashes: int = 0
    hangs: int = 0
    wrong: int = 0
    lost: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.crashes or self.hangs or self.wrong or self.lost)

    def note(self, kind: str, example: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.examples) < 5:
            self.examples.append(f"{kind}: {example}")

    def attempt(self, what: Callable[[], object], example: str) -> object:
        """Try one input: our own errors are answers, anything else is a crash."""
        self.tried += 1
        try:
            with within(SECONDS):
                return what()
        except HangError:
            self.note("hangs", example)
        except InternalError as error:
            self.note("crashes", f"{example}: {error}")
        except TenderlawError:
            pass
        except (Exception, RecursionError):
            self.note("crashes", f"{example}: {traceback.format_exc(limit=-2)}")
        return None


@contextmanager
def within(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def table(tallies: list[Tally]) -> str:
    """The table that stands in the docs."""
    lines = ["| attack | tried | crashes | hangs | wrong answers | lost files |", "|---|---|---|---|---|---|"]
    lines += [f"| {t.attack} | {t.tried:,} | {t.crashes} | {t.hangs} | {t.wrong} | {t.lost} |" for t in tallies]
    return "\n".join(lines)
