// The reading pane: filters, marks, search, going to a place, citing a sentence.
// Everything it shows was written by the package; it only hides, marks and scrolls.

const PATIENCE = 3000;
const PAUSE = 500; // ms without a letter, until the number of matches is told
const ENOUGH = 200; // px of the pane on the screen: less, and nobody would see where it goes
const COLUMN = 600; // px of the window for the lesson and for each text: less, and lines are too short
const HEADING = 48; // px at the top of a text that its name covers
const VIEW = "notebook:create-output-view"; // JupyterLab's command

// What other parts of the page say to the pane, and what it says to them.
export const GO = "crossread:go"; // detail: {loc, from}; cancelled when a pane took it
export const CITE = "crossread:cite"; // detail: {loc}; cancelled when a form took it, which adds at: the field

const all = (root, selector) => [...root.querySelectorAll(selector)];

// Does a claim pass the filter? An empty field passes everything.
export function passes(claim, want) {
  return ["voice", "kind", "speaker"].every((key) => !want[key] || claim.dataset[key] === want[key]);
}

// What is marked and told as one match: a sentence with a marked claim in it is none of its own.
const matches = (root) => all(root, ".cr-hit").filter((one) => !one.querySelector(".cr-hit"));

export function filter(root, want, words) {
  const needle = (want.search ?? "").trim().toLowerCase();
  const wanted = Boolean(want.voice || want.kind || want.speaker || needle);
  for (const claim of all(root, ".cr-claim")) {
    const hit = wanted && passes(claim, want)
      && (!needle || claim.querySelector(".cr-said").textContent.toLowerCase().includes(needle));
    claim.classList.toggle("cr-hit", hit);
  }
  for (const sentence of all(root, ".cr-sentence")) {
    const printed = sentence.querySelector(".cr-printed");
    const inPrint = Boolean(needle && printed && !want.voice && !want.kind && !want.speaker
      && printed.textContent.toLowerCase().includes(needle));
    sentence.classList.toggle("cr-hit", inPrint);
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
  if (!wanted) return "";
  const texts = all(root, ".cr-text").map((text) => `${text.dataset.text} ${matches(text).length}`);
  const each = texts.length > 1 ? ` (${texts.join(", ")})` : "";
  return words.hits.replace("{n}", `${matches(root).length}${each}`);
}

// Bring a match into the sight of its text; the page around it stays where it is.
export function show(hit) {
  const text = hit.closest(".cr-text");
  const [box, room] = [hit.getBoundingClientRect(), text.getBoundingClientRect()];
  if (box.top < room.top + HEADING || box.bottom > room.bottom) {
    text.scrollTop += box.top - room.top - HEADING - 16;
  }
}

// Every address and term of a text is one stop of the Tab key; inside it other keys go on.
const CONTROLS = ".cr-address, .cr-term";
const STOP = `:is(${CONTROLS})[tabindex="0"]`;
const ROW = ".cr-summary, .cr-sentence";
const WALKS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "PageUp", "Home", "End"];

function stopAt(control) {
  control.closest(".cr-text").querySelector(STOP)?.setAttribute("tabindex", "-1");
  control.setAttribute("tabindex", "0");
}

const seen = (element) => !element.closest("[hidden]");

// Leave no text without a stop that can be seen, if it has one at all.
export function keepStops(root) {
  for (const text of all(root, ".cr-text")) {
    const now = text.querySelector(STOP);
    if (now && seen(now)) continue;
    const first = all(text, CONTROLS).find(seen);
    if (first) stopAt(first);
  }
}

