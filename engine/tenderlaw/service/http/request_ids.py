"""An id for each request, by which whoever runs the service finds it in the log. It says nothing of anybody."""

from __future__ import annotations

import re
import secrets
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers

__all__ = ["HEADER", "begin", "request_id"]

HEADER: Final = "X-Request-Id"
_KEY: Final = "tenderlaw.request_id"
_FORM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def begin(scope: MutableMapping[str, Any]) -> str:
    """The id that the caller or a proxy gave, if it is of a form that can do no harm in a log; else one of our own."""
    said = Headers(scope=scope).get(HEADER, "")
    found = said if _FORM.fullmatch(said) else secrets.token_hex(12)
    scope[_KEY] = found
    return found


def request_id(scope: MutableMapping[str, Any]) -> str:
    """The id of the request."""
    found: object = scope.get(_KEY)
    return found if isinstance(found, str) else "none"
