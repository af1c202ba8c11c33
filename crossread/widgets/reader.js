// The reading pane: filters, marks, search, going to a place, citing a sentence.
// Everything it shows was written by the package; it only hides, marks and scrolls.

const PATIENCE = 3000;

// What other parts of the page say to the pane, and what it says to them.
export const GO = "crossread:go"; // detail: {loc, from}; cancelled when a pane took it
export const CITE = "crossread:cite"; // detail: {loc}; cancelled when a form took it

const all = (root, selector) => [...root.querySelectorAll(selector)];

// Does a claim pass the filter? An empty field passes everything.
export function passes(claim, want) {
  return ["voice", "kind", "speaker"].every((key) => !want[key] || claim.dataset[key] === want[key]);
}

export function filter(root, want, words) {
  const needle = (want.search ?? "").trim().toLowerCase();
  const wanted = Boolean(want.voice || want.kind || want.speaker || needle);
  let hits = 0;
  for (const claim of all(root, ".cr-claim")) {
    const hit = wanted && passes(claim, want)
      && (!needle || claim.textContent.toLowerCase().includes(needle));
    claim.classList.toggle("cr-hit", hit);
    hits += hit;
  }
  for (const sentence of all(root, ".cr-sentence")) {
    const printed = sentence.querySelector(".cr-printed");
    const inPrint = Boolean(needle && printed && !want.voice && !want.kind && !want.speaker
      && printed.textContent.toLowerCase().includes(needle));
    sentence.classList.toggle("cr-hit", inPrint);
    hits += inPrint && !sentence.querySelector(".cr-claim.cr-hit");
    sentence.hidden = Boolean(want.only && wanted
      && !inPrint && !sentence.querySelector(".cr-claim.cr-hit"));
  }
  for (const paragraph of all(root, ".cr-par")) {
    const summary = paragraph.querySelector(".cr-summary");
    const inSummary = Boolean(needle && summary.textContent.toLowerCase().includes(needle)
      && !want.voice && !want.kind && !want.speaker);
    summary.classList.toggle("cr-hit", inSummary);
    paragraph.hidden = Boolean(want.only && wanted && !inSummary
      && !all(paragraph, ".cr-sentence").some((s) => !s.hidden));
  }
  return wanted ? words.hits.replace("{n}", String(hits)) : "";
}

export function goTo(root, locator) {
  const target = root.querySelector(`#cr-at-${CSS.escape(locator)}`);
  if (!target) return false;
  target.hidden = false;
  if (target.closest(".cr-par")) target.closest(".cr-par").hidden = false;
  all(root, ".cr-here").forEach((one) => one.classList.remove("cr-here"));
  target.classList.add("cr-here");
  target.scrollIntoView({ block: "nearest" });
  target.focus({ preventScroll: true });
  return true;
}

function render({ model, el }) {
  el.classList.add("cr-root");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.innerHTML = model.get("pane");
  const words = model.get("words");
  const form = el.querySelector(".cr-filter");
  const count = el.querySelector(".cr-count");
  const note = document.createElement("div");
  note.className = "cr-place";
  note.hidden = true;
  el.append(note);
  let n = 0;
  let timer = null;
  let from = null;

  const apply = () => {
    const data = new FormData(form);
    const want = Object.fromEntries(["voice", "kind", "speaker", "search"]
      .map((key) => [key, data.get(key) ?? ""]));
    want.only = data.get("only") !== null;
    count.textContent = filter(el, want, words);
  };
  const close = () => { note.hidden = true; from?.focus(); };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.cite) {
      const event_ = new CustomEvent(CITE, { detail: { loc: button.dataset.cite }, cancelable: true });
      const taken = !document.dispatchEvent(event_);
      count.textContent = (taken ? words.cited : words.not_cited)
        .replace("{locator}", button.dataset.cite);
    } else if (button.dataset.loc) {
      from = button;
      clearTimeout(timer);
      timer = setTimeout(() => { note.textContent = words.place_kernel; note.hidden = false; }, PATIENCE);
      model.send({ op: "place", n: ++n, loc: button.dataset.loc });
    } else if (button.classList.contains("cr-place-close")) close();
  });
  el.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !note.hidden) close();
    event.stopPropagation();
  });
  // A pane answers its own notebook; one that stands beside all notebooks answers every one.
  const page = (element) => element?.closest?.(".jp-Notebook") ?? null;
  const onGo = (event) => {
    if (event.defaultPrevented || !el.isConnected) return;
    if (page(el) && page(event.detail.from) && page(event.detail.from) !== page(el)) return;
    if (goTo(el, event.detail.loc)) event.preventDefault();
  };
  const onMessage = (message) => {
    if (message.n !== n) return;
    clearTimeout(timer);
    note.innerHTML = message.html;
    note.hidden = false;
    note.querySelector("button")?.focus();
  };
  document.addEventListener(GO, onGo);
  model.on("msg:custom", onMessage);
  return () => {
    document.removeEventListener(GO, onGo);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
