"""Routes whose JSON bodies come in by the door: an endpoint takes a model, and what it is given was read strictly."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.bodies import BODY, read_json_body, read_raw, wrong_type

__all__ = ["LIMIT", "DoorRoute", "limit_of"]

LIMIT: Final = "tenderlaw.max_body"
"""Where a request's limit stands in its scope, if the endpoint names one of its own."""


def limit_of(request: Request) -> int:
    """How many bytes the body of this request may have."""
    own: object = request.scope.get(LIMIT)
    return own if isinstance(own, int) else desk_of(request).settings.max_body


class _DoorRequest(Request):
    """A request whose JSON is read strictly, once."""

    async def body(self) -> bytes:
        """The bytes; of JSON, whether it may be read is looked at first."""
        if not hasattr(self, "_body"):
            if "content-type" not in self.headers:  # where a body may be left out
                nothing = await read_raw(self, limit_of(self))
                if not nothing:
                    self._body = nothing
                    return nothing
                raise wrong_type()
            self._parsed = await read_json_body(self, limit_of(self))
            self.scope[BODY] = self._parsed
            self._body = b"{}"  # what is asked next is `json`
        return self._body

    async def json(self) -> Any:  # noqa: ANN401 - as Starlette has it
        """The value, its numbers exact."""
        await self.body()
        return self._parsed


class DoorRoute(APIRoute):
    """A route that reads JSON by the door; one that takes forms, files or nothing is as ever."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which gets a request of ours."""
        inner = super().get_route_handler()
        takes_json = self.body_field is not None and not self.takes_form

        async def handle(request: Request) -> Response:
            return await inner(_DoorRequest(request.scope, request.receive) if takes_json else request)

        return handle

    @property
    def takes_form(self) -> bool:
        """Whether its body is a form."""
        field = self.body_field
        return field is not None and isinstance(field.field_info, Form)
