"""Settings as one process hands them to another: read once, by the one that watches, and the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["as_told", "known_by_its_names", "overlaid", "settings_told"]

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1", "[::1]")


def as_told(settings: Settings) -> dict[str, object]:
    """Settings as plain data, secrets in clear: for a pipe between two processes alone."""
    plain: dict[str, object] = settings.model_dump(mode="json")
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            plain[name] = value.get_secret_value()
    return plain


def settings_told(said: Mapping[str, object]) -> Settings:
    """The settings that were handed over."""
    return Settings.model_validate(said["settings"])


def overlaid(settings: Settings, given: Mapping[str, object]) -> Settings:
    """The settings with what was given on the command line before them. Raises InputInvalidError."""
    try:
        return Settings.model_validate({**as_told(settings), **given})
    except ValidationError as error:
        faults = [Fault(f"--{detail['loc'][0]}", 0, 0, "", detail["msg"].lower()) for detail in error.errors()]
        raise InputInvalidError(faults) from None


def known_by_its_names(settings: Settings) -> Settings:
    """The settings, with the names under which it answers where they are known and nobody named any.

    On loopback, or where people come by another address, no other name is meant: a page elsewhere whose name leads here
    gets no answer.
    """
    loopback = settings.host in _LOOPBACK
    if settings.hosts or not (loopback or settings.public_url):
        return settings
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return settings.model_copy(update={"hosts": (*([public] if public else ()), *(_LOOPBACK if loopback else ()))})
