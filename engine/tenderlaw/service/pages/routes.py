"""Every page there is, and the files that browsers load; put on the application by `add_pages`."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI

from tenderlaw.service.pages import (
    administration,
    bidders,
    checking,
    company,
    comparison,
    decisions,
    documents,
    duties,
    entries,
    issued,
    library,
    lists,
    packs,
    procurements,
    questionnaire,
    record,
    retention,
    screening,
    sign_in,
    steps,
    webhooks,
)
from tenderlaw.service.pages.assets import STATIC, StaticFilesKept
from tenderlaw.service.pages.problem_pages import page_of_problem

__all__ = ["ROUTERS", "add_pages"]

ROUTERS: Final[tuple[APIRouter, ...]] = (
    sign_in.router,
    procurements.router,
    bidders.router,
    questionnaire.router,
    checking.router,
    entries.router,
    decisions.router,
    comparison.router,
    documents.router,
    issued.router,
    steps.router,
    lists.router,
    packs.router,
    library.router,
    company.router,
    duties.router,
    record.router,
    retention.router,
    screening.router,
    administration.router,
    webhooks.router,
)
"""In the order in which addresses are looked for."""


def add_pages(app: FastAPI) -> None:
    """Gives an application its pages."""
    app.mount(STATIC, StaticFilesKept(), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.state.page_of_problem = page_of_problem
