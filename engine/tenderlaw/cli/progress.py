"""Progress of long work on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

from tenderlaw.cli.console import coloured, on_terminal

__all__ = ["progress_of", "progress_of_rows"]


class _Rate(ProgressColumn):
    """Rows, or whatever is counted, a second."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def render(self, task: Task) -> Text:
        """The rate so far."""
        return Text(f"{task.speed:,.0f} {self._what}/s" if task.speed else "")


@contextmanager
def _shown(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = BarColumn(), MofNCompleteColumn(), _Rate(what), TimeRemainingColumn()
    with Progress(*columns, console=coloured(stderr=True)) as shown:
        task = shown.add_task("", total=None)

        def report(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        yield report


def progress_of_rows() -> AbstractContextManager[Callable[[int, int], None]]:
    """What is to be told how many rows of how many are done, shown on a terminal with rate and remaining time."""
    return progress_of("rows")


def progress_of(what: str) -> AbstractContextManager[Callable[[int, int], None]]:
    """The same of anything else that is counted."""
    return _shown(what) if on_terminal(stderr=True) else nullcontext(lambda done, total: None)
