"""A typed client of the service's API. It imports nothing else of the package, and needs `httpx2` alone.

    from tenderlaw.client import Client

    with Client("https://tenders.example.org", key="tlk_...") as client:
        decision = client.decide_case(facts={...}, as_of="2026-02-01", packs=["eu-2014-24"])
        print(decision["outcome"])

A refusal is raised as a `ProblemError`; nothing that is not an answer of the service is taken for one. `api` and
`types` are made from the OpenAPI document; a test holds them to it.
"""

from tenderlaw.client.api import Client
from tenderlaw.client.batches import BatchEndedError, decide_many
from tenderlaw.client.calls import Answered, Calls, Download, ProblemError, Upload

__all__ = ["Answered", "BatchEndedError", "Calls", "Client", "Download", "ProblemError", "Upload", "decide_many"]
