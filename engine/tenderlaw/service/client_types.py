"""Schemas of the OpenAPI document as types of Python, for the client."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["name_of", "type_of", "types_text"]

_PLAIN: Final[Mapping[str, str]] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_WIDTH: Final = 100


def types_text(schemas: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    """The text of all types, and their names."""
    parts = [_typed(name_of(name), schema) for name, schema in sorted(schemas.items())]
    names = sorted(name_of(name) for name in schemas)
    listed = "".join(f'    "{name}",\n' for name in names)
    head = "from typing import Any, Literal, NotRequired, TypeAlias, TypedDict\n"
    return f"{head}\n__all__ = [\n{listed}]\n\n" + "\n\n".join(parts) + "\n", frozenset(names)


def name_of(name: str) -> str:
    """The name of a schema as that of a class."""
    words = [part for part in re.split(r"[^A-Za-z0-9]+", name) if part]
    return "".join(part[:1].upper() + part[1:] for part in words)


def type_of(schema: Mapping[str, Any], *, quoted: bool = False) -> str:
    """The annotation for a schema."""
    if "$ref" in schema:
        name = name_of(str(schema["$ref"]).rsplit("/", 1)[-1])
        return f'"{name}"' if quoted else name
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return _union([type_of(one, quoted=quoted) for one in schema[word]])
    if len(schema.get("allOf", ())) == 1:
        return type_of(schema["allOf"][0], quoted=quoted)
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union([type_of({**schema, "type": one}, quoted=quoted) for one in kind])
    if kind == "array":
        items = schema.get("items")
        return f"list[{type_of(items, quoted=quoted) if isinstance(items, Mapping) else 'Any'}]"
    if kind == "object":
        more = schema.get("additionalProperties")
        inner = type_of(more, quoted=quoted) if isinstance(more, Mapping) and not schema.get("properties") else "Any"
        return f"dict[str, {inner}]"
    return _PLAIN.get(str(kind), "Any")


def _union(parts: list[str]) -> str:
    return "Any" if "Any" in parts else " | ".join(sorted(dict.fromkeys(parts), key=lambda one: one == "None"))


def _typed(name: str, schema: Mapping[str, Any]) -> str:
    """A class for an object with members; another name for anything else."""
    says = _says(schema)
    members = schema.get("properties")
    if schema.get("type") != "object" or not members or schema.get("additionalProperties") is True:
        alias = f'{name}: TypeAlias = "{type_of(schema)}"'
        return alias + (f'\n"""{says}"""\n' if says else "\n")
    required = frozenset(schema.get("required", ()))
    if any(not one.isidentifier() or keyword.iskeyword(one) for one in members):
        held = ", ".join(f"{key!r}: {_member(one, key in required, quoted=True)}" for key, one in members.items())
        return f"{name} = TypedDict({name!r}, {{{held}}})\n"
    lines = "".join(f"    {key}: {_member(one, key in required)}\n" for key, one in members.items())
    return f"class {name}(TypedDict):\n" + (f'    """{says}"""\n\n' if says else "") + lines


def _member(schema: Mapping[str, Any], required: bool, *, quoted: bool = False) -> str:
    said = type_of(schema, quoted=quoted)
    if quoted:
        said = said.replace('"', "")
        return f'"{said}"' if required else f'"NotRequired[{said}]"'
    return said if required else f"NotRequired[{said}]"


def _says(schema: Mapping[str, Any]) -> str:
    """The first line of what is said of it."""
    text = str(schema.get("description") or "").strip().split("\n")[0].replace('"', "'").replace("\\", "")
    return text if len(text) <= _WIDTH else text[: _WIDTH - 3].rstrip() + "..."
