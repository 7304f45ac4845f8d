"""What the verbs of the record print: for people, what was found and where; for programs, all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenderlaw.record.exported import Proved
    from tenderlaw.record.replaying import Replay
    from tenderlaw.record.walk import Verified

__all__ = ["print_lines", "proved_lines", "replay_lines", "verified_lines"]


def print_lines(lines: Iterator[tuple[str, str | None]]) -> None:
    """Print lines with their styles."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415

    out = to_people()
    for line, style in lines:
        out.print(line, style=style)


def verified_lines(found: Sequence[Verified], *, trusted: bool, opened: bool) -> Iterator[tuple[str, str | None]]:
    """What was gone through in each record, and what is not as it was written."""
    for one in found:
        word, style = ("intact", "bold green") if one.intact else ("NOT INTACT", "bold red")
        yield f"{one.tenant}: {word}: {one.size} entries, {one.checkpoints} checkpoints", style
        for finding in one.findings:
            yield f"  {finding.place}: {finding.message}", "red"
        if one.more:
            yield f"  and {one.more} more", "red"
        if one.signed < one.size:
            yield f"  nothing signed tells of entries {one.signed + 1} to {one.size}: no checkpoint followed them", None
        compared = f"{one.evidence} compared" if opened or one.evidence else "not compared: no master key is here"
        yield f"  evidence: {compared}, {one.erased} erased", None
        yield f"  root of all {one.size}: {one.root}", None
        for remark in one.remarks:
            yield f"  {remark}", "yellow"
        for key in one.keys:
            yield f"  {'by the key' if trusted else 'by its own word signed by'} {key}", None
        if not trusted:
            yield "  (whoever can write there can sign anew: compare with a key and a checkpoint kept elsewhere)", None


def proved_lines(one: Proved, *, trusted: bool) -> Iterator[tuple[str, str | None]]:
    """What is proved, or why nothing is."""
    entry = one.entry
    word, style = ("NOT PROVED", "bold red") if one.faults else ("proved", "bold green")
    yield f"entry {entry['seq']} of {one.origin}: {word}", style
    for fault in one.faults:
        yield f"  {fault}", "red"
    yield f"  {entry['kind']} of {entry['at']}, by {entry['actor']}, about {entry['subject'] or 'nothing'}", None
    yield f"  among {one.size} entries with the root {one.root}", None
    if one.evidence is not None:
        yield "  with what it commits to, which fits (--json shows it)", None
    for key in one.keys:
        yield f"  {'by the key' if trusted else 'by its own word signed by'} {key}", None


def replay_lines(one: Replay, name: str) -> Iterator[tuple[str, str | None]]:
    """Whether a decision came out as it did."""
    if one.state == "same":
        yield f"{name}: the same, byte for byte", "bold green"
        return
    yield f"{name}: differs in {len(one.differences)} places", "bold yellow"
    for cause in one.why:
        yield f"  because of {cause}", None
    if not one.why:
        yield "  and neither the engine nor the packs nor the calendar do: look into it", "red"
    for difference in one.differences:
        yield f"  {difference.path}: {difference.then!r} then, {difference.now!r} now", None
