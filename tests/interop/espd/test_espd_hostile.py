"""Documents that must be refused, with the fault that says why; and never a partial result."""

from __future__ import annotations

from pathlib import Path

import pytest
from espd_builder import NUMBERS, URN, with_answers, write

from tenderlaw.interop import espd
from tenderlaw.interop.espd import document, read_response, read_response_bytes
from tenderlaw.sources.faults import Fault, InputInvalidError

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "espd"
CLEAN = write("4.1.0", with_answers())
SUPPORTED = "supported: ESPD Response of EDM 2.1.0, 2.1.1, 3.x and 4.x"
WANTED = (
    "give the response that the economic operator filled in: its root element is `QualificationApplicationResponse`"
)


def fault_of(data: bytes) -> Fault:
    with pytest.raises(InputInvalidError) as caught:
        read_response_bytes(data, "x.xml")
    assert caught.value.exit_code == 7
    (fault,) = caught.value.faults
    assert fault.file == "x.xml"
    assert "\n" not in str(fault)
    return fault


def with_prologue(prologue: str, inside: str = "") -> bytes:
    head, rest = CLEAN.decode().split("\n", 1)
    body = rest.replace("Example Builders Ltd", inside or "Example Builders Ltd")
    return f"{head}\n{prologue}\n{body}".encode()


LAUGHS = "<!DOCTYPE r [" + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(30)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("prologue", "inside"),
    [
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
        ('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>', ""),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd">', ""),
        ('<!DOCTYPE r PUBLIC "-//X//X" "r.dtd">', ""),
        ("<!DOCTYPE r>", ""),
        (LAUGHS, "&l29;"),
    ],
    ids=["xxe-file", "xxe-http", "parameter-entity", "external-dtd", "public-dtd", "bare", "billion-laughs"],
)
def test_a_document_type_is_refused_before_it_is_read(prologue: str, inside: str) -> None:
    fault = fault_of(with_prologue(prologue, inside))
    assert (fault.line, fault.column) == (2, 1)
    assert fault.message == "found a document type declaration (`<!DOCTYPE`)"
    assert fault.hint == "remove it: an ESPD has none"


def test_a_document_type_in_utf_16_is_refused() -> None:
    text = with_prologue("<!DOCTYPE r>").decode().replace("UTF-8", "UTF-16")
    assert fault_of(text.encode("utf-16")).message == "found a document type declaration (`<!DOCTYPE`)"


def test_the_words_doctype_in_a_comment_or_a_text_are_no_declaration() -> None:
    data = with_prologue("<!-- <!DOCTYPE r> -->", "A &lt;!DOCTYPE r&gt; Ltd")
    assert read_response_bytes(data, "x.xml").operator.name == "A <!DOCTYPE r> Ltd"


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file(data: bytes) -> None:
    assert str(fault_of(data)) == "x.xml: is empty (give the XML file of an ESPD Response)"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (CLEAN[:-40], CLEAN.count(b"\n")),
        (CLEAN[: len(CLEAN) // 2], None),
        (b"PK\x03\x04\x14\x00\x00\x00", 1),
        (b"%PDF-1.7 not xml", 1),
        (b'{"espd": true}', 1),
        (b"<a><b></a>", 1),
        (CLEAN + b"<more/>", None),
        (CLEAN.replace(b"Builders", b"B\xe9tisseurs"), None),
        (CLEAN.replace(b"UTF-8", b"no-such-encoding"), 1),
        (CLEAN.replace(b"UTF-8", b"UTF-16"), 1),
        (CLEAN.replace(b"Example", b"&undeclared;"), None),
        (b"<a>" * 100_000, 1),
        (b"<a>" * 100_000 + b"</a>" * 100_000, 1),
    ],
    ids=[
        "truncated", "half", "zip", "pdf", "json", "mismatch", "two-roots", "latin-1-as-utf-8",
        "unknown-encoding", "wrong-encoding", "undeclared-entity", "deep-open", "deep",
    ],
)  # fmt: skip
def test_what_is_not_well_formed(data: bytes, line: int | None) -> None:
    fault = fault_of(data)
    assert fault.message.startswith("is not well-formed XML: ")
    assert fault.hint == "give the file as the ESPD service wrote it"
    assert fault.line > 0
    assert line is None or fault.line == line


def test_utf_16_and_latin_1_are_read_where_they_are_declared() -> None:
    text = CLEAN.decode().replace("Builders", "Bâtisseurs")
    for name in ("UTF-16", "ISO-8859-1"):
        data = text.replace("UTF-8", name).encode(name)
        assert read_response_bytes(data, "x.xml").operator.name == "Example Bâtisseurs Ltd"


def test_a_request() -> None:
    fault = fault_of(CLEAN.replace(b"QualificationApplicationResponse", b"QualificationApplicationRequest"))
    assert fault.message == "found an ESPD Request (`QualificationApplicationRequest`), not a response"
    assert fault.hint == WANTED


