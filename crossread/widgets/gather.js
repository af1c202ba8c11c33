// How the form of each kind of question gives its answer, takes one back and is emptied, and how
// its words and cards are chosen. Python sets this file before item.js (base.py, front_end).

const inputs = (form, selector) => [...form.querySelectorAll(selector)];

// How each kind of control gives its answer, takes one back, and is emptied.
export const GATHER = {
  one: {
    read: (f) => f.querySelector(".cr-options input:checked")?.value ?? null,
    fill: (f, v) => inputs(f, ".cr-options input").forEach((i) => { i.checked = i.value === v; }),
  },
  many: {
    read: (f) => inputs(f, ".cr-options input:checked").map((i) => i.value),
    fill: (f, v) => inputs(f, ".cr-options input").forEach((i) => { i.checked = (v ?? []).includes(i.value); }),
  },
  map: {
    read: (f) => Object.fromEntries(inputs(f, "[data-key]").filter((i) => i.value !== "")
      .map((i) => [i.dataset.key, i.value])),
    fill: (f, v) => inputs(f, "[data-key]").forEach((i) => { i.value = v?.[i.dataset.key] ?? ""; }),
  },
  list: {
    read: (f) => inputs(f, ".cr-order > li").map((li) => li.dataset.value),
    fill: (f, v) => {
      const list = f.querySelector(".cr-order");
      (v ?? f.crFirstOrder ?? []).forEach((id) => {
        const li = inputs(f, ".cr-order > li").find((one) => one.dataset.value === id);
        if (li) list.append(li);
      });
      markEnds(f);
    },
  },
  number: {
    read: (f) => f.querySelector("fieldset input").value.trim() || null,
    fill: (f, v) => { f.querySelector("fieldset input").value = v ?? ""; },
  },
  text: {
    read: (f) => f.querySelector("textarea").value,
    fill: (f, v) => { f.querySelector("textarea").value = v ?? ""; },
  },
  band: {
    read: (f) => {
      if (f.querySelector('[data-end="none"]').checked) return "none";
      const ends = ["low", "high"].map((e) => f.querySelector(`[data-end="${e}"]`).value.trim());
      return ends.some(Boolean) ? ends : null;
    },
    fill: (f, v) => {
      f.querySelector('[data-end="none"]').checked = v === "none";
      const [low, high] = Array.isArray(v) ? v : ["", ""];
      f.querySelector('[data-end="low"]').value = low ?? "";
      f.querySelector('[data-end="high"]').value = high ?? "";
    },
  },
  rows: {
    read: (f) => inputs(f, "tbody tr").map((tr) => Object.fromEntries(
      inputs(tr, "[data-column]").filter((i) => i.value.trim() !== "")
        .map((i) => [i.dataset.column, i.value])))
      .filter((_, n, rows) => rows.slice(n).some((row) => Object.keys(row).length)), // numbers stay
    fill: (f, v) => inputs(f, "tbody tr").forEach((tr, n) => inputs(tr, "[data-column]")
      .forEach((i) => { i.value = v?.[n]?.[i.dataset.column] ?? ""; })),
  },
  steps: {
    read: (f) => ({
      edges: shownSteps(f).map(stepOf).filter((one) => one.premises.length || one.conclusion || one.relation),
      own: Object.fromEntries(inputs(f, "[data-own]").filter((i) => i.value.trim() !== "")
        .map((i) => [i.dataset.own, i.value])),
    }),
    fill: (f, v) => {
      inputs(f, "[data-own]").forEach((i) => { i.value = v?.own?.[i.dataset.own] ?? ""; });
      fillSteps(f, v?.edges ?? []);
      nameOwn(f);
    },
  },
  span: {
    read: (f) => runIn(f),
    fill: (f, v) => markRun(f, v),
  },
  point: { // a row a sentence: its printed words where there are any, else a circle to choose
    read: (f) => {
      for (const row of inputs(f, "[data-at]")) {
        const at = row.dataset.at;
        const run = runIn(row);
        if (run) return { at, words: run };
        if (row.querySelector("input").checked) return { at };
      }
      return null;
    },
    fill: (f, v) => inputs(f, "[data-at]").forEach((row) => {
      const mine = v?.at === row.dataset.at;
      row.querySelector("input").checked = mine && !row.querySelector("[data-word]");
      markRun(row, mine ? v.words : null);
    }),
  },
};

