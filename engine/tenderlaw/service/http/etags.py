"""Versions of things: strong ETags, answers that need not be sent again, changes of what was seen (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.http.problems import Problem

__all__ = ["etag", "need_match", "not_modified", "same_as_seen"]

_TAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def etag(*parts: object) -> str:
    """The strong ETag of what these tell apart: a revision, digests, the language of an answer."""
    return '"' + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40] + '"'


def _tags(header: str) -> list[str]:
    return _TAG.findall(header)


def same_as_seen(request: Request, tag: str) -> bool:
    """Whether the caller has this version already: `If-None-Match`, by the weak comparison."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    return header.strip() == "*" or tag in [one.removeprefix("W/") for one in _tags(header)]


def not_modified(tag: str, cache: str = "private, no-cache") -> Response:
    """The answer to whoever has this version already."""
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": cache})


def need_match(request: Request, tag: str) -> None:
    """Raise Problem unless the caller changes the version that it saw: 428 without `If-Match`, 412 for another one."""
    header = request.headers.get("if-match")
    if header is None:
        raise Problem("condition-missing", "`If-Match` is missing: the ETag of what you saw")
    if header.strip() != "*" and tag not in _tags(header):
        raise Problem("changed", "somebody has changed it since you saw it", headers={"ETag": tag})
