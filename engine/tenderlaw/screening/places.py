"""Where a run writes: places that are free for it, and apart from everything that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenderlaw.screening.endings import is_noted
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.free_places import refuse_inputs, same, writable

__all__ = ["FORMATS", "Places"]

FORMATS: Final = {".parquet": "(FORMAT parquet)", ".csv": "(FORMAT csv, HEADER)", ".jsonl": "(FORMAT json)"}
"""How DuckDB writes a file, by its ending."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a run writes."""

    output: Path
    explained: Path | None = None

    @property
    def work(self) -> Path:
        """The folder in which it works."""
        return self.output.with_name(self.output.name + ".unfinished")

    @property
    def manifest(self) -> Path:
        """What the run was made of, and what it came to."""
        return self.output.with_name(self.output.name + ".manifest.json")

    @property
    def rejects(self) -> Path:
        """The rows that were set aside, if there are any."""
        return self.output.with_name(self.output.name + ".rejects.jsonl")

    @property
    def moving(self) -> Path:
        """What says which folders the run has moved."""
        return self.work / "moving.json"

    @property
    def is_folder(self) -> bool:
        """Whether the output is a folder with a file a part."""
        return self.output.suffix == ""

    def check(self, suppliers: Path, inputs: Sequence[Path]) -> None:
        """Raise InputInvalidError where one cannot be written, holds what is not ours, or is what is read."""
        writable(self.output)
        if not self.is_folder and self.output.suffix not in FORMATS:
            raise _fault(self.output, f"must end in {', '.join(FORMATS)}, or in nothing")
        every = [self.output, self.manifest, self.rejects, *([] if self.explained is None else [self.explained])]
        for place in every[1:]:
            writable(place)
        for place in every:
            if place.is_dir() and not (self.is_folder and place == self.output):
                raise _fault(place, "is a folder, and cannot be written as a file")
        if self.is_folder and self.output.exists():
            self._check_folder()
        if self.rejects.exists() and not self.manifest.exists():
            raise _fault(self.rejects, "is not of an earlier run, and would be replaced", "move it, or write elsewhere")
        if self.explained is not None and any(same(self.explained, one) for one in every[:-1]):
            raise _fault(self.explained, "is where the decisions go", "name another file for the explanations")
        refuse_inputs([*every, self.work], inputs, [suppliers])

    def _check_folder(self) -> None:
        if not self.output.is_dir():
            raise _fault(self.output, "is a file, and cannot be written as a folder", f"end it in {', '.join(FORMATS)}")
        if any(self.output.iterdir()) and not is_noted(self.output, self.moving):
            hint = "name a new folder, or remove what is in it"
            raise _fault(self.output, "is a folder with something in it, which is kept", hint)


def _fault(place: Path, message: str, hint: str = "") -> InputInvalidError:
    return InputInvalidError([Fault(str(place), 0, 0, "", message, hint)])
