"""Read the answers of a JSON questionnaire; places are JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from tenderlaw.documents.questionnaires.json_form import MARK
from tenderlaw.documents.questionnaires.model import ABOUT
from tenderlaw.documents.questionnaires.returned import BLANK, Cell, Returned, Row
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import Data, read_json

__all__ = ["answers_in_json"]

_HEAD: Final = (
    MARK, "language", "procurement", "bought", "buyer", "bidder", "as_of", "decision", "questions", "evidence",
    "topics",
)  # fmt: skip
_OF_QUESTION: Final = (
    "path", "topic", "concerns", "title", "question", "help", "kind", "may_be_open", "choices", "columns", "needed_for",
    "settles", "answer", *ABOUT,
)  # fmt: skip
_OF_EVIDENCE: Final = ("id", "sign", "cite", "ask_for", "answer", *ABOUT)


def answers_in_json(path: Path) -> tuple[Returned, ...]:
    """Every question of the file with what was answered. Raises InputInvalidError for what is no questionnaire."""
    name = str(path)
    data = read_json(text_in(path), name).data
    if not isinstance(data, dict) or MARK not in data:
        hint = f"write one with `tenderlaw questionnaire`: it has the key `{MARK}`"
        raise InputInvalidError([Fault(name, 0, 0, "", "is no questionnaire", hint)])
    faults = list(_strange(data, _HEAD, "", name))
    if data[MARK] != 1:
        faults.append(Fault(name, 0, 0, f"/{MARK}", f"{quoted(_plain(data[MARK]))} is another form of questionnaire"))
    found: list[Returned] = []
    for key, known, identity in (("questions", _OF_QUESTION, "path"), ("evidence", _OF_EVIDENCE, "id")):
        entries = data.get(key)
        if entries is not None and not isinstance(entries, list):
            faults.append(Fault(name, 0, 0, f"/{key}", "must be a list"))
            continue
        for number, entry in enumerate(entries or ()):
            at = f"/{key}/{number}"
            if not isinstance(entry, dict):
                faults.append(Fault(name, 0, 0, at, "must be an object, as it was sent out"))
                continue
            faults += _strange(entry, known, at, name)
            found.append(_returned(entry, at, identity))
    if faults:
        raise InputInvalidError(faults)
    return tuple(found)


def _strange(data: Mapping[str, Data], known: tuple[str, ...], at: str, name: str) -> Iterator[Fault]:
    """Keys that no questionnaire has: what stands under them would be read by nobody."""
    for key in data:
        if key not in known:
            yield Fault(name, 0, 0, f"{at}/{key}", f"unknown key `{key}`", nearest(key, known))


def _returned(entry: Mapping[str, Data], at: str, identity: str) -> Returned:
    answer = entry.get("answer")
    rows: tuple[Row, ...] = ()
    said = BLANK
    if isinstance(answer, list) and (not answer or any(isinstance(one, dict) for one in answer)):
        rows = tuple(_row(one, f"{at}/answer/{number}") for number, one in enumerate(answer))
        said = Cell("none", f"{at}/answer") if not answer else Cell(None, f"{at}/answer")
    else:
        said = _cell(answer, f"{at}/answer")
    return Returned(
        about=_cell(entry.get(identity), f"{at}/{identity}"),
        answer=said,
        rows=rows,
        beside={one: _cell(entry.get(one), f"{at}/{one}") for one in ABOUT},
        is_evidence=identity == "id",
    )


def _row(entry: Data, at: str) -> Row:
    if not isinstance(entry, dict):
        return Row(at, {"": Cell(None, at, "must be an object: one entry of the list")})
    return Row(at, {name: _cell(value, f"{at}/{name}") for name, value in entry.items()})


def _cell(value: Data, place: str) -> Cell:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        # as a text has them: `words` are told apart by semicolons
        if any(";" in str(one) for one in value):
            return Cell(None, place, "holds a semicolon, which stands between the words of a list")
        return Cell("; ".join(str(one) for one in value), place)
    if isinstance(value, dict | list):
        return Cell(None, place, "must be one value, such as a text or a number")
    return Cell(value, place)


def _plain(value: Data) -> str | int | Decimal | None:
    return value if isinstance(value, str | int | Decimal) else None
