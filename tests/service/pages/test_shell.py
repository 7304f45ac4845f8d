"""The frame of every page: language, what was just done, the files that browsers load, nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from tenderlaw.service.pages import environment as pages_environment
from tenderlaw.service.pages.assets import FOLDER, STATIC, StaticFilesKept, asset
from tenderlaw.service.pages.environment import environment, speaking
from tenderlaw.service.pages.page import go, page

KIT = """
{% extends "layout.html" %}
{% from "blocks.html" import outcome_tag, state_tag, outcome_box, data_table, facts, pages, unfold, crumbs %}
{% from "forms.html" import form, line, choose, day, error_summary, button %}
{% block title %}{{ t("outcomes.must_exclude") }}{% endblock %}
{% block before %}{{ crumbs([(t("navigation.procurements"), "/procurements"), ("Wald & Söhne", None)]) }}{% endblock %}
{% block content %}
{{ error_summary(errors) }}
<h1 class="govuk-heading-l">{{ name }}</h1>
{% call outcome_box("must_exclude") %}<p>{{ "2026-02-01" | day }}</p>{% endcall %}
{% set heads = [t("navigation.packs"), {"text": "EUR", "number": true}] %}
{{ data_table(heads[0], heads, [[name, {"text": "5" | amount("EUR"), "number": true}]], row_heads=true) }}
{{ outcome_tag("may_exclude") }} {{ state_tag("applies") }}
{{ facts([(t("navigation.packs"), name)]) }}
{% call form("/x", csrf) %}{{ line("title", name, "<b>", hint=name, errors=errors) }}{{ day("at", name, {"day": "1"}) }}
{{ choose("a", name, [("yes", t("forms.yes"))], apart=("unknown", t("forms.not_known"))) }}{{ button() }}{% endcall %}
{{ pages(None, "/next") }}
{% endblock %}
"""


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    env = environment()
    monkeypatch.setattr(env, "loader", ChoiceLoader([DictLoader({"kit.html": KIT}), env.loader]))

    async def shown(request: Request) -> Response:
        request.state.who = "A. Officer"
        return page(request, "kit.html", name="<script>alert(1)</script>", errors=[])

    async def done(request: Request) -> Response:
        return go(request, "/", request.query_params["notice"])

    routes = [Route("/", shown), Route("/done", done), Mount(STATIC, StaticFilesKept())]
    return TestClient(Starlette(routes=routes))


def test_a_page_speaks_the_language_chosen_and_keeps_it(client: TestClient) -> None:
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="de"' in client.get("/", headers={"Accept-Language": "pt,de-AT;q=0.8,en;q=0.3"}).text
    assert "1er février 2026" in client.get("/?lang=fr").text
    assert '<html lang="fr"' in client.get("/").text
    assert '<html lang="fr"' in client.get("/?lang=xx", headers={"Accept-Language": ";q=x,,"}).text


def test_what_is_handed_in_is_text(client: TestClient) -> None:
    text = client.get("/").text
    assert "<script>alert" not in text
    assert "<b>" not in text


def test_nothing_inline_and_nothing_from_elsewhere(client: TestClient) -> None:
    text = client.get("/").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []


def test_a_notice_is_shown_once_and_only_ours(client: TestClient) -> None:
    client.get("/done?notice=saved")
    assert client.get("/done?notice=saved", follow_redirects=True).text.count("What you entered is kept.") == 1
    assert "What you entered is kept." not in client.get("/").text
    assert client.get("/done?notice=free+text", follow_redirects=True).text.count("free text") == 0


def test_the_files_of_a_page_are_there_and_may_be_kept(client: TestClient) -> None:
    text = client.get("/").text
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    assert len(named) == 3
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/static/../page.py").status_code == 404
    assert client.get("/static/%2e%2e/page.py").status_code == 404


def test_the_style_names_only_files_that_are_there_and_no_mark_of_others() -> None:
    style = (FOLDER / "pages.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("?([^")]+)"?\)', style)
    assert named
    assert [one for one in named if not (FOLDER / one).exists()] == []
    assert "GDS Transport" not in style
    assert not (FOLDER / "images").exists()
    assert {file.name for file in FOLDER.glob("LICENCE*")} | {file.name for file in FOLDER.glob("fonts/LICENCE*")} == {
        "LICENCE.govuk-frontend.txt", "LICENCE.source-sans-3.txt", "LICENCE.source-serif-4.txt",
    }  # fmt: skip
    assert asset("pages.css") == asset("pages.css")
    assert Path(pages_environment.__file__).parent == FOLDER.parent


def test_days_that_are_none_are_said_as_they_are() -> None:
    with speaking("de"):
        said = environment().from_string("{{ a | day }}|{{ b | day }}|{{ c | day }}")
        assert said.render(a="open", b="<x>", c=None) == "nicht beendet|&lt;x&gt;|"
