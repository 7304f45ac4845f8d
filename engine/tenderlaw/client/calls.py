"""How the service is called: a request out, an answer or a problem back, and nothing in between taken for either."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self, TypeAlias
from urllib.parse import quote

import httpx2

__all__ = ["Answered", "Calls", "Download", "ProblemError", "Upload"]

Upload: TypeAlias = bytes | tuple[str, bytes]
"""A file to be sent: its bytes, or a name and its bytes."""
Query: TypeAlias = Mapping[str, object]
_AGAIN: Final = ("/problems/busy", "/problems/rate-limited")
"""Problems of which nothing was begun: the same may be asked again."""
_LONGEST_WAIT: Final = 30.0
_LONGEST_WORK: Final = 600.0
"""Seconds for which it is waited until long work has ended."""


class ProblemError(Exception):
    """What the service refused, or failed in; never an outcome."""

    def __init__(self, status: int, said: Mapping[str, Any], request_id: str = "") -> None:
        self.status = status
        self.type = str(said.get("type", "about:blank"))
        """The kind of problem, such as `/problems/input-invalid`."""
        self.title = str(said.get("title", "no answer of the service"))
        self.detail = str(said.get("detail", ""))
        self.errors: tuple[Mapping[str, str], ...] = tuple(said.get("errors", ()))
        """What is wrong in the request: `pointer`, `detail`, `hint`."""
        self.request_id = request_id
        places = "; ".join(f"{one.get('pointer', '')}: {one.get('detail', '')}" for one in self.errors)
        super().__init__(": ".join(part for part in (f"{status} {self.title}", self.detail, places) if part))


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was answered."""

    data: bytes
    media_type: str
    name: str = ""


@dataclass(slots=True)
class Answered:
    """What came with the last answer that this thread had."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str | None:
        """The version of what was answered, to be given as `If-Match` with a change."""
        return self.headers.get("etag")

    @property
    def pack_set(self) -> str | None:
        """By which set of packs it was answered."""
        return self.headers.get("pack-set")

    @property
    def location(self) -> str | None:
        """Where what was made stands."""
        return self.headers.get("location")


class Calls:
    """A connection to a service. Threads may share it."""

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        timeout: float = 60.0,
        retries: int = 3,
        http: httpx2.Client | None = None,
    ) -> None:
        """`http` is a client of one's own, with proxies or certificates; it is not closed with this one."""
        self._url = url.rstrip("/")
        self._own = http is None
        self._http = http or httpx2.Client(timeout=timeout, follow_redirects=False)
        self._headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._retries = retries
        self._local = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        if self._own:
            self._http.close()

    @property
    def last(self) -> Answered:
        """What came with the last answer that this thread had: its status, its ETag, its set of packs."""
        found: Answered = getattr(self._local, "last", None) or Answered()
        return found

    def call(  # noqa: PLR0913 - a request has many parts
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        json: object = None,
        content: bytes | None = None,
        content_type: str | None = None,
        files: Mapping[str, Upload | list[Upload] | None] | None = None,
        form: Mapping[str, object] | None = None,
    ) -> httpx2.Response:
        """Send a request, again where nothing was begun. Raises ProblemError for whatever is no answer."""
        sent: dict[str, Any] = {
            "params": _query(query),
            "headers": {**self._headers, **_given(headers), **({"Content-Type": content_type} if content_type else {})},
        }
        if json is not None:
            sent["json"] = json
        if content is not None:
            sent["content"] = content
        if files is not None:
            sent["files"], sent["data"] = _files(files), _given(form)
        for attempt in range(self._retries + 1):
            response = self._http.request(method, self._url + path, **sent)
            problem = _problem_of(response)
            if problem is None:
                self._local.last = Answered(response.status_code, dict(response.headers))
                return response
            wait = _wait(response, problem)
            if wait is None or attempt == self._retries:
                raise problem
            time.sleep(wait)
        raise AssertionError

    def waited(self, response: httpx2.Response) -> httpx2.Response:
        """The answer itself, or where it is long work (202), the file that comes of it. Raises ProblemError."""
        if response.status_code != httpx2.codes.ACCEPTED:
            return response
        place, until = response.headers["location"], time.monotonic() + _LONGEST_WORK
        while (said := self.call("GET", place)).json()["state"] in ("waiting", "running"):
            if time.monotonic() > until:
                raise ProblemError(
                    said.status_code, {"detail": f"the work has not ended: ask `{place}` later"}, _id(said)
                )
            time.sleep(float(said.headers.get("retry-after", "1")))
        if said.json()["state"] != "done":
            raise ProblemError(said.status_code, said.json()["problem"] or {"title": "the work was ended"}, _id(said))
        return self.call("GET", f"{place}/file")

    @contextmanager
    def stream(
        self, method: str, path: str, *, query: Query | None, content: bytes, content_type: str
    ) -> Iterator[Any]:
        """Send a request and read the answer as it comes."""
        headers = {**self._headers, "Content-Type": content_type}
        with self._http.stream(
            method, self._url + path, params=_query(query), headers=headers, content=content
        ) as response:
            if not response.is_success:
                response.read()
            if (problem := _problem_of(response)) is not None:
                raise problem
            yield response


