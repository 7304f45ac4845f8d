"""The API under `/v1`.

Each file is a router; whoever adds one names it in `ROUTERS`.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from tenderlaw.service.accounts import coming_in
from tenderlaw.service.api import (
    batches,
    clauses,
    decisions,
    description,
    documents,
    imports,
    interviews,
    jobs,
    keys,
    packs,
    people,
    redlines,
    screenings,
    tenants,
    webhooks,
)

__all__ = ["ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = (
    decisions.router,
    decisions.about_law,
    batches.router,
    packs.router,
    clauses.router,
    documents.router,
    redlines.router,
    imports.router,
    interviews.router,
    description.router,
    tenants.router,
    people.router,
    keys.router,
    jobs.router,
    screenings.router,
    webhooks.router,
    coming_in.router,
)
"""Every router of the API."""
