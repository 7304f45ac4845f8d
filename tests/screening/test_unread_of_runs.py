"""What a table gives and no rule of a governing regime asks for is named in the manifest."""

from __future__ import annotations

import json
from pathlib import Path

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]


def test_the_manifest_names_the_facts_that_no_rule_read(tmp_path: Path) -> None:
    suppliers = tmp_path / "s.csv"
    suppliers.write_text(
        'supplier,role,country,major_supplier,convictions,tax_breaches\ns1,tenderer,SE,true,"[{""final"": false}]",\n',
        "utf-8",
    )
    words = ["screen", suppliers, "--procurement", ROOT / "examples/espd-response/procurement.yaml", "--regimes",
             "eu-2014-24", "--as-of", "2026-02-01", "-o", tmp_path / "out.jsonl"]  # fmt: skip
    done = tenderlaw(*words)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out.jsonl.manifest.json").read_text("utf-8"))
    assert manifest["unread"] == {"procurement": ["operator.country", "operator.major_supplier"]}
