"""Content controls within a line, which the comparing program cannot look into: taken away before, put back after it.

A control whose words changed is not put back: it would show the value to which it is bound, and no change.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tenderlaw.documents.redlining.letters import around, letters, split

__all__ = ["dissolve", "with_controls"]

_GONE: Final = (qn("w:del"), qn("w:moveFrom"))
_TRACKED: Final = (*_GONE, qn("w:ins"), qn("w:moveTo"))


def dissolve(root: Any) -> None:  # noqa: ANN401 - an element of lxml
    """Leave of every control within a line what it shows."""
    for control in list(_controls(root)):
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)


def with_controls(made: Any, new: Any) -> None:  # noqa: ANN401
    """Put the controls of a part of the new document around the same words of its redline."""
    places: list[tuple[Any, int, int]] = []
    at = 0
    inside: dict[Any, int] = dict.fromkeys(_controls(new), -1)
    for run in _live(new):
        control = around(run, (qn("w:sdt"),))
        length = len(letters(run))
        if control in inside and length:
            if inside[control] < 0:
                inside[control] = len(places)
                places.append((control, at, at + length))
            else:
                first = places[inside[control]][1]
                places[inside[control]] = (control, first, at + length)
        at += length
    runs = list(_live(made))
    if sum(len(letters(run)) for run in runs) != at:
        return
    for control, begin, end in places:
        _put_around(made, control, begin, end)


def _put_around(made: Any, control: Any, begin: int, end: int) -> None:  # noqa: ANN401
    found: list[Any] = []
    at = 0
    for run in _live(made):
        length = len(letters(run))
        if at < end and at + length > begin and length:
            if at < begin:
                split(run, begin - at)
                return _put_around(made, control, begin, end)
            if at + length > end:
                run = split(run, end - at)  # noqa: PLW2901 - its first part
            found.append(run)
        at += length
        if at >= end:
            break
    changed = any(around(run, _TRACKED) is not None for run in found)
    if not found or changed or any(run.getparent() is not found[0].getparent() for run in found):
        return None
    siblings = list(found[0].getparent())
    between = siblings[siblings.index(found[0]) : siblings.index(found[-1]) + 1]
    if any(one.tag in _TRACKED for one in between):
        return None
    box, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    found[0].addprevious(box)
    box.append(deepcopy(control.find(qn("w:sdtPr"))))
    box.append(content)
    for one in between:
        content.append(one)
    return None


def _controls(root: Any) -> Any:  # noqa: ANN401
    """Controls within a line: what they hold are runs."""
    for control in root.iter(qn("w:sdt")):
        content = control.find(qn("w:sdtContent"))
        bare = content is not None and not any(
            one.tag in (qn("w:p"), qn("w:tbl"), qn("w:tr")) for one in content.iter()
        )
        if bare and around(control, (qn("w:p"),)) is not None:
            yield control


def _live(root: Any) -> Any:  # noqa: ANN401
    return [run for run in root.iter(qn("w:r")) if around(run, _GONE) is None]