// Where a key leads from a place in a text: along a sentence, to the next one, the next paragraph.
export function step(at, key) {
  const rows = all(at.closest(".cr-text"), ROW).filter((row) => seen(row) && row.querySelector(CONTROLS));
  const row = at.closest(ROW) ?? rows.find((one) => at.contains(one));
  // A sentence or paragraph that a link led to comes before its own address.
  if (!at.matches(CONTROLS) && ["ArrowDown", "ArrowRight"].includes(key)) return row?.querySelector(CONTROLS);
  const n = rows.indexOf(row);
  const paragraph = (one) => one?.closest(".cr-par");
  const firstOf = (wanted) => rows.find((one) => paragraph(one) === wanted);
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const controls = all(row ?? at, CONTROLS);
    return controls[controls.indexOf(at) + (key === "ArrowRight" ? 1 : -1)];
  }
  const to = {
    ArrowDown: () => rows[n + 1],
    ArrowUp: () => rows[n - 1],
    PageDown: () => rows.slice(n).find((one) => paragraph(one) !== paragraph(row)),
    PageUp: () => firstOf(paragraph(rows.slice(0, n).reverse().find(
      (one) => paragraph(one) !== paragraph(row)))) ?? rows[0],
    Home: () => rows[0],
    End: () => rows.at(-1),
  }[key]?.();
  return to?.querySelector(CONTROLS);
}

// Is the pane on the screen, and not in another tab or scrolled away?
function inView(el) {
  const box = el.getBoundingClientRect();
  const shown = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0);
  return box.height > 0 && shown >= Math.min(ENOUGH, box.height);
}

// The panes that are kept beside the lesson, in sight.
const kept = () => all(document, ".jp-LinkedOutputView .cr-reader").filter(inView);

// A view of this cell's output that stays while the lesson is scrolled: below the lesson, as
// JupyterLab puts it, or beside it where the window has the room.
async function keepBeside(app, texts) {
  const notebook = app.shell.currentWidget;
  const before = new Set(app.shell.widgets("main"));
  await app.commands.execute(VIEW);
  const view = [...app.shell.widgets("main")].find((one) => !before.has(one));
  if (view && window.innerWidth >= COLUMN * (1 + texts)) {
    app.shell.add(view, "main", { mode: "split-right", ref: notebook.id });
  }
  app.shell.activateById(notebook.id); // the work goes on in the lesson
}

const placeOf = (root, locator) => root.querySelector(`#cr-at-${CSS.escape(locator)}`);

// What is told of a match: which it is, its address, its words.
function tellHit(hit, n, of, sentence) {
  const at = hit.closest("[id^='cr-at-']").id.replace("cr-at-", "");
  const said = (hit.querySelector(".cr-said, .cr-printed") ?? hit).textContent.trim();
  const words = said.startsWith(`${at} `) ? said.slice(at.length + 1) : said; // a summary names its place
  return sentence.replace("{n}", n).replace("{of}", of).replace("{at}", at)
    .replace("{said}", () => words);
}

// The entry of a term opens below its sentence, so that it is read and reached next.
function dock(note, term) {
  const row = term.closest(ROW);
  if (row?.matches("li")) row.append(note);
  else (row ?? term).after(note);
}

function mark(root, target) {
  all(root, ".cr-here").forEach((one) => one.classList.remove("cr-here"));
  target.classList.add("cr-here");
}

export function goTo(root, locator) {
  const target = placeOf(root, locator);
  if (!target) return false;
  target.hidden = false;
  if (target.closest(".cr-par")) target.closest(".cr-par").hidden = false;
  mark(root, target);
  target.scrollIntoView({ block: "nearest" });
  target.focus({ preventScroll: true });
  const control = target.querySelector(CONTROLS);
  if (control) stopAt(control);
  return true;
}

