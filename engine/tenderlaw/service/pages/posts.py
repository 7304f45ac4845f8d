"""What a form brought: its fields and files, read within limits, and only from a page of ours."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.bodies import read_raw, wrong_type
from tenderlaw.service.http.csrf import FIELD, need_same_origin
from tenderlaw.service.http.problems import Problem

__all__ = ["Posted", "Upload", "came_from", "posted"]

_MOST_FIELDS: Final = 2_000
_URLENCODED: Final = "application/x-www-form-urlencoded"
_OF_PAGES: Final = frozenset(["path", "was", "to", "once", "revision", "entry", "from", "kind", "in", "make", "as_of"])
"""Fields that a page fills in by itself."""
_MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    """Its name without any folder; it names nothing on this machine."""
    data: bytes


@dataclass(frozen=True)
class Posted(Mapping[str, str]):
    """The fields of a form as they were typed; one that was not sent is not there."""

    fields: Mapping[str, tuple[str, ...]]
    uploads: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def all_of(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may have several."""
        return self.fields.get(name, ())

    def file(self, name: str) -> Upload | None:
        """The file of a field that takes one; None where none was sent."""
        return next(iter(self.uploads.get(name, ())), None)

    @property
    def to_read(self) -> list[str]:
        """What of it a person reads again: what they typed or chose, without what the page itself has put in."""
        return [value for name, value in self.typed if name not in _OF_PAGES and value]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person typed or chose, in order, without the token: to be shown again."""
        return [(name, value) for name, values in self.fields.items() if name != FIELD for value in values]


async def posted(request: Request) -> Posted:
    """The form of a request, read once. Raises Problem for one that is too large, or is no form."""
    found = getattr(request.state, "posted", None)
    if not isinstance(found, Posted):
        found = await _read(request)
        request.state.posted = found
    return found


async def came_from(request: Request, who: Caller) -> Posted:
    """The form of a request that comes from a page of this session. Raises Problem for any other."""
    form = await posted(request)
    need_same_origin(request, desk_of(request).settings)
    right, given = who.form or "", form.get(FIELD, "")
    if not right or not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
        raise Problem("other-site", "the form is too old, or not ours")
    return form


async def _read(request: Request) -> Posted:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    settings = desk_of(request).settings
    if kind == _URLENCODED:
        data = await read_raw(request, settings.max_body)
        try:
            pairs = parse_qsl(
                data.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
            )
        except ValueError as error:  # bytes that are no text are that, too
            raise Problem("malformed", "the form cannot be read") from error
        return Posted(_fields(pairs))
    if kind == _MULTIPART:
        return await _parts(request, await read_raw(request, settings.max_upload))
    raise wrong_type(_URLENCODED)


async def _parts(request: Request, data: bytes) -> Posted:
    """Fields and files of a form whose bytes were read, so that all of it is within the limit."""

    async def receive() -> Message:
        return {"type": "http.request", "body": data, "more_body": False}

    try:
        form = await Request(request.scope, receive).form(max_files=20, max_fields=_MOST_FIELDS)
    except HTTPException as error:
        raise Problem("malformed", "the form cannot be read") from error
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    files: dict[str, tuple[Upload, ...]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.filename:  # a field that was left empty comes without a name
            plain = PurePosixPath(value.filename.replace("\\", "/")).name
            files[name] = (*files.get(name, ()), Upload(plain, await value.read()))
    await form.close()
    return Posted(_fields(pairs), files)


def _fields(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if "\0" in value:
            raise Problem("malformed", "a field holds a character that no text has")
        plain = value.replace("\r\n", "\n")
        fields[name] = (*fields.get(name, ()), plain)
    return fields
