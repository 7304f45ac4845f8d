"""C9 to C24 save convictions and taxes: insolvency, misconduct and national grounds.

Directive 2014/24 art. 57(4); regulation 2016/7 annex 2 part III C and D. What an operator concedes about
itself is read as demonstrated; what only the authority can find (gravity of a breach, ability to perform,
less intrusive measures) stays unknown.
"""

from __future__ import annotations

import re
from typing import Final

from tenderlaw.facts.events import Insolvency, Misconduct, MisconductKind
from tenderlaw.interop.espd.answers import Question
from tenderlaw.interop.espd.convictions import silence
from tenderlaw.interop.espd.criteria import Ground, InsolvencyKind
from tenderlaw.interop.espd.sheet import Sheet, says
from tenderlaw.interop.espd.values import words

__all__ = ["insolvencies", "misconducts"]

_DENIES: Final = re.compile(r"\b(?:has|have|is|was) (?:not|never) (?:been )?(?:found )?guilty\b", re.IGNORECASE)
_CONCEDES: Final = re.compile(r"\b(?:has been|have been|is|was) (?:found )?guilty\b", re.IGNORECASE)


def insolvencies(sheet: Sheet, ground: Ground[InsolvencyKind]) -> tuple[Insolvency, ...]:
    """Read the situation declared for one of C12 to C17; the operator's reasons stand in its description."""
    said = sheet.answer(sheet.mains)
    if said is False:
        return ()
    if said is None:
        return (Insolvency(kind=ground.kind, note=silence(sheet, sheet.mains), evidence=sheet.proofs()),)
    told = sheet.told(sheet.mains[0])
    reasons = [q for q in told if says(q, "nevertheless", "reasons")]
    able = sheet.text(reasons)
    return (
        Insolvency(
            kind=ground.kind,
            ongoing=True,
            description=words(
                sheet.text([q for q in told if q not in reasons]),
                able and f"reasons for being able to perform the contract: {able}",
            ),
            source="self-declared",
            evidence=sheet.proofs(),
        ),
    )


def misconducts(sheet: Sheet, ground: Ground[MisconductKind]) -> tuple[Misconduct, ...]:
    """Read the events or situations declared for one of C9 to C11 and C18 to C24.

    National grounds (C24) may stand side by side: each is a fact of its own.
    """
    if ground.kind != "national-ground" or len(sheet.mains) < 2:
        return _misconduct(sheet, ground, sheet.mains)
    return tuple(fact for main in sheet.mains for fact in _misconduct(sheet, ground, (main,)))


def _misconduct(sheet: Sheet, ground: Ground[MisconductKind], mains: tuple[Question, ...]) -> tuple[Misconduct, ...]:
    said = sheet.answer(mains)
    if said is None:
        return (Misconduct(kind=ground.kind, note=silence(sheet, mains), evidence=sheet.proofs()),)
    if ground.kind == "misrepresentation-or-undue-influence":
        conceded = _concedes(sheet, mains[0], said)
        if conceded is None:
            answer = "true" if said else "false"
            note = f"criterion {ground.number} was answered `{answer}`, and it is not said what that means"
            return (Misconduct(kind=ground.kind, note=note, source="self-declared", evidence=sheet.proofs()),)
        said = conceded
    if not said:
        return ()
    if ground.kind == "national-ground":
        message = "a purely national ground is conceded: see the national law of the authority"
        sheet.remark(mains[0].text, message, mains[0].line)
    return (
        Misconduct(
            kind=ground.kind,
            demonstrated=True,
            grave=True if ground.kind == "professional-misconduct" else None,
            sanction="one-of-these" if ground.kind == "deficient-performance" else None,
            description=sheet.text(sheet.told(mains[0])),
            self_cleaning=sheet.self_cleaning(mains[0]),
            source="self-declared",
            evidence=sheet.proofs(),
        ),
    )


def _concedes(sheet: Sheet, main: Question, said: bool) -> bool | None:
    """Whether an answer to C23 concedes the ground; none where the words do not tell what `true` means.

    Some versions ask the operator to confirm that it has not been guilty, others that it has been, and some
    leave out what is to be confirmed.
    """
    asked = sheet.criterion.text
    denies, concedes = bool(_DENIES.search(asked)), bool(_CONCEDES.search(asked))
    if denies == concedes:
        answer = "true" if said else "false"
        message = (
            f"was answered `{answer}`, but the words do not say whether `true` confirms or denies guilt: "
            "ask the operator"
        )
        sheet.remark(main.text, message, main.line)
        return None
    return said if concedes else not said
