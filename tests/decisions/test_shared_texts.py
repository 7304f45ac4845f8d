"""Statements that serve several regimes: cited, dated, between duties that there are, and never taken for met."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.choosing import load_duties
from tenderlaw.decisions.duties import reusable_for
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.packs.model.duties import SharedText
from tenderlaw.sources.faults import PackInvalidError

DUTIES = {(one.id, typed.duty.id): typed.duty for one in installed_duties() for typed in one.typed.duties}
SHARED = [(*at, one) for at, duty in DUTIES.items() for one in duty.served_by]
COMPANY = """
legal_form: body-corporate
kind_of_organisation: company
business_in: [GB]
supplies_goods_or_services: true
has_website: true
financial_years:
  - {ends_on: 2025-12-31, own: {turnover: {amount: 50000000, currency: GBP}}, subsidiaries: []}
"""
PACK = """
id: reports
title: Reports Act (made up)
version: "1"
kind: duties
in_force: {from: 2020-01-01, cite: s. 1}
duties:
  - id: report
    title: Report
    cite: s. 2
    when: {operator.has_website: true}
    elements: [{id: published, title: Publication, cite: s. 4, met: {operator.has_website: true}}]
    served_by: [{pack: others, duty: report, from: 2024-01-01, cite: guidance, still: [publishd]}]
sources: [{key: A, title: Reports Act, state: made up}]
"""


def test_every_shared_text_is_of_a_duty_that_there_is_and_says_what_the_duty_still_asks() -> None:
    assert SHARED
    for pack, duty, one in SHARED:
        assert (one.pack, one.duty) in DUTIES
        assert one.pack != pack
        assert set(one.still) <= {element.id for element in DUTIES[pack, duty].elements}
        assert one.cite


@pytest.mark.parametrize(("pack", "duty", "shared"), SHARED)
def test_a_text_serves_from_its_day_on(pack: str, duty: str, shared: SharedText) -> None:
    said = {found.pack for found in reusable_for(DUTIES[pack, duty], shared.from_)}
    before = {found.pack for found in reusable_for(DUTIES[pack, duty], shared.from_ - timedelta(days=1))}
    assert shared.pack in said - before


def test_a_text_that_may_be_reused_is_told_and_meets_nothing_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "company.yaml"
    file.write_text(COMPANY, encoding="utf-8")
    words = ["duties", str(file), "--pack", "gb-msa-2015", "--as-of"]
    done = CliRunner().invoke(app, [*words, "2026-08-01"])
    assert "May be reused for it: the text made for au-msa-2018/statement (guidance, " in done.stdout
    assert "Still to be looked at: Approval by the board" in done.stdout
    said = json.loads(CliRunner().invoke(app, [*words, "2026-08-01", "--json"]).stdout)
    duty = said["companies"][0]["regimes"][0]["duties"][0]
    assert {one["pack"] for one in duty["reusable"]} == {"au-msa-2018", "ca-s211"}
    assert duty["state"] == "unknown"
    assert "reused" not in CliRunner().invoke(app, [*words, date(2025, 7, 29).isoformat()]).stdout


def test_an_element_that_the_duty_does_not_have_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    with pytest.raises(PackInvalidError, match="`publishd` is no element of the duty"):
        load_duties(["reports"], folders=[tmp_path])
