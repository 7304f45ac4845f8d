"""Files that a person sends: an ESPD Response, a case. Read whole, within limits, or refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from tenderlaw.facts.operator import ROLES, Role
from tenderlaw.facts.pasted import unfolded
from tenderlaw.interop.espd import EspdReading, read_response_bytes
from tenderlaw.service.pages.engine_words import unread
from tenderlaw.service.pages.forms.errors import FormInvalidError
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Upload
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.text import text_of
from tenderlaw.sources.tree import read_json, read_yaml

__all__ = ["espd_in", "facts_in_case"]

_CASES: Final = (".yaml", ".yml", ".json")
_MOST_FAULTS: Final = 5
_PARTS: Final[Mapping[str, type]] = {"procurement": dict, "operator": dict, "entities": list}
"""What a case is made of."""


def facts_in_case(upload: Upload, language: str) -> dict[str, dict[str, object]]:
    """The facts of a case file as plain data, unchecked. Raises FormInvalidError for what is none."""
    name = upload.name.lower()
    if not name.endswith(_CASES):
        raise FormInvalidError("file", said("errors.file_kind", language, kinds=", ".join(_CASES)))
    try:
        text = text_of(upload.data, upload.name)
        source = unfolded(read_json(text, upload.name) if name.endswith(".json") else read_yaml(text, upload.name))
    except InputInvalidError as error:
        raise _unread(error, language) from error
    data = source.data
    if not isinstance(data, dict) or not all(isinstance(data.get(name, kind()), kind) for name, kind in _PARTS.items()):
        raise FormInvalidError("file", said("errors.file_no_case", language))
    return cast("dict[str, dict[str, object]]", data)


def espd_in(upload: Upload, role: str | None, language: str) -> EspdReading:
    """What an ESPD Response says. Raises FormInvalidError where it cannot be read."""
    if not upload.name.lower().endswith(".xml"):
        raise FormInvalidError("file", said("errors.file_kind", language, kinds=".xml"))
    stated = cast("Role", role) if role in ROLES else None
    try:
        return read_response_bytes(upload.data, upload.name or "espd", stated)
    except InputInvalidError as error:
        raise _unread(error, language) from error


def _unread(error: InputInvalidError, language: str) -> FormInvalidError:
    return FormInvalidError("file", unread(error.faults[:_MOST_FAULTS], language))
