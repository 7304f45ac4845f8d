"""The dialogue of `tenderlaw ask`: a question at a time, in words or as lines of JSON; each answer is kept at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Final, cast

from tenderlaw.cli.console import Lines, to_people
from tenderlaw.documents.output import write_whole
from tenderlaw.interview import (
    Answered,
    Asked,
    Interview,
    Standing,
    answered,
    answered_data,
    answers_to_check,
    back,
    case_of,
    removed,
    standing,
    standing_data,
    to_plain,
)
from tenderlaw.interview.asking import asked_about
from tenderlaw.interview.phrases import said
from tenderlaw.sources.faults import InputInvalidError

if TYPE_CHECKING:
    from tenderlaw.sources.tree import Data

__all__ = ["Keeper", "by_lines_of_json", "in_the_terminal"]

_MOST_SHOWN: Final = 12
"""Words to choose from, provisions and changes that a terminal shows at once."""
_FEW: Final = 6
_DIGITS: Final = 6


@dataclass(slots=True)
class Keeper:
    """Where the answers go: a draft after each, the case at the end."""

    out: Path
    draft: Path
    language: str
    options: tuple[str, ...] = ()
    """The packs and policies that were named."""
    kept: bool = False

    def keep(self, interview: Interview) -> None:
        """Keep the answers so far; a file of its owner's alone."""
        text = json.dumps(to_plain(interview), ensure_ascii=False, indent=1) + "\n"
        write_whole(self.draft, text.encode(), private=True)
        self.kept = True

    def how_to_go_on(self) -> str:
        """How to take up what was kept."""
        if not self.kept:
            return "nothing was answered yet"
        language = ("--language", self.language) if self.language != "en" else ()
        words = ("tenderlaw", "ask", "--resume", str(self.draft), "-o", str(self.out), *self.options, *language)
        return f"the answers are kept; go on with: {join(words)}"

    def how_to_check(self, interview: Interview) -> str:
        """The command that comes to the same answer."""
        verb = "duties" if interview.aim == "duties" else "check"
        return join(("tenderlaw", verb, str(self.out), "--as-of", interview.as_of.isoformat(), *self.options))

    def finish(self, now: Standing) -> None:
        """Write the case, and let go of the draft."""
        write_whole(self.out, _case_text(now, self.out).encode(), private=True)
        self.draft.unlink(missing_ok=True)


def in_the_terminal(interview: Interview, keeper: Keeper) -> Standing:
    """Ask in words until nothing is left, or the person stops; write the case."""
    language, lines = keeper.language, to_people()
    now = standing(interview, language)
    lines.print(said("cli_how", language))
    asked = now.next
    try:
        while asked is not None:
            _show(asked, now, lines)
            line = _line("> ")
            if line is None:
                lines.print("")
                break
            if line.startswith(":"):
                command = line[1:].strip()
                if command in ("stop", "s"):
                    break
                now, asked = _commanded(command, now, asked, lines)
                continue
            told = answered(now.interview, asked.path, _chosen(line, asked), language)
            _tell(told, lines, language)
            if not told.faults:
                if told.standing.settled and not now.settled and told.standing.next is not None:
                    lines.print("")
                    lines.print(told.standing.said)
                now, asked = told.standing, told.standing.next
                keeper.keep(now.interview)
    except BaseException:
        to_people(stderr=True).print(keeper.how_to_go_on())
        raise
    lines.print("")
    lines.print(now.said)
    keeper.finish(now)
    written = "cli_written_company" if interview.aim == "duties" else "cli_written"
    lines.print(said(written, language, file=str(keeper.out), check=keeper.how_to_check(now.interview)))
    return now


