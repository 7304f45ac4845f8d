"""The log: a line of JSON an event, of closed fields that hold no personal data.

A line says which route answered, how, in what time, by which request id. It never says what was asked: no path with
its values, no query, no body, no name, no address of a caller. Of an error it says the kind and the places in the
program, not its words, which may quote facts.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import orjson

from tenderlaw.sources.faults import PackInvalidError

__all__ = ["LOGGER", "JsonLines", "log_event", "set_up_logging", "where_raised"]

LOGGER: Final = logging.getLogger("tenderlaw.service")
_FIELDS: Final = frozenset(
    (
        "request_id", "method", "route", "status", "ms", "bytes_in", "bytes_out", "kind", "where", "pack_set", "count",
        "job", "job_kind", "state", "webhook", "attempt", "version", "workers", "dialect", "outcome", "trace_id",
        "faults",
    )
)  # fmt: skip
"""What a line may say besides the event; anything else is dropped."""


class JsonLines(logging.Formatter):
    """A line of JSON a record. Of records of others the message is kept, the arguments' errors are not told."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        fields: object = getattr(record, "tenderlaw", None)
        if isinstance(fields, Mapping):
            said |= {name: value for name, value in fields.items() if name in _FIELDS}
        if record.exc_info and record.exc_info[1] is not None:
            said |= where_raised(record.exc_info[1])
        return orjson.dumps(said, default=lambda _: None).decode("utf-8")


def log_event(level: int, event: str, **fields: object) -> None:
    """Write a line; `event` is a constant of the program, never made of what a caller said."""
    LOGGER.log(level, event, extra={"tenderlaw": fields})


def where_raised(error: BaseException) -> dict[str, object]:
    """The kind of an error and the places that it passed, without its words; of a faulty pack what is wrong with it."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    where = [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    said: dict[str, object] = {"kind": type(error).__name__, "where": where}
    if isinstance(error, PackInvalidError):  # it speaks of files of packs, and of nobody
        said["faults"] = [str(fault) for fault in error.faults[:20]]
    return said


def _module(file: str) -> str:
    return "/".join(file.replace("\\", "/").split("/")[-3:])


def set_up_logging(level: str) -> None:
    """Lines of JSON on standard error, ours and those of the server; its lines about requests are left to ours."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("tenderlaw", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler] if name != "uvicorn.error" else []
        logger.setLevel(level.upper())
        logger.propagate = name == "uvicorn.error"
    quiet = logging.getLogger("uvicorn.access")
    quiet.handlers, quiet.propagate = [], False
