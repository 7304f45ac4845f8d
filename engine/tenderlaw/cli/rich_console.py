"""The console of rich through which no character steers the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.segment import Segment

from tenderlaw.cli.streams import for_rendered
from tenderlaw.sources.printing import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType

__all__ = ["PrintableConsole"]


class PrintableConsole(Console):
    """A console of whose text no character steers the terminal."""

    def __init__(self, *, stderr: bool = False, **how: Any) -> None:  # noqa: ANN401 - as rich has it
        super().__init__(file=for_rendered(sys.stderr if stderr else sys.stdout), stderr=stderr, **how)

    def print(self, *objects: Any, **how: Any) -> None:  # noqa: ANN401 - as rich has it
        """Print words, whole: rich would leave some control characters out."""
        super().print(*[printable(one) if isinstance(one, str) else one for one in objects], **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The same for what is made of words, such as the cells of a table."""
        for one in super().render(renderable, options):
            yield one if one.control else Segment(printable(one.text), one.style)
