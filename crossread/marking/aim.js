// Where the keys of the marking desk go: which row a key means, told on the row, and the focus.
// Set before desk.js (widget.py), as keys.js is before them all.

const all = (root, selector) => [...root.querySelectorAll(selector)];
const typing = (target) => target.matches("textarea, select, input[type=text]");
const atEnd = (field) => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); };
const comment = (row) => row.querySelector("textarea");
const chosen = (row) => row.querySelector(".cr-levels input:checked")?.value ?? null;

function aiming(form, words, fresh) {
  const view = form.querySelector(".cr-board");
  const line = form.querySelector(".cr-keys");
  let justMarked = null; // the row that a key marked last, until somebody goes into another row
  let sampleButton = null; // what opened the sample

  const rows = () => all(view, ".cr-row");
  const blank = (some) => some.find((row) => chosen(row) === null) ?? null;
  const active = () => {
    const at = document.activeElement;
    if (at?.closest?.(".cr-sample")) return sampleButton?.closest(".cr-row") ?? null;
    return at?.closest?.(".cr-row") ?? null;
  };

  // A level goes to the row one is in, else to the next blank one. A comment goes to the row
  // that was marked just now: first the level, then the comment.
  const levelRow = () => active() ?? blank(rows());
  const commentRow = () => justMarked ?? levelRow() ?? rows()[0] ?? null;
  const tell = () => {
    const here = form.contains(document.activeElement);
    line.textContent = here ? words.keys_here : words.keys_away;
    line.classList.toggle("cr-away", !here);
    const live = here && !typing(document.activeElement);
    const [marks, writes] = live ? [levelRow(), commentRow()] : [null, null];
    rows().forEach((row) => {
      const both = row === marks && row === writes;
      row.querySelector(".cr-aim").textContent = (both && words.aim_both)
        || (row === marks && words.aim_level.replace("{row}", () => title(writes)))
        || (row === writes && words.aim_comment) || "";
    });
  };
  const title = (row) => row.querySelector("legend").textContent;

  // Into a row, with its title in sight: the rubric scrolls beside the work.
  const into = (row) => {
    const side = row.closest(".cr-rubric");
    const scrolls = side.scrollHeight > side.clientHeight;
    row.focus({ preventScroll: true });
    if (scrolls) side.scrollTop += row.getBoundingClientRect().top - side.getBoundingClientRect().top;
    (scrolls ? side : row).scrollIntoView({ block: "nearest" });
  };
  // Back to a row that was not saved, with the sentence above the work in sight where both fit.
  const backTo = (row) => {
    into(row);
    const side = row.closest(".cr-rubric");
    if (side.scrollHeight > side.clientHeight) form.querySelector(".cr-said").scrollIntoView({ block: "nearest" });
  };
  const start = (opening = false) => {
    const row = blank(rows()) ?? rows()[0];
    if (row) into(row); else (view.querySelector("h3[tabindex], .cr-choose") ?? form).focus();
    if (opening) form.scrollIntoView({ block: "start" }); // the menus in sight, before the first key
  };
  const onFrom = (row) => {
    into(blank(rows().slice(rows().indexOf(row) + 1)) ?? row);
    justMarked = row;
    tell();
  };
  // Out of the comment or a button: on to the next blank row, so that the next digit changes no level.
  const leave = (row) => {
    row.querySelector(".cr-bank").open = false;
    if (chosen(row) === null) into(row); else onFrom(row);
  };
  // After a run JupyterLab has the focus on the next cell. The desk takes it from there, and
  // from nowhere else: not from a field in which somebody types, not from outside the page.
  const free = () => {
    const now = document.activeElement;
    return fresh && !!form.closest(".jp-Notebook")?.contains(now) && !form.contains(now)
      && !now.closest("input, textarea, select, [contenteditable=true]");
  };

  form.addEventListener("focusin", (event) => {
    const row = event.target.closest(".cr-row");
    if (row && row !== justMarked) justMarked = null;
    tell();
  });
  form.addEventListener("focusout", () => setTimeout(tell)); // where it goes is known after it
  line.addEventListener("click", () => start());
  tell();
  return {
    rows, levelRow, commentRow, tell, start, onFrom, leave, free, title, backTo,
    back: () => { if (justMarked) onFrom(justMarked); else start(); },
    forget: () => { justMarked = null; },
    opened: (button) => { sampleButton = button; },
    closed: () => sampleButton?.focus(),
  };
}
