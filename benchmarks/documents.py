"""Documents: a typical schedule of twelve pages as DOCX and PDF, and a thousand of them in one process.

    .venv/bin/python benchmarks/documents.py [COUNT]

Prints the time of the first document after import, the median, and the median of the processor's time, which a busy
machine lengthens least, with other words in every document, so that nothing is answered from a cache; and the memory
of the process on the way.
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

LINES = (
    "The contractor keeps a record of every person who works for the performance of the contract, at any tier, and of "
    "the undertaking that employs that person, and shows it to {{ fill.buyer }} within {{ fill.days }} days on request"
)
CLAUSE = """\
id: clause-{n}
version: "1.0"
from: 2014-01-01
kind: clause
cite: Model Act s. {n}
source: Report, paragraph {n}
obligation: mandatory
defined_terms: [worker]
fill_ins:
  - {{id: buyer, title: buyer, kind: text}}
  - {{id: days, title: days, kind: number}}
languages: {{en: {{title: Fair work in performance {n}, status: drafted}}}}
"""
DEFINITIONS = "definitions: [{id: worker, cite: s. 1, terms: {en: Worker}, meanings: {en: any person who works}}]\n"


def library(folder: Path, clauses: int = 21) -> Path:
    """Clauses of four levels with footnotes and references."""
    (folder / "definitions.yaml").write_text(DEFINITIONS, encoding="utf-8")
    for n in range(1, clauses + 1):
        (folder / f"clause-{n}").mkdir()
        (folder / f"clause-{n}" / "clause.yaml").write_text(CLAUSE.format(n=n), encoding="utf-8")
        body = f"{{#first}} {LINES}^[Model Act s. {n}(1)], and every <worker>:\n"
        body += "- is paid on time;\n- keeps its papers;\n  - passports;\n  - permits;\n- is heard.\n\n"
        body += "\n\n".join(f"{LINES}, see [[clause-{n}#first]]^[Guidance {n}.{i}]." for i in range(3)) + "\n"
        (folder / f"clause-{n}" / "en.md.j2").write_text(body, encoding="utf-8")
    return folder


def memory() -> float:
    """Resident memory in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(count: int) -> None:
    """Measure and print."""
    from pypdf import PdfReader  # noqa: PLC0415

    from tenderlaw.clauses.library import load_library  # noqa: PLC0415
    from tenderlaw.clauses.render import RenderOptions, render_clauses  # noqa: PLC0415
    from tenderlaw.clauses.select import SelectedClause  # noqa: PLC0415
    from tenderlaw.clauses.values import Values  # noqa: PLC0415
    from tenderlaw.documents.assemble import assemble  # noqa: PLC0415
    from tenderlaw.documents.formats import write_document  # noqa: PLC0415
    from tenderlaw.documents.model import Document, Manifest, Signature  # noqa: PLC0415
    from tenderlaw.documents.pdf import to_pdf  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        known = load_library((library(Path(folder)),), shipped=False)
    selected = [SelectedClause(one, (), "Model Act", "mandatory") for one in known.clauses.values()]
    manifest = Manifest("0" * 64, date(2026, 1, 1), "en", "0", "0" * 64, (), ())
    sign = tuple(Signature(party, ("Name", "Date", "Signature")) for party in ("Buyer", "Contractor"))
    empty = Document(kind="contract-terms", title="Schedule", language="en", signatures=sign, manifest=manifest)

    def made(number: int) -> Document:
        fill_ins = {"buyer": f"Authority number {number}", "days": str(number)}
        rendered = render_clauses(selected, {}, RenderOptions(fill_ins=Values(fill_ins)))
        parts = assemble(rendered, known, "en", "contract-terms")
        return replace(empty, clauses=parts.clauses, definitions=parts.definitions, footnotes=parts.footnotes)

    pages = len(PdfReader(io.BytesIO(to_pdf(made(0)))).pages)
    print(f"a schedule of {len(selected)} clauses, {pages} pages; each document with other words")
    for form in ("md", "json", "html", "docx", "odt", "pdf"):
        times, busy, marks = [], [], []
        for number in range(1, (count if form in ("docx", "odt", "pdf") else 20) + 1):
            start, used = time.perf_counter(), time.process_time()
            write_document(made(number), form)
            times.append((time.perf_counter() - start) * 1000)
            busy.append((time.process_time() - used) * 1000)
            if number in (count // 10, count // 2, count):
                gc.collect()
                marks.append(f"{memory():.0f} MiB after {number}")
        medians = f"median {statistics.median(times):5.0f} ms, of the processor {statistics.median(busy):5.0f} ms"
        print(f"  {form:5} first {times[0]:5.0f} ms, {medians}; {', '.join(marks)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
