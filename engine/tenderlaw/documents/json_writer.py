"""JSON of the model: everything the document says, for programs."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date

from tenderlaw.documents.model import Document
from tenderlaw.sources.printing import printable

__all__ = ["plain_data", "to_json"]


def to_json(document: Document) -> str:
    """The model as JSON, keys sorted, control characters escaped. Each element names its kind under `type`."""
    return printable(json.dumps(plain_data(document), ensure_ascii=False, indent=2, sort_keys=True)) + "\n"


def plain_data(value: object) -> object:
    """A value of the model as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        told = (one for one in fields(value) if not one.metadata.get("beside"))
        data: dict[str, object] = {one.name: plain_data(getattr(value, one.name)) for one in told}
        return {"type": type(value).__name__, **data}
    if isinstance(value, tuple | list):
        return [plain_data(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)
