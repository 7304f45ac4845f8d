"""ESPD Responses (European Single Procurement Document) read into facts.

Input: an XML file of the exchange data model ESPD-EDM 2.1.0, 2.1.1, 3.x or 4.x (directive 2014/24 art. 59;
implementing regulation (EU) 2016/7). Output: an `EspdReading`: the version, the `EconomicOperator` with what
it declared about itself, and remarks. Invariants: nothing outside the file is read; a document that cannot be
read whole gives an InputInvalidError and no facts; criteria are joined by their identifier, questions by
place, type and words; an answer in a branch that was not asked does not count; no answer is not a denial;
every fact is self-declared, never verified.

Stages: `document` (bytes to tree), `versions`, `answers` (tree to questions with answers), `branches` (the
answers that count), `sheet` (questions found by what they ask), `convictions`, `taxes`, `conduct` and
`party` (facts), `facts` (the operator).
"""

from __future__ import annotations

from os import PathLike

from tenderlaw.facts.operator import ROLES, Role
from tenderlaw.interop.espd.document import MAX_BYTES, parse
from tenderlaw.interop.espd.facts import read_document
from tenderlaw.interop.espd.reading import EspdReading, Remark
from tenderlaw.sources.arguments import a_path, a_word, refused
from tenderlaw.sources.doors import bytes_of

__all__ = ["EspdReading", "Remark", "read_response", "read_response_bytes"]


def read_response(path: str | PathLike[str], role: Role | None = None) -> EspdReading:
    """Read an ESPD Response from a file (at most 64 MiB).

    `role` is the role in which the operator is checked. Give it where the document declares none, as those
    of version 2.1 may; where both are given, this one counts and a difference is remarked.

    Raises InputInvalidError, with file and line, if the file cannot be read, is not well-formed XML, declares
    a document type, is not an ESPD Response, is of an unsupported version, or leaves the role open.
    """
    file = a_path(path, "path")
    return read_response_bytes(bytes_of(file, MAX_BYTES), str(file), role)


def read_response_bytes(data: bytes, name: str, role: Role | None = None) -> EspdReading:
    """Read an ESPD Response from bytes; `name` stands for the file in faults. Raises as `read_response`."""
    if not isinstance(data, bytes):
        raise refused("data", data, "is no file as bytes")
    if role is not None:
        a_word(role, "role", ROLES)
    return read_document(parse(data, a_word(name, "name")), role)
