"""The files that browsers load: style, script, fonts and the mark. All come from here, none from elsewhere.

Each is asked for with its digest in the address, so that a browser may keep it for a year and still sees a change.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["FOLDER", "STATIC", "StaticFilesKept", "asset"]

FOLDER: Final = Path(__file__).parent / "static"
STATIC: Final = "/static"
"""Where the files are asked for."""
_KEPT: Final = "public, max-age=31536000, immutable"
_ASKED_AGAIN: Final = "public, max-age=3600"


@cache
def asset(name: str) -> str:
    """The address of a file, with its digest."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{STATIC}/{name}?v={digest}"


class StaticFilesKept(StaticFiles):
    """The files of the folder; what is asked for by its digest may be kept for good."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that there is none."""
        response = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"") or path.startswith("fonts")
        response.headers["Cache-Control"] = _KEPT if named else _ASKED_AGAIN
        return response
