"""The process that watches: it starts the others, starts again what ended on its own, and ends all when it is asked.

SIGHUP has one of them read the packs anew, which the others follow. In a terminal it means that the window was closed:
there it ends all, as SIGTERM does.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO, Final

import orjson

from tenderlaw.service.processes.parts import Part

__all__ = ["Supervisor"]

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK: Final = 0.25
"""Seconds between two looks at the processes."""
_LONGEST: Final = 5.0
"""Seconds that a process which keeps ending waits for its next start, at most."""
_STEADY: Final = 3.0
"""Seconds after which a process that ends does not keep ending: it is started again at once."""


class _Running:
    """One part, in whichever process does it now."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.process: subprocess.Popen[bytes] | None = None
        self.ready = False
        """Whether it was ever ready, in whichever process."""
        self.number = 0
        """Of the process that was looked at last."""
        self.ends = 0
        """How often in a row it ended soon after its start."""
        self.starts_at = 0.0
        self._started = 0.0
        self._reading = -1
        self._line: IO[bytes] | None = None

    def start(self) -> None:
        self._reading, ready_on = os.pipe()
        os.set_blocking(self._reading, False)
        try:
            # -P: a file of the working folder never stands in for a module
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", self.part.module],
                stdin=subprocess.PIPE,
                pass_fds=(ready_on, *self.part.descriptors),
                start_new_session=True,  # Ctrl-C is for the one that watches, which tells the others
            )
        finally:
            os.close(ready_on)
        self._line, self._started = self.process.stdin, time.monotonic()
        with suppress(BrokenPipeError):  # it has ended already, as will be seen
            os.write(_descriptor(self._line), orjson.dumps({**self.part.told, "ready_on": ready_on}) + b"\n")

    def look(self) -> int | None:
        """Note whether it is ready; how it ended if it has."""
        if self.process is None:
            return None
        self._read()
        code, self.number = self.process.poll(), self.process.pid
        if code is not None:
            self._read()
            lasted = time.monotonic() - self._started
            self.ends = 1 if lasted > _STEADY else self.ends + 1
            self.starts_at = time.monotonic() + (0.0 if self.ends == 1 else min(_LONGEST, 2.0 ** (self.ends - 2)))
            self.close()
        return code

    def _read(self) -> None:
        if self._reading < 0:
            return
        try:
            self.ready = bool(os.read(self._reading, 1)) or self.ready
        except BlockingIOError:
            return
        os.close(self._reading)
        self._reading = -1

    def send(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)

    def close(self) -> None:
        """Let go of a process that has ended."""
        if self._line is not None:
            self._line.close()
        if self._reading >= 0:
            os.close(self._reading)
        self.process, self._line, self._reading = None, None, -1


class Supervisor:
    """Runs parts until a signal.

    `say` tells a person, `ready` is called once when all parts do their work, `ended` with the number of a process that
    is no more.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        say: Callable[[str], None],
        ready: Callable[[], None],
        ended: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._all = [_Running(part) for part in parts]
        self._say = say
        self._ready = ready
        self._ended = ended

    def run(self, patience: float) -> int:
        """Start all parts and stay until a signal; they then have `patience` seconds to end. The exit code."""
        with _signals() as heard:
            try:
                return self._watch(heard)
            finally:
                self._end(heard, patience)

    def _watch(self, heard: _Heard) -> int:
        told = False
        for one in self._all:
            one.start()
        while not heard.signals:
            if heard.reload:
                heard.reload = False
                self._reload()
            for one in self._all:
                code = one.look()
                if code is not None:
                    self._ended(one.number)
                    if not one.ready:
                        self._say(f"the {one.part.name} process ended while it started ({_way(code)}): everything ends")
                        return code if code > 0 else 70
                    again = one.starts_at - time.monotonic()
                    when = f" in {again:.0f} seconds" if again >= 1 else ""
                    self._say(f"the {one.part.name} process ended on its own ({_way(code)}): it is started again{when}")
                if one.process is None and time.monotonic() >= one.starts_at:
                    one.start()
            if not told and all(one.ready for one in self._all):
                told = True
                self._ready()
            heard.wait(_LOOK if told else 0.02)
        return 0

    def _reload(self) -> None:
        """Have one part that is at work read the packs anew."""
        able = [one for one in self._all if one.part.reloads and one.ready and one.process is not None]
        self._say("the packs are read anew" if able else "no process could read the packs anew: send SIGHUP again")
        for one in able[:1]:
            one.send(signal.SIGHUP)

    def _end(self, heard: _Heard, patience: float) -> None:
        before, until = len(heard.signals), time.monotonic() + patience
        for one in self._all:
            one.send(signal.SIGTERM)
        while any(one.process is not None and one.process.poll() is None for one in self._all):
            if time.monotonic() > until or len(heard.signals) > before:  # a second signal: at once
                for one in self._all:
                    one.send(signal.SIGKILL)
            heard.wait(0.05)
        for one in self._all:
            one.close()


class _Heard:
    """The signals that have come, and a pipe that wakes whoever waits for them."""

    def __init__(self) -> None:
        self.signals: list[int] = []
        self.reload = False
        self._closed_by_hangup = _in_terminal()
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        os.set_blocking(self.writing, False)

    def hear(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGHUP and not self._closed_by_hangup:
            self.reload = True
        else:
            self.signals.append(number)
        os.write(self.writing, b"!")

    def wait(self, seconds: float) -> None:
        if select.select([self.reading], [], [], seconds)[0]:
            os.read(self.reading, 64)


def _in_terminal() -> bool:
    """Whether closing a window would end us: there is one, and nobody has it that we stay (`nohup`)."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return False
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


@contextmanager
def _signals() -> Iterator[_Heard]:
    heard = _Heard()
    before = {number: signal.signal(number, heard.hear) for number in _SIGNALS}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(heard.reading)
        os.close(heard.writing)


def _descriptor(line: IO[bytes] | None) -> int:
    if line is None:
        raise AssertionError("a process that was given no pipe")
    return line.fileno()


def _way(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