def test_espd_8_the_namespace_of_2_0_is_unsupported() -> None:
    path = FIXTURES / "response-2.0.2.xml"
    with pytest.raises(InputInvalidError) as caught:
        read_response(path, "tenderer")
    assert str(caught.value) == (
        f"{path}:5:1: the namespace `urn:X-test:UBL:Pre-award:QualificationApplicationResponse` "
        f"is of EDM 2.0.x, which is not supported ({SUPPORTED})"
    )


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (
            b'<i:Invoice xmlns:i="urn:invoice"/>',
            "found the root element `Invoice` in the namespace `urn:invoice`",
            WANTED,
        ),
        (b"<html/>", "found the root element `html` without a namespace", WANTED),
        (
            b'<ESPDResponse xmlns="urn:grow:names:specification:ubl:schema:xsd:ESPDResponse-1"/>',
            "the root element `ESPDResponse` is of EDM 1.x, which is not supported",
            SUPPORTED,
        ),
        (
            b'<QualificationApplicationResponse xmlns="urn:other"/>',
            "found the root element `QualificationApplicationResponse` in the namespace `urn:other`",
            WANTED,
        ),
    ],
)  # fmt: skip
def test_another_document(data: bytes, message: str, hint: str) -> None:
    fault = fault_of(data)
    assert (fault.line, fault.message, fault.hint) == (1, message, hint)


@pytest.mark.parametrize("version", ["1.0.2", "2.0.2", "2.2.0", "5.0.0", "5.0.0-alpha", "10.1.0"])
def test_an_unsupported_version(version: str) -> None:
    fault = fault_of(write("4.1.0", {}, profile=f"ESPD-EDMv{version}"))
    number = version.split("-", maxsplit=1)[0]
    assert fault.message == f"the version `{number}` of the ESPD is not supported"
    assert fault.hint == "supported: EDM 2.1.0, 2.1.1, 3.x and 4.x"
    assert fault.line == 4


def test_a_version_that_cannot_be_told() -> None:
    data = write("4.1.0", {}, profile="").replace(b' schemeVersionID="4.1.0"', b"")
    fault = fault_of(data)
    assert fault.message == "the version of the ESPD cannot be told"
    assert fault.hint == "write it in `cbc:ProfileExecutionID`, such as `ESPD-EDMv4.1.0`"


def test_a_missing_role() -> None:
    fault = fault_of(write("4.1.0", {}, role=None))
    assert fault.message == "the role of the operator is missing"
    assert fault.hint == (
        "state it to the reader, or write `cbc:RoleCode`: "
        "`sole-tenderer`, `group-lead`, `group-mem`, `oeron`, `subcont`"
    )


def test_an_unknown_role() -> None:
    fault = fault_of(write("4.1.0", {}, role="sole-tendrer"))
    assert fault.message == "the role code `sole-tendrer` is unknown"
    assert fault.hint == "did you mean `sole-tenderer`?"


def test_several_roles() -> None:
    code = b"<cbc:RoleCode>sole-tenderer</cbc:RoleCode>"
    fault = fault_of(CLEAN.replace(code, code + b"<cbc:RoleCode>oeron</cbc:RoleCode>"))
    assert fault.message == "several roles are given: `sole-tenderer, oeron`"


def test_groups_nested_too_deeply() -> None:
    tag = b"cac:SubsidiaryTenderingCriterionPropertyGroup"
    end = b"</cac:TenderingCriterionPropertyGroup>"
    deep = b"<" + tag + b">\n"
    data = CLEAN.replace(end, deep * 40 + (b"</" + tag + b">") * 40 + end, 1)
    fault = fault_of(data)
    assert fault.message == "the groups of C1 are nested deeper than 32 levels"
    assert fault.hint == "no version of the ESPD is built so"


def test_too_many_answers_and_too_many_questions() -> None:
    data = write("4.1.0", {"C1": {"main": [True] * 201}})
    assert fault_of(data).message == "a question of C1 has over 200 answers"
    question = (
        b"<cac:TenderingCriterionProperty><cbc:ValueDataTypeCode>DATE</cbc:ValueDataTypeCode>"
        b"</cac:TenderingCriterionProperty>"
    )
    start = b"<cac:TenderingCriterionProperty>"
    assert fault_of(CLEAN.replace(start, question * 501 + start, 1)).message == "C1 has over 500 questions"


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(CLEAN)
    for module in (document, espd):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    assert fault_of(CLEAN).message == "larger than 0 MiB"
    with pytest.raises(InputInvalidError, match="larger than 0 MiB"):
        read_response(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.xml"
    with pytest.raises(InputInvalidError) as caught:
        read_response(path)
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory"
    with pytest.raises(InputInvalidError, match="cannot be read: is a folder"):
        read_response(tmp_path)


def test_a_document_without_any_criterion_denies_nothing() -> None:
    reading = read_response_bytes(write("4.1.0", {}, criteria=()), "x.xml")
    absent = [r.criterion for r in reading.remarks if r.message.endswith("is not in the document")]
    assert absent == NUMBERS


def test_words_of_the_document_do_not_break_a_message() -> None:
    fault = fault_of(f'<r xmlns="{URN}`a`&#10;b{"c" * 300}"/>'.encode())
    assert len(fault.message) < 200
    fault = fault_of(write("4.1.0", {}, role=f"a `role`\nof {'c' * 300}"))
    assert fault.message == f"the role code `a 'role' of {'c' * 65}...` is unknown"
