"""What is installed: the interpreter, the extras, the fonts, and packs that can be used."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tenderlaw.decisions.choosing import load_duties, load_packs, load_policies
from tenderlaw.service.checkup.findings import Finding, lacking, note, well
from tenderlaw.sources.extras import ExtraMissingError, need
from tenderlaw.sources.faults import TenderlawError

__all__ = ["extras_found", "fonts_found", "interpreter_found", "packs_found"]

_USES: Final = {
    "serve": "the service",
    "documents": "DOCX, PDF and XLSX",
    "redline": "tracked changes between two documents",
    "batch": "screening many suppliers",
}
_FONTS: Final = Path(__file__).resolve().parents[1] / "pages" / "static" / "fonts"


def interpreter_found() -> Finding:
    """Whether both evaluators run here."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= (3, 13):
        right = "3.11 or 3.12, on which the Rete engine builds; until then the explainer decides alone, and says so"
        return note("python", f"Python {version}", right)
    return well("python", f"Python {version}")


def extras_found() -> Iterator[Finding]:
    """Whether what is installed apart is there; only `serve` has to be."""
    for extra, use in _USES.items():
        try:
            need(extra, use)
        except ExtraMissingError as error:
            say = lacking if extra == "serve" else note
            yield say(
                "extras", f"`{extra}` is not installed: no {use}" if extra != "serve" else str(error), _pip(extra)
            )
        else:
            yield well("extras", f"`{extra}` is installed: {use}")
            if extra == "redline" and not _runs_programs(folder := tempfile.gettempdir()):
                said = f"no program may run in {folder}, where what compares Word files is unpacked: no redline"
                yield note("extras", said, "temporary files where programs may run (`--tmpfs /tmp:exec`, or TMPDIR)")


def _runs_programs(folder: str) -> bool:
    """Whether the file system of a folder lets programs run, where the system says so."""
    return sys.platform != "linux" or not os.statvfs(folder).f_flag & os.ST_NOEXEC


def _pip(extra: str) -> str:
    return f"pip install 'tenderlaw[{extra}]'"


def fonts_found() -> Finding:
    """Whether the fonts of pages are there; those of PDF are within what writes it."""
    number = len(list(_FONTS.glob("*.woff2")))
    if number:
        return well("fonts", f"{number} files for pages, in the package; those of PDF come with `documents`")
    return lacking("fonts", f"none for pages in {_FONTS}", "install the package anew")


def packs_found(folders: tuple[Path, ...], policies: tuple[Path, ...]) -> Finding:
    """Whether every pack and policy, shipped or one's own, can be read and compiled."""
    try:
        law = load_packs(None, folders=folders)
        own = load_policies(None, folders=policies)
        for one in (*law, *own):
            one.compile()
        duties = load_duties(None, folders=folders)
        for one in duties:
            _ = one.typed
    except TenderlawError as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return lacking("packs", first, "mend the pack; `tenderlaw packs test` says all that is wrong")
    return well("packs", f"{len(law)} of law, {len(duties)} of duties and {len(own)} policies compile")
