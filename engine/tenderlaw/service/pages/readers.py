"""Who may read a page: whoever is signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

__all__ = ["Reader"]


async def _reader(request: Request) -> str:
    return "nobody"


Reader = Annotated[str, Depends(_reader)]
