// What several front-end files share. There is no build step: Python sets this file before theirs
// (base.py, front_end).

// JupyterLab listens for its shortcuts on the document while the event goes down.
// Inside a form they are switched off, except for running the cell, for saving, and for chords of
// Ctrl or Cmd such as the one of the side bar. A field of text keeps its own chords.
function guardKeys(el) {
  const guard = (event) => {
    if (!el.contains(event.target)) return;
    const command = event.ctrlKey || event.metaKey;
    const passes = (event.key === "Enter" && (event.shiftKey || command))
      || (command && event.key.toLowerCase() === "s")
      || (command && !event.altKey && !isText(event.target) && isLabs(event));
    el.toggleAttribute("data-lm-suppress-shortcuts", false);
    if (!passes) el.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  window.addEventListener("keydown", guard, true);
  el.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave(el);
    if (el.hasAttribute("data-lm-suppress-shortcuts")) event.stopPropagation();
  });
  return () => window.removeEventListener("keydown", guard, true);
}

const isText = (target) => target.matches("textarea, [contenteditable=true], input:not([type=radio]):not([type=checkbox])");

// Ctrl with Alt is AltGr, which writes letters. Chords that select, copy, paste and undo would do so
// to the cell around the form; with Shift, M merges cells and a hyphen splits them.
const isLabs = (event) => event.key.length === 1
  && !(event.shiftKey ? /[mvz_-]/i : /[acmvxyz]/i).test(event.key);

// JupyterLab hands out its application only where its settings say so, as start.py's do.
const lab = () => window.jupyterapp;

// Out of a form to JupyterLab, whose keys work again: to the form's cell, or to the cell in use
// where the form stands beside a lesson.
function leave(el) {
  const cell = el.closest(".jp-Cell")
    ?? document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell.jp-mod-active");
  cell?.focus();
}

// An id that no other element of the page has, though a page can ask one question twice.
const IDS = "crossreadIds";
const newId = () => `cr-said-${document[IDS] = (document[IDS] ?? 0) + 1}`;

// A panel is described by what it says, so that a screen reader tells it with the panel's name.
function describePanel(panel) {
  const parts = [...panel.querySelectorAll(".cr-place-in > *")]
    .filter((one) => !one.querySelector(".cr-place-close"));
  parts.forEach((one) => { one.id = newId(); });
  panel.setAttribute("aria-describedby", parts.map((one) => one.id).join(" "));
}

// A table or a picture that is wider than its room says so, above it, as long as it is.
// Returns a function that stops looking.
function tellSideways(root, sentence) {
  const pairs = [...root.querySelectorAll(".cr-scroll")].map((box) => {
    const hint = document.createElement("p");
    hint.className = "cr-help cr-sideways";
    hint.textContent = sentence;
    hint.setAttribute("aria-hidden", "true"); // to the ear nothing is out of sight
    hint.hidden = true;
    box.before(hint);
    return [box, hint];
  });
  const look = () => {
    for (const [box, hint] of pairs) hint.hidden = box.scrollWidth <= box.clientWidth + 1;
  };
  look();
  root.addEventListener("crossread:wide", look);
  const Watch = window.ResizeObserver;
  if (!Watch) return () => {};
  const watch = new Watch(look);
  for (const [box] of pairs) {
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
  }
  return () => watch.disconnect();
}
