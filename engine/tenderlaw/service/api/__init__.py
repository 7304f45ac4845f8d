"""The API under `/v1`.

Each file is a router; whoever adds one names it in `ROUTERS`.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from tenderlaw.service.accounts import coming_in
from tenderlaw.service.api import (
    batches,
    bidders,
    clauses,
    decisions,
    description,
    documents,
    endings,
    imports,
    interviews,
    issued,
    jobs,
    keys,
    list_searches,
    open_questions,
    packs,
    people,
    procurements,
    records,
    redlines,
    screenings,
    steps,
    tenants,
    verifications,
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
    procurements.router,
    bidders.router,
    steps.router,
    issued.router,
    open_questions.router,
    list_searches.router,
    endings.router,
    records.router,
    verifications.router,
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