function render({ model, el }) {
  el.classList.add("cr-root");
  const release = guardKeys(el);
  el.innerHTML = model.get("pane");
  const words = model.get("words");
  const form = el.querySelector(".cr-filter");
  const count = el.querySelector(".cr-count");
  const note = document.createElement("div");
  note.className = "cr-place";
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", words.panel);
  note.tabIndex = -1;
  note.hidden = true;
  el.append(note);
  let n = 0;
  let timer = null;
  let telling = null;
  let from = null;
  let back = null; // where the reader came from: a link, or the answer that took an address

  const beside = el.querySelector(".cr-beside");
  beside.hidden = !lab()?.commands.hasCommand(VIEW); // in the view itself the style hides it

  const tell = (sentence, wait = 0) => {
    clearTimeout(telling);
    if (wait) telling = setTimeout(tell, wait, sentence);
    else count.textContent = sentence;
  };
  const apply = (event) => {
    const data = new FormData(form);
    const want = Object.fromEntries(["voice", "kind", "speaker", "search"]
      .map((key) => [key, data.get(key) ?? ""]));
    want.only = data.get("only") !== null;
    el.firstElementChild.classList.toggle("cr-labels", data.get("labels") !== null);
    tell(filter(el, want, words), event?.target === form.elements.search ? PAUSE : 0);
    if (note.parentElement.closest("[hidden]")) note.hidden = true;
    keepStops(el);
    all(el, ".cr-text").forEach((text) => {
      const first = text.querySelector(".cr-hit");
      if (first) requestAnimationFrame(() => show(first)); // once what is hidden has gone
    });
  };
  // The next match, round and round; the focus stays in the search, and Tab leads to the match.
  const next = () => {
    const hits = matches(el).filter(seen);
    if (!hits.length) return;
    const n = (hits.findIndex((one) => one.classList.contains("cr-here")) + 1) % hits.length;
    const hit = hits[n];
    mark(el, hit);
    tell(tellHit(hit, n + 1, hits.length, words.hit));
    const control = hit.closest(ROW).querySelector(CONTROLS);
    if (control) stopAt(control);
    show(hit);
    hit.closest(".cr-text").scrollIntoView?.({ block: "nearest" });
  };
  const putBeside = () => {
    const [already] = kept();
    if (already) { // no second one
      already.querySelector(STOP)?.focus();
      return;
    }
    keepBeside(lab(), all(el, ".cr-text").length).then(() => {
      tell(words.beside);
      leave(el);
    });
  };
  const close = () => { note.hidden = true; from?.focus(); };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); next(); });
  form.addEventListener("reset", () => setTimeout(apply));
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button === beside) putBeside();
    else if (button.dataset.cite) {
      const detail = { loc: button.dataset.cite };
      const taken = !document.dispatchEvent(new CustomEvent(CITE, { detail, cancelable: true }));
      if (taken) back = detail.at ?? back;
      if (taken && event.detail) detail.at?.focus(); // a mouse: writing goes on in the answer
      tell((taken ? words.cited : words.not_cited).replace("{locator}", button.dataset.cite));
    } else if (button.dataset.loc) {
      from = button;
      clearTimeout(timer);
      timer = setTimeout(() => {
        note.textContent = words.place_kernel;
        dock(note, from);
        note.hidden = false;
      }, PATIENCE);
      model.send({ op: "place", n: ++n, loc: button.dataset.loc });
    } else if (button.classList.contains("cr-place-close")) close();
  });
  el.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (!note.hidden || back?.isConnected)) { // else out of the pane
      if (!note.hidden) close(); else back.focus();
      back = null;
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return; // the browser's keys
    if (note.contains(event.target)) return;
    if (!event.target.closest(".cr-text") || !WALKS.includes(event.key)) return;
    event.preventDefault();
    step(event.target, event.key)?.focus();
  });
  el.addEventListener("focusin", (event) => {
    if (event.target.matches(CONTROLS)) stopAt(event.target);
  });
  // A pane answers its own notebook; one that stands beside all notebooks answers every one.
  const page = (element) => element?.closest?.(".jp-Notebook") ?? null;
  const onGo = (event) => {
    if (event.defaultPrevented || !el.isConnected || !inView(el)) return;
    if (page(el) && page(event.detail.from) && page(event.detail.from) !== page(el)) return;
    const other = page(el) && kept().some((one) => placeOf(one, event.detail.loc));
    if (other || !goTo(el, event.detail.loc)) return; // one kept beside the lesson goes first
    back = event.detail.from ?? null;
    event.preventDefault();
  };
  const onMessage = (message) => {
    if (message.n !== n) return;
    clearTimeout(timer);
    note.innerHTML = message.html;
    describePanel(note);
    dock(note, from);
    note.hidden = false;
    note.focus();
  };
  document.addEventListener(GO, onGo);
  model.on("msg:custom", onMessage);
  keepStops(el);
  // Only when it is on the page does it know where it stands. A view of its own is low.
  requestAnimationFrame(() => {
    if (el.closest(".jp-LinkedOutputView")) el.querySelector(".cr-tools").open = false;
  });
  return () => {
    release();
    clearTimeout(telling);
    document.removeEventListener(GO, onGo);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
