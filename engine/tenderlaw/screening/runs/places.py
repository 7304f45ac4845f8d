"""Where a run writes: places that are free for it, and apart from everything that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenderlaw.screening.runs.earlier import is_explanation, manifest_in
from tenderlaw.screening.runs.endings import is_noted
from tenderlaw.sources.free_places import fault_at, in_text, refuse_inputs, same, writable

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
        """What says what the run has moved."""
        return self.work / "moving.json"

    @property
    def is_folder(self) -> bool:
        """Whether the output is a folder with a file a part."""
        return self.output.suffix == ""

    def check(self, suppliers: Path, inputs: Sequence[Path]) -> None:
        """Raise InputInvalidError where one cannot be written, holds what is not ours, or is what is read."""
        in_text([self.output, suppliers, *inputs])
        writable(self.output, folder=self.is_folder)
        if not self.is_folder and self.output.suffix not in FORMATS:
            raise fault_at(self.output, f"must end in {', '.join(FORMATS)}, or in nothing")
        every = [self.output, self.manifest, self.rejects, *([] if self.explained is None else [self.explained])]
        for place in every[1:]:
            writable(place)
        writable(self.work, folder=True)
        if self.is_folder and self.output.exists():
            self._check_folder()
        if self.explained is not None and any(same(self.explained, one) for one in every[:-1]):
            raise fault_at(self.explained, "is where the decisions go", "name another file for the explanations")
        refuse_inputs([*every, self.work], inputs, [suppliers])
        self._refuse_others()

    def _refuse_others(self) -> None:
        """What stands there must be of an earlier run into this output, or of this one before it was killed."""
        said = manifest_in(self.manifest)
        kept = [] if said else [self.output]
        if not said.get("rejects"):
            kept.append(self.rejects)
        if self.explained is not None and _holds(self.explained) and not is_explanation(self.explained):
            kept.append(self.explained)
        for place in kept:
            if _holds(place) and not is_noted(place, self.moving):
                raise fault_at(place, "is not of an earlier run, and would be replaced", "move it, or write elsewhere")

    def _check_folder(self) -> None:
        if not self.output.is_dir():
            raise fault_at(
                self.output, "is a file, and cannot be written as a folder", f"end it in {', '.join(FORMATS)}"
            )
        if any(self.output.iterdir()) and not is_noted(self.output, self.moving):
            hint = "name a new folder, or remove what is in it"
            raise fault_at(self.output, "is a folder with something in it, which is kept", hint)


def _holds(place: Path) -> bool:
    """Whether a file stands there with something in it."""
    return place.is_file() and place.stat().st_size > 0
