"""Looking at a page as a test can: axe, what is cut off, words on words, where the focus goes."""

from __future__ import annotations

from typing import Any

PARTS = ".cr-root, .cr-card, .cr-panel, .jp-OutputArea figure"
WORDED = ".cr-item, .cr-card, .cr-panel"

# JupyterLab's body has no height of its own, and axe takes whatever lies in it for hidden.
AXE = """async ([selector, only]) => {
  document.body.style.height = "100vh";
  const parts = [...document.querySelectorAll(selector)].filter((one) => !one.hidden);
  const options = { resultTypes: ["violations", "passes"], elementRef: true };
  if (only) options.runOnly = [only];
  const result = await axe.run({ include: parts }, options);
  const seen = result.passes.filter((one) => one.id === "color-contrast")
    .flatMap((one) => one.nodes.map((node) => node.element));
  return {
    violations: result.violations.map((one) =>
      `${one.id}: ${one.nodes.map((n) => n.html.slice(0, 150)).join(" | ")}`),
    parts: parts.length,
    contrast: parts.filter((part) => seen.some((one) => part.contains(one))).length,
    unlooked: parts.filter((part) => !seen.some((one) => part.contains(one)))
      .map((part) => part.outerHTML.slice(0, 150)),
  };
}"""
CUT = """(selector) => [...document.querySelectorAll(selector)].flatMap((part) => {
  const right = document.documentElement.clientWidth;
  return [...part.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    const moves = one.parentElement.closest('[role="group"][tabindex="0"]');
    return box.width && box.right > right + 1 && !one.closest(".cr-scroll, .cr-text, .cr-view")
      && !(moves && getComputedStyle(moves).overflowX === "auto");
  }).map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`);
})"""
# Words that lie on other words: pairs of lines of text whose boxes share more than a rim.
OVERLAID = """(selector) => [...document.querySelectorAll(selector)].flatMap((part) => {
  const lines = [];
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.textContent.trim() || node.parentElement.closest(
      "select, textarea, details:not([open]) > :not(summary)")) continue;
    // What is for screen readers alone is clipped.
    const heard = node.parentElement.closest("thead, .cr-heard");
    if (heard && getComputedStyle(heard).clipPath !== "none") continue;
    // And a hint of what is wider than the page has no height where nothing is.
    if (node.parentElement.closest(".cr-slide")?.getBoundingClientRect().height < 1) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2) lines.push([node, box]);
  }
  const share = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]);
  return lines.flatMap(([one, a], n) => lines.slice(n + 1)
    .filter(([other, b]) => other !== one && share(a, b, "left", "right") > 3
      && share(a, b, "top", "bottom") > 6)
    .map(([other]) => `“${one.textContent.trim()}” lies on “${other.textContent.trim()}”`));
})"""

# All cells drawn and nothing of the page behind a rim, so that axe sees all of it in any window.
UNROLL = """() => {
  const cell = document.querySelector(".jp-Notebook .jp-Cell");
  for (let one = cell.parentElement; one; one = one.parentElement) {
    one.style.setProperty("overflow", "visible", "important");
    one.style.setProperty("contain", "none", "important");
  }
  const style = document.createElement("style");
  style.textContent = ".jp-Cell { content-visibility: visible !important }";
  document.head.append(style);
}"""
# From now on: which of the page's own controls get the focus, and is it seen where it is?
FOLLOW = """(outputs) => {
  const named = (one) => `${one.closest("form")?.dataset.item ?? "page"}: ${one.tagName} `
    + `${one.className} ${(one.name || one.textContent).trim().slice(0, 40)}`;
  const seen = new Set();
  const unseen = [];
  document.addEventListener("focusin", ({ target: one }) => {
    if (!one.closest(outputs)) return;
    seen.add(one);
    const pane = one.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    const box = one.getBoundingClientRect();
    const look = getComputedStyle(one);
    const inside = Math.min(box.bottom, pane.bottom) - Math.max(box.top, pane.top) > 8
      && Math.min(box.right, pane.right) - Math.max(box.left, pane.left) > 8;
    const rim = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1;
    if (!inside) unseen.push(`${named(one)} is off the screen`);
    else if (!rim) unseen.push(`${named(one)} has no rim`);
  });
  window.crossreadFollowed = { seen, unseen, named, outputs };
}"""
# What Tab never came to, and what had the focus without a sign of it.
FOLLOWED = """() => {
  const { seen, unseen, named, outputs } = window.crossreadFollowed;
  const circle = (one) => one.type === "radio";
  const group = (one) => one.name + (one.form?.dataset.item ?? "");
  const groups = new Set([...seen].filter(circle).map(group));
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const controls = [...document.querySelectorAll(outputs)]
    .flatMap((one) => [...one.querySelectorAll(kinds)]);
  const missed = controls.filter((one) => one.tabIndex >= 0 && !one.disabled
    && one.checkVisibility() && !one.matches("[class^='jp-']") // JupyterLab's own, seen on hover
    && !seen.has(one) && !(circle(one) && groups.has(group(one))));
  return { unseen, missed: missed.map(named), reached: seen.size };
}"""


def theme(book: Any, name: str) -> None:
    """Choose JupyterLab's light or dark theme."""
    if book.page.evaluate("document.body.dataset.jpThemeName") == f"JupyterLab {name}":
        return
    book.page.set_viewport_size({"width": 1280, "height": 1000})
    book.menu("Settings", "Theme", f"JupyterLab {name}")
    book.page.wait_for_function(
        f"document.body.dataset.jpThemeName === 'JupyterLab {name}'")