def _line(prompt: str) -> str | None:
    """A line that a person typed, or that came through a pipe; None at the end of it."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        try:
            return input(prompt).strip()
        except EOFError:
            return None
    text = sys.stdin.readline()
    return text.strip() if text else None


def _show(asked: Asked, now: Standing, lines: Lines) -> None:
    language = now.language
    lines.print("")
    lines.print(said(f"cli_stage_{asked.stage}", language, number=str(now.at_most)), style="dim")
    if asked.caption:
        lines.print(asked.caption, style="bold")
    lines.print(asked.question.text, style="bold")
    if asked.question.language != language:
        lines.print(f"  [{asked.question.language}]")
    if asked.question.help:
        lines.print(f"  {asked.question.help}")
    if asked.given:
        lines.print(f"  {said('cli_given', language, given=asked.given)}")
    if asked.needed_for:
        laws = dict.fromkeys(f"{one.cite} ({one.law})" for one in asked.needed_for)
        lines.print(f"  {said('cli_needed', language, laws=_some(list(laws), _FEW // 2))}")
    choices = asked.question.choices
    for number, one in enumerate(choices[:_MOST_SHOWN], 1):
        lines.print(f"  {number}  {one.title}" + (f"  [{one.language}]" if one.language != language else ""))
    if len(choices) > _MOST_SHOWN:
        lines.print(f"  {said('cli_choices', language, number=str(len(choices) - _MOST_SHOWN))}")
    kind = "another" if asked.another else "day_open" if asked.question.may_be_open else asked.question.kind
    lines.print(f"  [{said(f'cli_kind_{kind}', language)}]")


def _some(words: Sequence[str], most: int) -> str:
    more = f"; +{len(words) - most}" if len(words) > most else ""
    return "; ".join(words[:most]) + more


def _chosen(line: str, asked: Asked) -> str:
    """What was typed; of words to choose from, the one of that number."""
    words = [one.word for one in asked.question.choices] if asked.question.kind in ("code", "offence") else []
    number = int(line) if line.isascii() and line.isdecimal() and len(line) < _DIGITS else 0
    return words[number - 1] if 0 < number <= len(words) else line


def _tell(told: Answered, lines: Lines, language: str) -> None:
    for fault in told.faults:
        lines.print(f"  ! {fault.message}" + (f" ({fault.hint})" if fault.hint else ""), style="red")
        if fault.field != told.standing.language and fault.field:
            lines.print(f"    {fault.field}")
    if told.echo is not None:
        lines.print(f"  = {told.echo}")
    for one in told.settled[:_FEW]:
        lines.print(f"  · {one.said}")
    if len(told.settled) > _FEW:
        lines.print(f"  · {said('more_alike', language, number=str(len(told.settled) - _FEW))}")


def _commanded(command: str, now: Standing, asked: Asked, lines: Lines) -> tuple[Standing, Asked | None]:
    """What a person asks of the dialogue itself: to go back, to see the answers, to change or take out one."""
    name, _, rest = command.partition(" ")
    one = now.interview
    if name in ("back", "b"):
        before = back(one, asked.path)
        return now, asked_about(one, before, now.language) if before is not None else asked
    if name == "choices":
        for number, choice in enumerate(asked.question.choices, 1):
            lines.print(f"  {number}  {choice.title}")
        return now, asked
    if name == "check":
        for line in answers_to_check(one, now.language):
            state = line.answer if line.state == "given" else said(f"cli_{line.state}", now.language)
            caption = f"{line.caption}: " if line.caption else ""
            unneeded = "" if line.needed else f" ({said('cli_not_needed', now.language)})"
            lines.print(f"  {line.path}: {caption}{line.question.text} {state}{unneeded}")
        return now, asked
    try:
        if name == "change":
            return now, asked_about(one, rest.strip(), now.language)
        if name == "remove":
            after = standing(removed(one, rest.strip()), now.language)
            return after, after.next
    except InputInvalidError as error:
        for fault in error.faults:
            lines.print(f"  ! {fault.message}")
        return now, asked
    lines.print(said("cli_how", now.language))
    return now, asked


def by_lines_of_json(interview: Interview, keeper: Keeper) -> Standing:
    """The same for programs: a line of JSON that says where it stands, then one for each answer that is read.

    An answer is `{"path": ..., "answer": ...}`, or the answer alone to the first question; null is not known. The end
    of the input ends it.
    """
    language = keeper.language
    now = standing(interview, language)
    _say({"standing": standing_data(now)})
    while (line := sys.stdin.readline()) if sys.stdin is not None else "":
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            _say({"faults": [{"path": "", "message": "is no line of JSON", "hint": ""}]})
            continue
        placed = isinstance(given, dict) and "path" in given
        path = given["path"] if placed else now.next.path if now.next is not None else ""
        answer = given.get("answer") if placed else given
        told = answered(now.interview, path, answer, language)
        if not told.faults:
            keeper.keep(told.interview)
        now = told.standing
        _say(answered_data(told))
    keeper.finish(now)
    return now


def _say(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _case_text(now: Standing, out: Path) -> str:
    from tenderlaw.documents.questionnaires.case_text import yaml_of  # noqa: PLC0415

    facts = cast("dict[str, Data]", case_of(now.interview))
    if out.suffix.lower() == ".json":
        return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    asked = "".join(f"# {said('cli_not_known', now.language)}: {path}\n" for path in now.interview.unknown)
    return asked + yaml_of(facts)
