// What several front-end files share. There is no build step: Python sets this file before theirs
// (base.py, front_end).

// JupyterLab listens for its shortcuts on the document while the event goes down.
// Inside a form they are switched off, except for running the cell and for saving.
function guardKeys(el) {
  const guard = (event) => {
    if (!el.contains(event.target)) return;
    const command = event.ctrlKey || event.metaKey;
    const passes = (event.key === "Enter" && (event.shiftKey || command))
      || (command && event.key.toLowerCase() === "s");
    el.toggleAttribute("data-lm-suppress-shortcuts", false);
    if (!passes) el.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  window.addEventListener("keydown", guard, true);
  el.addEventListener("keydown", (event) => {
    if (el.hasAttribute("data-lm-suppress-shortcuts")) event.stopPropagation();
  });
  return () => window.removeEventListener("keydown", guard, true);
}
