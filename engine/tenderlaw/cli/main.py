"""The door of the `tenderlaw` command: whatever happens behind it, a person gets a sentence and a documented exit code.

It imports nothing of weight: from its first line on, an interruption ends the command with a line and no traceback.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

from tenderlaw.cli.exits import INPUT_INVALID, INTERNAL, INTERRUPTED
from tenderlaw.cli.streams import show_safely

if TYPE_CHECKING:
    from types import FrameType

    from tenderlaw.sources.faults import Fault

__all__ = ["run"]


class _Interrupted(BaseException):
    """Somebody pressed Ctrl-C. Not KeyboardInterrupt, which others catch and end in their own ways."""


def _interrupt(_: int, __: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who presses it again waits for nothing
    raise _Interrupted


def _is_interrupted() -> bool:
    """Whether somebody has pressed Ctrl-C: code in other languages may swallow what the handler raises."""
    return signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def run() -> None:
    """Run the command and end the process."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no plugin has a say in what facts are
    gc.set_threshold(200_000)  # models are made once and stay; looking for what can go would be a tenth of a short run
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # whoever started us to go on in the background
            signal.signal(signal.SIGINT, _interrupt)
        show_safely()
        code = _flushed(_code())
        if _is_interrupted():
            raise _Interrupted
    except (_Interrupted, KeyboardInterrupt):
        code = INTERRUPTED
        if sys.stderr is not None:
            sys.stderr.write("interrupted\n")
    if "duckdb" not in sys.modules:  # which tells of everything that was not taken back
        gc.freeze()  # the system takes the memory back at once; an ending interpreter would look through all of it
    sys.exit(code)


def _code() -> int | str | None:
    """Run the command; the exit code."""
    from tenderlaw.sources.faults import InputInvalidError, TenderlawError  # noqa: PLC0415

    try:
        if sys.stdout is None:  # what is opened next would take its place, and be written over
            raise InputInvalidError([_output_fault("is closed")])
        from tenderlaw.cli.app import app  # noqa: PLC0415

        app()
    except SystemExit as ended:
        return ended.code
    except Exception as error:  # the last door: no traceback passes it
        if _is_interrupted():
            return INTERRUPTED
        from tenderlaw.cli.output import report  # noqa: PLC0415

        found = error
        if isinstance(error, OSError) and error.filename is None:  # a write, and the only one outside of files
            _write_nowhere()
            found = InputInvalidError([_output_fault(f"cannot be written: {error.strerror}")])
        # where standard output itself cannot be written, the message goes to standard error
        report(found, as_json="--json" in sys.argv and sys.stdout is not None and not isinstance(error, OSError))
        return found.exit_code if isinstance(found, TenderlawError) else INTERNAL
    return 0


def _flushed(code: int | str | None) -> int | str | None:
    """The exit code, once everything is written that was to be printed."""
    if sys.stdout is None:
        return code
    try:
        sys.stdout.flush()
    except OSError as error:
        _write_nowhere()
        sys.stderr.write(f"{_output_fault(f'cannot be written: {error.strerror}')}\n")
        return INPUT_INVALID
    return code


def _write_nowhere() -> None:
    """Whatever is left to be written to standard output is written nowhere."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output_fault(message: str) -> Fault:
    from tenderlaw.sources.faults import Fault  # noqa: PLC0415

    return Fault("standard output", 0, 0, "", message)


if __name__ == "__main__":
    run()
