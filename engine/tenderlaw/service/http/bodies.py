"""The door for bodies: what JSON leaves open is refused here, so that what is decided is what a client sent.

Repeated keys, NaN and Infinity, half characters and those that no document can show, nesting beyond reason, another
type than JSON, more than the limit. Numbers stay exact: 0.1 is a decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from starlette.requests import Request

from tenderlaw.service.http.pointers import places_of, pointer_of
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.printing import UNWRITABLE
from tenderlaw.sources.tree import MAX_DEPTH, Data, read_json

__all__ = ["BODY", "is_json", "json_of", "read_json_body", "read_raw", "wrong_type"]

BODY: Final = "tenderlaw.body"
"""Where what was read stands in the scope of a request: faults are told by it."""
_CHARSETS: Final = ("utf-8", "utf8", "us-ascii")


def is_json(content_type: str) -> bool:
    """Whether a `Content-Type` is that of JSON: `application/json` or one that ends in `+json`, in UTF-8."""
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    charsets = [
        value.strip(' "').lower()
        for name, _, value in (one.partition("=") for one in parameters.split(";"))
        if name.strip().lower() == "charset"
    ]
    right = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    return right and all(one in _CHARSETS for one in charsets)


def json_of(data: bytes, name: str = "body") -> Data:
    """The value that a text of JSON holds. Raises Problem for whatever it may not be."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("malformed", "the body is not UTF-8 text") from error
    try:
        value = read_json(text, name).data
    except InputInvalidError as error:
        first = error.faults[0]
        where = f", line {first.line}, column {first.column}" if first.line else ""
        raise Problem("malformed", f"the body {first.message}{where}", places_of(error.faults)) from error
    if _deeper(value, MAX_DEPTH):
        raise Problem("malformed", f"the body is nested deeper than {MAX_DEPTH} levels")
    # of facts their models say it, with all else that is wrong with them
    asked = {one: inner for one, inner in value.items() if one != "facts"} if isinstance(value, dict) else value
    if _may_hold_unwritable(text) and (places := list(islice(_unwritable(asked, ()), _MOST))):
        raise Problem("input-invalid", "", places)
    return value


_MOST: Final = 100
_UNWRITABLE: Final = re.compile(f"[{UNWRITABLE}]")
_ESCAPED: Final = re.compile(r"\\u(?:00[01789]|[fF][dD][dDeE]|[fF]{3})")


def _may_hold_unwritable(text: str) -> bool:
    """Whether a body is to be looked through; almost none is. Most such characters JSON takes as escapes alone."""
    return "\x7f" in text or bool(_ESCAPED.search(text)) or (not text.isascii() and bool(_UNWRITABLE.search(text)))


def _unwritable(value: Data, steps: tuple[str | int, ...]) -> Iterator[Place]:
    """The places of texts that hold a character which no document can show."""
    if isinstance(value, str):
        if found := _UNWRITABLE.search(value):
            yield Place(pointer_of(steps), f"holds the character U+{ord(found[0]):04X}, which no document can show")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if _UNWRITABLE.search(name):
                yield Place(pointer_of(steps), "holds a name with a character which no document can show")
            yield from _unwritable(inner, (*steps, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _unwritable(inner, (*steps, number))


def _deeper(value: Data, limit: int) -> bool:
    """Whether lists and groups stand within one another beyond a limit; level by level, without recursion."""
    level: list[Data] = [value]
    for _ in range(limit + 1):
        inner: list[Data] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend([held for held in one.values() if isinstance(held, dict | list)])
            elif isinstance(one, list):
                inner.extend([held for held in one if isinstance(held, dict | list)])
        if not inner:
            return False
        level = inner
    return True


async def read_raw(request: Request, limit: int) -> bytes:
    """The whole body. Raises Problem where it is larger than the limit; nothing more of it is read then."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem("wrong-type", "a body is sent as it is, without `Content-Encoding`")
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and len(said) < 20 and int(said) > limit:
        raise _too_large(limit)
    held, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        held.append(part)
    return b"".join(held)


async def read_json_body(request: Request, limit: int) -> Data:
    """The value that a request carries as JSON. Raises Problem."""
    if not is_json(request.headers.get("content-type", "")):
        raise wrong_type()
    data = await read_raw(request, limit)
    if not data.strip():
        raise Problem("input-invalid", "the body is empty", [Place("", "a JSON object is asked for")])
    return json_of(data)


def wrong_type(accepted: str = "application/json") -> Problem:
    """The problem of a body that is not of the type asked for."""
    return Problem("wrong-type", f"the body must be of `Content-Type: {accepted}`", headers={"Accept": accepted})


def _too_large(limit: int) -> Problem:
    size = f"{limit / 2**20:g} MiB" if limit >= 2**20 else f"{limit:,} bytes"
    return Problem("too-large", f"the body is larger than {size}", headers={"Connection": "close"})
