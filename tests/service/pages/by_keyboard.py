"""A page gone through by keyboard alone: Tab reaches what can be used, in order, and Enter or Space do what it does."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["gone_through"]

_BEGIN = """(everywhere) => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  const shown = (one) => one.getClientRects().length > 0 && one.checkVisibility({visibilityProperty: true});
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const chosen = (radio) => {
    const all = [...document.getElementsByName(radio.name)].filter((one) => one.form === radio.form);
    return radio === (all.find((one) => one.checked) || all[0]);
  };
  const scrolls = (one) => {
    const style = getComputedStyle(one);
    const room = (way, size, inner) => /auto|scroll/.test(way) && inner > size;
    return (room(style.overflowX, one.clientWidth, one.scrollWidth) ||
      room(style.overflowY, one.clientHeight, one.scrollHeight)) && !one.querySelector(usable);
  };
  const stops = [...document.body.querySelectorAll('*')].filter((one) =>
    shown(one) && (one.matches(usable) ? one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' &&
      (one.type !== 'radio' || chosen(one)) : scrolls(one) && !one.matches('iframe')));
  const looks = (one) => {
    const beside = one.nextElementSibling;
    const parts = [[one], [one, '::after'], [one.parentElement]];
    if (beside) parts.push([beside, '::before'], [beside]);
    return parts.map(([of, part]) => {
      const style = getComputedStyle(of, part);
      return [style.outline, style.boxShadow, style.backgroundColor, style.border, style.clip, style.position].join();
    }).join('|');
  };
  const before = stops.map(looks);
  const walk = window.walk = {stops, reached: [], other: [], unseen: [], acted: new Set()};
  document.addEventListener('focusin', ({target}) => {
    const at = stops.indexOf(target);
    walk.reached.push(at);
    if (at < 0) walk.other.push(target.outerHTML.slice(0, 100));
    const box = target.getBoundingClientRect();
    if (at >= 0 && (looks(target) === before[at] || box.width * box.height === 0)) walk.unseen.push(at);
  });
  window.addEventListener('click', (event) => {
    if (!event.target.matches('[type=radio], [type=checkbox]')) event.preventDefault();
    event.stopImmediatePropagation();
    let one = event.target;
    while (one && !stops.includes(one)) one = one.parentElement;
    walk.acted.add(stops.indexOf(one) + ' ' + walk.key);
  }, true);
  window.addEventListener('keydown', ({key}) => { walk.key = key === ' ' ? 'Space' : key; }, true);
  const main = document.querySelector('main');
  walk.keys = stops.map((one) => {
    if (!everywhere && !(main && main.contains(one))) return [];
    if (one.matches('a')) return one.getAttribute('role') === 'button' ? ['Enter', 'Space'] : ['Enter'];
    if (one.matches('button, summary')) return ['Enter', 'Space'];
    if (one.matches('[type=radio]:checked')) return [];  // it is as it can be
    return one.matches('[type=checkbox], [type=radio], [type=file]') ? ['Space'] : [];
  });
  return walk.keys;
}"""
_END = """() => {
  const {stops, reached, other, unseen, acted, keys} = window.walk;
  const name = (at) => {
    const one = stops[at];
    return one.tagName + ' ' + (one.id || one.name || one.textContent.trim()).slice(0, 60);
  };
  const wrong = unseen.map((at) => 'no visible focus: ' + name(at));
  const order = reached.filter((at) => at >= 0);
  const there = new Set(order);
  stops.forEach((_, at) => { if (!there.has(at)) wrong.push('never reached: ' + name(at)); });
  order.forEach((at, now) => { if (now && at < order[now - 1]) wrong.push('out of order: ' + name(at)); });
  keys.forEach((of, at) => of.forEach((key) => {
    if (!acted.has(at + ' ' + key)) wrong.push(key + ' does nothing: ' + name(at));
  }));
  return wrong.concat(other.map((one) => 'nothing to stop at: ' + one));
}"""
_INSIDE = "() => document.activeElement !== null && document.activeElement.tagName === 'IFRAME'"
_MOST = 40
"""Stops within a document in a frame, at most."""


def gone_through(page: Page, *, everywhere: bool) -> list[str]:
    """What is wrong; `everywhere`: actions beside those of the page itself are tried too, which all pages share."""
    stops = page.evaluate(_BEGIN, everywhere)
    frames = page.locator("iframe").count()
    for keys in stops:
        page.keyboard.press("Tab")
        for _ in range(_MOST if frames else 0):
            if not page.evaluate(_INSIDE):
                break
            page.keyboard.press("Tab")
        for key in keys:
            page.keyboard.press(key)
    found: list[str] = page.evaluate(_END)
    return found
