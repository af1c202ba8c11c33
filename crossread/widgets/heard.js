// What a form says to the ear alone. Python sets this file before item.js (base.py, front_end).

const FORGET = 10000; // ms after which the line is empty again: it repeats what stands on the page

// One line that only a screen reader hears. The lines of saving and of a map are silent until they
// are woken: what an answer that comes back puts there is no news.
export function earOf(form) {
  const told = form.querySelector(".cr-told");
  const lines = inputs(form, ".cr-saved, .cr-map-says");
  const make = (how) => lines.forEach((line) => line.setAttribute("aria-live", how));
  let timer = null;
  return {
    wake: () => make("polite"),
    hush: () => make("off"),
    say: (text) => {
      if (!text) return;
      clearTimeout(timer);
      told.textContent = text;
      timer = setTimeout(() => { told.textContent = ""; }, FORGET);
    },
    close: () => clearTimeout(timer),
  };
}

// What of a verdict is spoken at once: its head where it has rows, else all of it.
export function heardOf(verdict) {
  const head = verdict.querySelector("[data-heard]");
  if (head) return head.dataset.heard;
  const parts = inputs(verdict, "p, li")
    .filter((one) => !one.parentElement.closest("p, li, .cr-earlier"));
  return (parts.length ? parts : [verdict]).map((one) => one.textContent.trim()).join(" ");
}

// The fields that an answer which cannot be read came from, tied to the sentence that says why.
export function tieFaults(form, verdict) {
  const sentence = verdict.querySelector(".cr-invalid");
  if (!sentence) return;
  sentence.id = newId();
  faulty(form).forEach((field) => {
    field.setAttribute("aria-invalid", "true");
    describeBy(field, sentence.id, true);
  });
}

// A field that is too long is at fault; of numbers, which have no length, each of the question's.
function faulty(form) {
  const fields = inputs(form, "fieldset :is(input[type=text], textarea)");
  const long = fields.filter((one) => one.maxLength > 0 && one.value.length > one.maxLength);
  if (long.length) return long;
  return ["number", "band"].includes(form.dataset.gather) ? fields : [];
}

export function untieFaults(form, verdict) {
  const sentence = verdict.querySelector(".cr-invalid");
  inputs(form, "[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    if (sentence) describeBy(field, sentence.id, false);
  });
}

function describeBy(field, id, on) {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (on) ids.push(id);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

// Where a panel opens: next to what was pressed, so that it is read and reached next.
export function dock(panel, from, form) {
  const whole = from.closest(".cr-scroll, .cr-chips, .cr-verdict, details");
  const part = from.closest("li, dd, p");
  if (whole) whole.after(panel);
  else if (part?.matches("li, dd")) part.append(panel);
  else if (part) part.after(panel);
  else form.append(panel);
}

// Where a card stands now: "b is now 3 of 5".
export function placeOfCard(li, sentence) {
  const all = [...li.parentElement.children];
  return sentence.replace("{n}", all.indexOf(li) + 1).replace("{of}", all.length)
    .replace("{card}", () => cardName(li));
}

export const cardName = (li) => li.firstElementChild.textContent.trim().replace(/\.$/, "");
