"""The API under `/v1`.

Each file is a router; whoever adds one names it in `ROUTERS`.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

__all__ = ["ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = ()
"""Every router of the API."""
