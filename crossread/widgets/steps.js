// The rows of an argument map: what they hold, and what can be added, removed and undone. Python
// sets this file before item.js (base.py, front_end).

// The rows of a map. A row is a step: up to three reasons, what they do, what they bear on.
const shownSteps = (form) => inputs(form, ".cr-step:not([hidden])");
const part = (row, name) => row.querySelector(`[data-part="${name}"]`);
const PREMISES = ["1", "2", "3"];

function stepOf(row) {
  const premises = PREMISES.map((n) => part(row, n)?.value ?? "").filter((one) => one !== "");
  return { premises, conclusion: part(row, "conclusion").value, relation: part(row, "relation").value };
}

// Show the steps given, blank ones too, and as many rows as the form began with.
function fillSteps(form, edges, least = form.crFirstSteps ?? 1) {
  inputs(form, ".cr-step").forEach((row, n) => {
    const one = edges[n];
    PREMISES.forEach((name, k) => { part(row, name).value = one?.premises?.[k] ?? ""; });
    part(row, "relation").value = one?.relation ?? "";
    part(row, "conclusion").value = one?.conclusion ?? "";
    row.hidden = n >= Math.max(edges.length, least);
  });
  form.querySelector('[data-map="add"]').disabled = !form.querySelector(".cr-step[hidden]");
}

// The menus call a statement of one's own by its words, as soon as it has some.
function nameOwn(form) {
  inputs(form, "[data-own]").forEach((own) => {
    const name = own.dataset.own;
    const words = own.value.trim();
    inputs(form, `.cr-step option[value="${name}"]`).forEach((option) => {
      option.textContent = words ? `${name}: ${words}` : name;
    });
  });
}

const everyStep = (form) => ({ edges: shownSteps(form).map(stepOf), own: GATHER.steps.read(form).own });

// Add, remove or undo; what has the focus afterwards. False when nothing changed.
function changeMap(form, button) {
  const what = button.dataset.map;
  const rows = shownSteps(form);
  let focus = null;
  if (what === "undo") {
    const before = form.crUndo.pop();
    if (!before) return false;
    inputs(form, "[data-own]").forEach((own) => { own.value ||= before.own[own.dataset.own] ?? ""; });
    nameOwn(form);
    fillSteps(form, before.edges, 1);
    focus = button;
  } else if (what === "add") {
    form.crUndo.push(form.crNow);
    const next = form.querySelector(".cr-step[hidden]");
    next.hidden = false;
    focus = part(next, "1");
  } else {
    form.crUndo.push(form.crNow);
    const at = rows.indexOf(button.closest(".cr-step"));
    const steps = rows.map(stepOf);
    steps.splice(at, 1);
    fillSteps(form, steps, 1);
    focus = part(shownSteps(form)[Math.min(at, Math.max(0, steps.length - 1))], "1");
  }
  form.querySelector('[data-map="add"]').disabled = !form.querySelector(".cr-step[hidden]");
  keepMap(form);
  (focus.disabled ? form.querySelector('[data-map="add"]') : focus).focus();
  return true;
}

function keepMap(form) {
  form.crNow = everyStep(form);
  form.querySelector('[data-map="undo"]').disabled = !form.crUndo.length;
}
