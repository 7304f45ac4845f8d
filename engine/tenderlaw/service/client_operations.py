"""Operations of the OpenAPI document as methods of the client."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from tenderlaw.service.client_types import type_of

__all__ = ["Operation", "method_of", "operations_of"]

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that a method takes."""

    name: str
    """As the service has it."""
    annotation: str
    required: bool

    @property
    def word(self) -> str:
        """As Python has it."""
        found = re.sub(r"\W", "_", self.name).lower()
        return f"{found}_" if found in ("from", "self", "class", "import", "global", "pass") else found


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation, as far as a method needs to know it."""

    name: str
    method: str
    path: str
    says: str
    steps: tuple[Given, ...]
    query: tuple[Given, ...]
    headers: tuple[Given, ...]
    body: tuple[Given, ...] = ()
    """The members of a JSON object."""
    whole: Given | None = None
    """A JSON body that is no object."""
    files: tuple[Given, ...] = ()
    form: tuple[Given, ...] = ()
    content: str | None = None
    """The media type of a body of bytes."""
    answers: str = "None"
    waits: bool = False
    """Whether the file that it answers may come of long work."""


def operations_of(description: Mapping[str, Any]) -> list[Operation]:
    """Every operation, in the order of paths."""
    found = []
    schemas = description["components"]["schemas"]
    for path, operations in sorted(description["paths"].items()):
        for method in _METHODS:
            if method in operations:
                found.append(_operation(path, method, operations[method], schemas))
    return _told_apart(found)


def _named(function: str, path: str) -> str:
    """The name of a method: that of the function, and what it is about where that is one word and says too little.

    `one` of `/v1/keys/{key}` is `one_key`, `values` of `/v1/documents/values` is `documents_values`.
    """
    steps = [re.sub(r"\W+", "_", step).strip("_") for step in path.split("/") if step not in ("", "v1")]
    taken = re.findall(r"\{(\w+)\}", path)
    about = taken[-1] if taken else steps[-1]
    if "_" in function or function in taken:
        return function
    if function == steps[-1]:
        return f"{steps[-2]}_{function}" if len(steps) > 1 and not taken else function
    return f"{function}_{about}"


def _told_apart(found: list[Operation]) -> list[Operation]:
    """What several rooms call alike is told apart by what it is about: `one_person`, `one_key`."""
    for depth in (1, 2, 3):
        times = Counter(one.name for one in found)
        if max(times.values(), default=1) == 1:
            break
        found = [replace(one, name=_about(one, depth)) if times[one.name] > 1 else one for one in found]
    twice = sorted(name for name, times_ in Counter(one.name for one in found).items() if times_ > 1)
    if twice:
        raise ValueError(f"two operations have the name {', '.join(twice)}: name their functions otherwise")
    return found


def _about(one: Operation, depth: int) -> str:
    """The name with a step of the path more, the last ones first: `one_job_of_screenings`."""
    steps = [step for step in one.path.split("/") if step and not step.startswith("{")]
    return f"{one.name}_of_{re.sub(r'[^A-Za-z0-9]+', '_', steps[-depth])}" if depth <= len(steps) else one.name


def _operation(path: str, method: str, said: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    suffix = re.sub(r"\W", "_", path) + f"_{method}"
    name = _named(str(said["operationId"]).removesuffix(suffix).strip("_") or suffix, path)
    places: dict[str, list[Given]] = {"path": [], "query": [], "header": [], "cookie": []}
    for one in said.get("parameters", ()):
        places[one["in"]].append(Given(one["name"], type_of(one["schema"]), bool(one.get("required"))))
    body = _body(said.get("requestBody"), schemas)
    says = str(said.get("description") or said.get("summary") or name)
    return Operation(
        name, method.upper(), path, says, tuple(places["path"]), tuple(places["query"]), tuple(places["header"]),
        answers=_answers(said["responses"]), waits="202" in said["responses"], **body,
    )  # fmt: skip


def _body(said: Mapping[str, Any] | None, schemas: Mapping[str, Any]) -> dict[str, Any]:
    if said is None:
        return {}
    kind, held = next(iter(said["content"].items()))
    schema = _resolved(held.get("schema", {}), schemas)
    if kind == "multipart/form-data":
        members = _members(schema)
        files = {one for one, part in schema["properties"].items() if _is_file(part)}
        taken = tuple(
            Given(one.name, _upload(schema["properties"][one.name], one.required), one.required)
            for one in members if one.name in files
        )  # fmt: skip
        return {"files": taken, "form": tuple(one for one in members if one.name not in files)}
    if kind != _JSON and not kind.endswith("+json"):
        return {"content": kind}
    if schema.get("type") == "object" and schema.get("properties"):
        return {"body": _members(schema)}
    return {"whole": Given("body", type_of(held["schema"]), bool(said.get("required")))}


def _members(schema: Mapping[str, Any]) -> tuple[Given, ...]:
    required = schema.get("required", ())
    return tuple(Given(name, type_of(one), name in required) for name, one in schema["properties"].items())


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = schemas[str(schema["$ref"]).rsplit("/", 1)[-1]]
    return schema


def _is_file(schema: Mapping[str, Any]) -> bool:
    if schema.get("type") == "array":
        return _is_file(schema["items"])
    return "contentMediaType" in schema or schema.get("format") == "binary"


def _upload(schema: Mapping[str, Any], required: bool) -> str:
    kind = "list[Upload]" if schema.get("type") == "array" else "Upload"
    return kind if required else f"{kind} | None"


def _answers(responses: Mapping[str, Any]) -> str:
    """What a method gives: the type of JSON, a file, or nothing."""
    good = [responses[status].get("content", {}) for status in sorted(responses) if status.startswith("2")]
    if not any(good):
        return "None"
    if any(list(content) != [_JSON] or not content[_JSON].get("schema") for content in good if content):
        return "Download"
    return " | ".join(dict.fromkeys(type_of(content[_JSON]["schema"]) for content in good if content))


def method_of(one: Operation) -> str:
    """The text of a method."""
    required = [each for each in (*one.query, *one.headers, *one.body, *one.files, *one.form) if each.required]
    optional = [each for each in (*one.query, *one.headers, *one.body, *one.files, *one.form) if not each.required]
    if one.whole is not None:
        (required if one.whole.required else optional).append(one.whole)
    taken = [f"{each.word}: {each.annotation}" for each in one.steps]
    named = [f"{each.word}: {each.annotation}" for each in required]
    named += ["content: bytes"] if one.content else []
    named += [f"{each.word}: {_or_none(each.annotation)} = None" for each in optional]
    named.append("headers: Mapping[str, str | None] | None = None")
    signature = ", ".join(["self", *taken, "*", *named])
    return f'    def {one.name}({signature}) -> {one.answers}:\n        """{_says(one.says)}"""\n        {_call(one)}\n'


def _call(one: Operation) -> str:
    path = re.sub(r"\{(\w+)\}", lambda found: f"{{step({found[1]})}}", one.path)
    parts = [repr(one.method), f'f"{path}"' if "{" in path else repr(path)]
    if one.query:
        parts.append(f"query={_mapping(one.query)}")
    own = "".join(f"{each.name!r}: {each.word}, " for each in one.headers)
    parts.append(f"headers={{{own}**(headers or {{}})}}" if own else "headers=headers")
    if one.body:
        needed = _mapping([each for each in one.body if each.required])
        free = _mapping([each for each in one.body if not each.required])
        parts.append(f"json=members({needed}, {free})")
    if one.whole is not None:
        parts.append(f"json={one.whole.word}")
    if one.files or one.form:
        parts += [f"files={_mapping(one.files)}", f"form={_mapping(one.form)}"]
    if one.content:
        parts += ["content=content", f"content_type={one.content!r}"]
    call = f"self.call({', '.join(parts)})"
    if one.answers == "None":
        return call
    if one.answers == "Download":
        return f"return download_of({f'self.waited({call})' if one.waits else call})"
    return f"found: {one.answers} = json_of({call})\n        return found"


def _mapping(given: tuple[Given, ...] | list[Given]) -> str:
    return "{" + ", ".join(f"{one.name!r}: {one.word}" for one in given) + "}"


def _or_none(annotation: str) -> str:
    return annotation if annotation == "Any" or annotation.endswith("None") else f"{annotation} | None"


def _says(text: str) -> str:
    """What is said of an operation, as a docstring."""
    lines = [line.strip() for line in text.replace("\\", "").replace('"""', "'''").strip().split("\n")]
    more = "\n".join(f"        {line}".rstrip() for line in lines[1:])
    return lines[0] if not more else f"{lines[0]}\n{more}\n        "
