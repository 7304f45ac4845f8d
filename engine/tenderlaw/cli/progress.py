"""Progress of long work on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

from tenderlaw.cli.output import PrintableConsole

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["on_terminal", "progress"]


class _Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """The rate so far."""
        return Text(f"{task.speed:,.0f} rows/s" if task.speed else "")


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """What is to be told how many rows of how many are done."""
    with Progress(BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(), console=console) as shown:
        task = shown.add_task("", total=None)

        def report(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        yield report


def on_terminal() -> AbstractContextManager[Callable[[int, int], None]]:
    """Rows, rate and remaining time where standard error is a terminal; nothing elsewhere."""
    console = PrintableConsole(stderr=True)
    return progress(console) if console.is_terminal else nullcontext(lambda done, total: None)