def members(needed: Mapping[str, object], free: Mapping[str, object]) -> dict[str, object]:
    """The members of a body: those that must be there, and of the others those that were given."""
    return {**needed, **{name: value for name, value in free.items() if value is not None}}


def step(value: object) -> str:
    """A step of a path, whatever it holds."""
    return quote(str(value), safe="")


def json_of(response: httpx2.Response) -> Any:  # noqa: ANN401 - the caller names the type
    """The value that an answer holds. Raises ProblemError where it holds none."""
    if response.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ProblemError(response.status_code, {"detail": "the answer is no JSON"}, _id(response))
    return response.json()


def download_of(response: httpx2.Response) -> Download:
    """The file that an answer holds."""
    said = response.headers.get("content-disposition", "")
    name = said.partition('filename="')[2].rstrip('"') if 'filename="' in said else ""
    return Download(response.content, response.headers.get("content-type", "").partition(";")[0], name)


def _problem_of(response: httpx2.Response) -> ProblemError | None:
    if response.is_success or response.status_code == httpx2.codes.NOT_MODIFIED:
        return None
    said: object = {}
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        try:
            said = response.json()
        except ValueError:
            said = {}
    return ProblemError(response.status_code, said if isinstance(said, dict) else {}, _id(response))


def _id(response: httpx2.Response) -> str:
    found: str = response.headers.get("x-request-id", "")
    return found


def _wait(response: httpx2.Response, problem: ProblemError) -> float | None:
    """How long to wait before the same is asked again; None where that may not be."""
    said = response.headers.get("retry-after", "")
    if problem.type not in _AGAIN or not said.isdigit() or float(said) > _LONGEST_WAIT:
        return None
    return float(said)


def _query(given: Query | None) -> tuple[tuple[str, str], ...]:
    """What was given, lists one by one."""
    out: list[tuple[str, str]] = []
    for name, value in (given or {}).items():
        for one in value if isinstance(value, list | tuple) else () if value is None else (value,):
            out.append((name, _word(one)))
    return tuple(out)


def _word(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _given(values: Mapping[str, object] | None) -> dict[str, Any]:
    """What was given, as words."""
    return {
        name: [_word(one) for one in value] if isinstance(value, list) else _word(value)
        for name, value in (values or {}).items()
        if value is not None
    }


def _files(files: Mapping[str, Upload | list[Upload] | None]) -> list[tuple[str, tuple[str, bytes]]]:
    out: list[tuple[str, tuple[str, bytes]]] = []
    for name, held in files.items():
        for one in held if isinstance(held, list) else () if held is None else (held,):
            out.append((name, one if isinstance(one, tuple) else (name, one)))
    return out
