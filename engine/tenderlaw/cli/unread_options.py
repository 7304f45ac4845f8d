"""Options that nothing would read: refused, for a person who gave one would believe that it counted."""

from __future__ import annotations

from collections.abc import Mapping

import typer

__all__ = ["refuse_several", "refuse_unread"]


def refuse_unread(options: Mapping[str, object], why: str) -> None:
    """Raise BadParameter that names those of the options, by their names, that were given; `why` nothing reads them."""
    given = [name for name, value in options.items() if value]
    if given:
        raise typer.BadParameter(f"nothing reads {', '.join(given)} here: {why}")


def refuse_several(options: Mapping[str, object]) -> None:
    """Raise BadParameter where more than one of options is given of which each asks for something else."""
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} ask for different things; give one of them")
