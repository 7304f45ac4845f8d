"""What every page must be, whoever made it: looked at in the browser, with axe and with checks of our own."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["Looked"]

_OURS = """() => {
  const wrong = [];
  const shown = (one) => one.getClientRects().length > 0;
  if (document.querySelectorAll('h1').length !== 1) wrong.push('h1: ' + document.querySelectorAll('h1').length);
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  const twice = ids.filter((one, at) => ids.indexOf(one) !== at);
  if (twice.length) wrong.push('id twice: ' + twice.join(' '));
  for (const one of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (!one.labels || !one.labels.length || !one.labels[0].textContent.trim()) wrong.push('no label: ' + one.name);
  }
  for (const one of document.querySelectorAll('[tabindex]')) if (one.tabIndex > 0) wrong.push('tabindex: ' + one.id);
  for (const one of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(decodeURIComponent(one.hash.slice(1)))) wrong.push('leads nowhere: ' + one.hash);
  }
  for (const one of document.querySelectorAll('a')) {
    const text = (one.textContent + (one.getAttribute('aria-label') || '')).trim().toLowerCase();
    if (['', 'here', 'more', 'link'].includes(text)) wrong.push('link says nothing: ' + one.href);
  }
  if (!/^(en|fr|de)$/.test(document.documentElement.lang)) wrong.push('lang: ' + document.documentElement.lang);
  if (document.querySelector('[style], style, script:not([src])')) wrong.push('something inline');
  const shows = document.body.innerText.match(/<(time|span|bdi|strong|a) |&(amp|lt|gt|nbsp|#\\d+);/);
  if (shows) wrong.push('markup is shown: ' + shows[0]);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.push('wider than the screen: ' + root.scrollWidth);
  const errors = document.querySelector('.govuk-error-summary');
  if (Boolean(errors) !== /^(Error: |Erreur : |Fehler: )/.test(document.title)) wrong.push('title: ' + document.title);
  return wrong;
}"""

_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""What is looked for, and that what is well is not listed."""


@dataclass
class Looked:
    """The pages that were looked at; a page counts once, by its template's title and what it says is wrong."""

    scripts: bool = True
    """Whether the browser runs scripts: axe needs them."""
    axe: bool = True
    """Whether axe looks, too: the slowest part, and the same at every width."""
    titles: dict[str, str] = field(default_factory=dict)

    def at(self, page: Page) -> None:
        """Look at the page that is shown. Raises AssertionError with everything that is wrong."""
        page.wait_for_load_state()
        page.locator("h1").first.wait_for()
        title, address = page.title(), page.url.split("&")[0]
        assert title.strip() and self.titles.setdefault(title, address) == address, f"title of two pages: {title}"
        if not self.scripts:
            return
        wrong = page.evaluate(_OURS)
        assert wrong == [], (page.url, wrong)
        if not self.axe:
            return
        found = Axe().run(page, options=_AXE)
        said = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found.response["violations"]]
        assert said == [], (page.url, said)
