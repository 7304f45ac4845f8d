"""Country codes as ESPD documents write them, as the two letters of ISO 3166-1."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import cast

from tenderlaw.sources.tree import read_yaml

__all__ = ["alpha_2"]


def alpha_2(code: str) -> str | None:
    """Give the two-letter code of a country given by two or three letters; none for what is not a country."""
    return _table().get(code.strip().upper())


@cache
def _table() -> dict[str, str]:
    name = "countries.yaml"
    source = read_yaml((resources.files(__package__) / name).read_text(encoding="utf-8"), name)
    data = cast("dict[str, dict[str, str]]", source.data)
    return {two: two for two in data["alpha_3"].values()} | data["alpha_3"] | data["other"]
