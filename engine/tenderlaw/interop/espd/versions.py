"""Which version of the ESPD exchange data model a response is written in.

The marks are looked at in a fixed order, from the one that says it outright to the shape of the codes,
because real documents leave some out: `ProfileExecutionID`; the scheme version of `VersionID`; the scheme
version of the criteria; what the versions that have none of these have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from lxml import etree

from tenderlaw.interop.espd.document import NAMES, Document, children, content, quoted, text

__all__ = ["NEWEST", "detect"]

NEWEST: Final = (4, 1, 0)
"""Newest version that was read and compared with its specification."""

_HINT: Final = "supported: EDM 2.1.0, 2.1.1, 3.x and 4.x"
_PROFILE: Final = re.compile(r"ESPD-?EDM-?v?(\d{1,3}(?:\.\d{1,3}){0,2})(?![\d.])", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}")
_DOTTED: Final = "CRITERION."
_OLD_TYPES: Final = {"REGULATED": "2.1.0", "SELFCONTAINED": "2.1.0", "BASIC": "2.1.1", "EXTENDED": "2.1.1"}


def detect(document: Document) -> str:
    """Tell the version as three numbers, such as `4.1.0`.

    Raises InputInvalidError if no mark tells it, or if it is not one of 2.1.x, 3.x and 4.x.
    """
    mark = document.root.find("cbc:ProfileExecutionID", NAMES)
    found = _profile(mark)
    if not found:
        mark = document.root.find("cbc:VersionID", NAMES)
        found = _scheme(mark)
    if not found:
        mark = None
        found = _scheme_of_criteria(document) or _shape(document)
    if not found:
        hint = "write it in `cbc:ProfileExecutionID`, such as `ESPD-EDMv4.1.0`"
        document.refuse(None, "the version of the ESPD cannot be told", hint)
    numbers = [int(part) for part in found.split(".")]
    numbers += [0] * (3 - len(numbers))
    if numbers[0] not in {3, 4} and numbers[:2] != [2, 1]:
        document.refuse(mark, f"the version {quoted(found)} of the ESPD is not supported", _HINT)
    return ".".join(map(str, numbers))


def _profile(element: etree._Element | None) -> str:
    match = _PROFILE.match(content(element)) if element is not None else None
    return match[1] if match else ""


def _scheme(element: etree._Element | None) -> str:
    """Look at the scheme version only: the text of `VersionID` is the version of the document's content."""
    scheme = "" if element is None else str(element.get("schemeVersionID") or "").strip()
    return scheme if _NUMBER.fullmatch(scheme) else ""


def _scheme_of_criteria(document: Document) -> str:
    found = Counter(_scheme(element) for element in children(document.root, "cac:TenderingCriterion/cbc:ID"))
    known = [scheme for scheme, _ in found.most_common() if scheme]
    return known[0] if known else ""


def _shape(document: Document) -> str:
    """Versions 2.1.1 and 3.0.0 by what only they have: dotted codes, or short codes with a customization."""
    codes = [content(element) for element in children(document.root, "cac:TenderingCriterion/cbc:CriterionTypeCode")]
    if codes and all(code.startswith(_DOTTED) for code in codes):
        return _OLD_TYPES.get(text(document.root, "cbc:QualificationApplicationTypeCode").upper(), "2.1.1")
    customized = "biitrdm092" in text(document.root, "cbc:CustomizationID")
    return "3.0.0" if codes and customized and not any(code.startswith(_DOTTED) for code in codes) else ""
