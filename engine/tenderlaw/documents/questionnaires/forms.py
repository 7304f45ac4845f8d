"""The forms of a questionnaire, by the ending of a file: how each is written, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tenderlaw.documents.questionnaires.json_back import answers_in_json
from tenderlaw.documents.questionnaires.json_form import to_json
from tenderlaw.documents.questionnaires.model import Questionnaire
from tenderlaw.documents.questionnaires.returned import Returned
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["FORMS", "answers_in", "form_of", "written"]


def written(asked: Questionnaire, form: str) -> bytes:
    """The questionnaire in a form: the same questionnaire, the same bytes."""
    return _WRITE[form](asked)


def answers_in(path: Path) -> tuple[Returned, ...]:
    """What stands in a questionnaire that came back. Raises InputInvalidError for what is none."""
    return _READ[form_of(path)](path)


def form_of(path: Path) -> str:
    """The form of a file by its ending. Raises InputInvalidError for another than there are."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        hint = f"a questionnaire ends in {', '.join(f'.{one}' for one in FORMS)}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"`{path.suffix}` is no form of a questionnaire", hint)])
    return form


def _xlsx(asked: Questionnaire) -> bytes:
    need("documents", "a workbook")
    from tenderlaw.documents.questionnaires.xlsx_form import to_xlsx  # noqa: PLC0415

    return to_xlsx(asked)


def _xlsx_back(path: Path) -> tuple[Returned, ...]:
    need("documents", "a workbook")
    from tenderlaw.documents.questionnaires.xlsx_back import answers_in_xlsx  # noqa: PLC0415

    return answers_in_xlsx(path)


def _docx(asked: Questionnaire) -> bytes:
    need("documents", "a DOCX document")
    from tenderlaw.documents.questionnaires.docx_form import to_docx  # noqa: PLC0415

    return to_docx(asked)


def _docx_back(path: Path) -> tuple[Returned, ...]:
    need("documents", "a DOCX document")
    from tenderlaw.documents.questionnaires.docx_back import answers_in_docx  # noqa: PLC0415

    return answers_in_docx(path)


_WRITE: Final[Mapping[str, Callable[[Questionnaire], bytes]]] = {"json": to_json, "xlsx": _xlsx, "docx": _docx}
_READ: Final[Mapping[str, Callable[[Path], tuple[Returned, ...]]]] = {
    "json": answers_in_json,
    "xlsx": _xlsx_back,
    "docx": _docx_back,
}
FORMS: Final = tuple(_WRITE)
"""The endings of files."""