// Put a locator into an answer: choose the option that has it, else write it where the
// cursor was. False when this question has no room for one.
export function cite(form, field, locator) {
  const row = inputs(form, "[data-at]").find((one) => one.dataset.at === locator);
  if (row) { // the whole sentence, for the learner to narrow down
    const { length } = inputs(row, "[data-word]");
    GATHER.point.fill(form, length ? { at: locator, words: [1, length] } : { at: locator });
    return true;
  }
  const option = inputs(form, ".cr-options input").find((one) => one.value === locator);
  if (option) { option.checked = true; return true; }
  const target = field ?? form.querySelector("textarea, fieldset input[type=text]");
  if (!target) return false;
  const at = target.selectionStart ?? target.value.length;
  const before = target.value.slice(0, at);
  const space = before && !/\s$/.test(before) ? " " : "";
  target.value = `${before}${space}${locator}${target.value.slice(at)}`;
  return true;
}

// A run of words: the first and the last that is pressed, null where none is.
function runIn(root) {
  const on = inputs(root, '[data-word][aria-pressed="true"]').map((b) => Number(b.dataset.word));
  return on.length ? [Math.min(...on), Math.max(...on)] : null;
}

function markRun(root, run) {
  inputs(root, "[data-word]").forEach((b) => {
    const n = Number(b.dataset.word);
    b.setAttribute("aria-pressed", String(Boolean(run) && n >= run[0] && n <= run[1]));
  });
}

// The sentence that has words chosen in it, where a question is answered in several.
const runAt = (form) => inputs(form, "[data-at]").find((row) => runIn(row))?.dataset.at;

// One stop for the Tab key in each group of words; the arrow keys go from word to word.
function rove(group, stop) {
  inputs(group, "[data-word]").forEach((b) => { b.tabIndex = b === stop ? 0 : -1; });
}

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

function walkWords(form, event) {
  const button = event.target.closest("[data-word]");
  if (!button || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  const all = inputs(button.parentElement, "[data-word]");
  const at = all.indexOf(button) + STEPS[event.key];
  const next = all[Math.max(0, Math.min(all.length - 1, at))];
  next.focus();
  if (!event.shiftKey) return false;
  const now = runIn(button.parentElement);
  const first = Number((now && form.crSpanStart) || button.dataset.word);
  pressRun(form, next, first, Number(next.dataset.word));
  form.crSpanStart = first; // the end that stays while the other one moves
  return true;
}

function pressRun(form, button, one, other) {
  const run = [Math.min(one, other), Math.max(one, other)];
  const at = button.closest("[data-at]")?.dataset.at;
  GATHER[form.dataset.gather].fill(form, at ? { at, words: run } : run);
}

// The printed words of a reader's own copy take the place of our words, row by row.
function putPrinted(form, message) {
  inputs(form, "[data-at]").forEach((row) => {
    const { at } = row.dataset;
    if (!message.printed[at]) return;
    const words = row.querySelector(".cr-span");
    words.innerHTML = message.printed[at];
    words.hidden = false;
    row.querySelector(".cr-option").hidden = true;
    form.querySelector(".cr-help-words").hidden = false;
    rove(words, words.querySelector("[data-word]"));
  });
  // With words in every row there is no circle left to choose.
  const help = form.querySelector(".cr-help:not(.cr-help-words)");
  if (help) help.hidden = !form.querySelector(".cr-option:not([hidden])");
}

// Choosing words: first press starts, second press ends, third starts again.
function press(form, button) {
  const n = Number(button.dataset.word);
  const now = runIn(button.parentElement);
  const start = form.crSpanStart;
  const ends = now && start != null && now[0] === now[1];
  pressRun(form, button, ends ? start : n, n);
  form.crSpanStart = ends ? null : n;
}

function move(form, button, step) {
  const li = button.closest("li");
  const other = step < 0 ? li.previousElementSibling : li.nextElementSibling;
  if (!other) return false;
  if (step < 0) other.before(li); else other.after(li);
  markEnds(form);
  button.focus();
  return true;
}

// A button that leads nowhere keeps the focus, and says that it leads nowhere.
function markEnds(form) {
  inputs(form, "[data-move]").forEach((button) => {
    const li = button.closest("li");
    const other = Number(button.dataset.move) < 0 ? li.previousElementSibling : li.nextElementSibling;
    button.setAttribute("aria-disabled", String(!other));
  });
}
