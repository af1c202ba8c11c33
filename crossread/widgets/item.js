// The live form of one item: gathers an answer, sends it, shows what comes back.
// It decides nothing about right or wrong. HTML comes only from the package; what a
// learner typed goes back into the page through .value, never through innerHTML.

const PATIENCE = 3000; // ms until an unanswered answer is called not saved
const WAIT = 20000; // ms until a form that only asked for its state says that it needs a kernel
const DRAFT_AFTER = 1000; // ms after the last change
const DRAW_AFTER = 300; // the same, until the picture of a map is drawn anew

// What all forms of a page share is kept on the document: each widget loads this file anew.
const LAST = "crossreadLastForm"; // the form that had the focus last
const UNSAVED = "crossreadUnsaved"; // item → {value, from}: words that are not known to be on disk
const COUNT = "crossreadCount"; // of messages: two views of one widget hear each other's answers
const SAVES = ["answer", "draft"]; // what the kernel is asked to put on disk

export function attach(form, send, words) {
  const gather = GATHER[form.dataset.gather];
  const saved = form.querySelector(".cr-saved");
  const verdict = form.querySelector(".cr-verdict");
  const place = form.querySelector(".cr-place");
  const ear = earOf(form);
  let began = null; // when the learner came to this question, and not when the page was run
  const waiting = new Map(); // message number → {op, timer}, until the answer comes, however late
  let draftTimer = null; // set while there are words that were not sent yet
  let newest = {}; // the last words that were sent: {n, value}
  let released = null; // what to do when a form that is gone has heard all that it waits for
  let asked = null; // the chip whose place is shown
  let touched = false; // did the learner act before an earlier answer came back?
  inputs(form, ".cr-span").forEach((words) => rove(words, words.querySelector("[data-word]")));
  if (form.dataset.gather === "list") form.crFirstOrder = gather.read(form);
  markEnds(form);
  const isMap = form.dataset.gather === "steps";
  let drawTimer = null;
  let drawn = 0; // number of the last message that asked for a picture
  if (isMap) {
    form.crFirstSteps = shownSteps(form).length;
    form.crUndo = [];
    form.crNow = everyStep(form);
  }

  const tell = (op, more) => {
    const n = document[COUNT] = (document[COUNT] ?? 0) + 1;
    // A kernel that runs other cells answers late: only an answer may be called not saved.
    const sentence = { hello: words.needs_kernel, place: words.place_kernel, layout: words.place_kernel }[op]
      ?? words.lost_kernel;
    const timer = setTimeout(() => lost(sentence), op === "hello" ? WAIT : PATIENCE);
    waiting.set(n, { op, timer });
    if (SAVES.includes(op)) newest = { n, value: more.value };
    send({ op, n, ...more });
    return n;
  };
  // What could not be saved outlives the running of the cells, which makes this form anew.
  const unsaved = document[UNSAVED] ??= new Map();
  const handOver = (value) => unsaved.set(form.dataset.item, { value, from: form });
  const lost = (sentence) => {
    if (sentence === words.lost_kernel) handOver(gather.read(form));
    ear.wake();
    saved.textContent = sentence;
    saved.classList.add("cr-lost");
    if (sentence === words.lost_kernel) saved.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  // What was said of an answer that has changed since is told as such: the sentence for it, once.
  const outdate = () => {
    if (!verdict.hasChildNodes() || verdict.querySelector(".cr-before")) return "";
    const line = document.createElement("p");
    line.className = "cr-before cr-help";
    line.textContent = words.before;
    verdict.prepend(line);
    return words.before;
  };
  const hintsOpen = () => inputs(form, "details.cr-hint[open]").length;
  const confidence = () => {
    const one = form.querySelector(".cr-confidence input:checked");
    return one ? Number(one.value) : null;
  };
  const noDraft = () => {
    clearTimeout(draftTimer);
    draftTimer = null;
  };
  const sendDraft = () => {
    noDraft();
    tell("draft", { value: gather.read(form) });
  };
  const answer = () => {
    noDraft();
    ear.wake();
    form.crSpanStart = null; // the next word that is chosen begins a new run
    const value = gather.read(form);
    if (isMap) {
      fillSteps(form, value.edges); // no blank lines in between: the verdict counts the steps
      keepMap(form);
    }
    tell("answer", {
      value, confidence: confidence(), hints: hintsOpen(),
      seconds: began !== null ? Math.round((Date.now() - began) / 100) / 10 : 0,
    });
  };
  // ``news`` says what a change did that nothing else tells; then the draft is saved in silence.
  const draft = (news = "") => {
    touched = true;
    noDraft();
    draftTimer = setTimeout(sendDraft, DRAFT_AFTER);
    untieFaults(form, verdict);
    if (news) ear.hush(); else ear.wake();
    ear.say([news, outdate()].filter(Boolean).join(" "));
    tellChosen(form);
  };
  const moveCard = (button, step) => {
    const li = button.closest("li");
    if (move(form, button, step)) draft(placeOfCard(li, words.moved));
    else ear.say((step < 0 ? words.first_already : words.last_already).replace("{card}", () => cardName(li)));
  };
  // One sentence holds the answer: words in another one are let go.
  const letGo = (before) => (before && runAt(form) !== before ? words.released.replace("{at}", before) : "");

  // The picture of a map follows what is chosen; without a kernel the list alone does.
  const picture = () => {
    if (!isMap) return;
    clearTimeout(drawTimer);
    drawTimer = setTimeout(() => {
      drawn = tell("layout", { value: gather.read(form) });
    }, DRAW_AFTER);
  };

  const closePlace = () => { place.hidden = true; asked?.focus(); };

  form.addEventListener("focusin", () => { began ??= Date.now(); });
  form.addEventListener("focusin", ear.wake, { once: true }); // what came back before was silent
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
  form.addEventListener("input", (event) => {
    touched = true;
    const before = runAt(form);
    if (event.target.closest("[data-at]")) inputs(form, ".cr-span").forEach((words) => markRun(words, null));
    if (isMap) {
      if (event.target.dataset.part) form.crUndo.push(form.crNow);
      nameOwn(form);
      keepMap(form);
      picture();
    }
    if (!event.target.closest(".cr-confidence")) draft(letGo(before));
  });
  form.addEventListener("toggle", () => {
    inputs(form, "details.cr-hint").forEach((one, n, all) => {
      if (one.open && all[n + 1]) all[n + 1].hidden = false;
    });
  }, true);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.loc) {
      const detail = { loc: button.dataset.loc, from: button };
      const go = new CustomEvent("crossread:go", { detail, cancelable: true });
      if (document.dispatchEvent(go)) {
        asked = button;
        tell("place", { loc: button.dataset.loc });
      }
    }
    else if (button.dataset.word) {
      const before = runAt(form);
      press(form, button);
      draft(letGo(before));
    }
    else if (button.dataset.map) { if (changeMap(form, button)) { draft(); picture(); } }
    else if (button.dataset.move) moveCard(button, Number(button.dataset.move));
    else if (button.classList.contains("cr-clear")) {
      touched = true;
      noDraft();
      if (isMap) form.crUndo.push(form.crNow);
      gather.fill(form, null);
      tellChosen(form);
      if (isMap) keepMap(form);
      picture();
      inputs(form, ".cr-confidence input").forEach((i) => { i.checked = false; });
      untieFaults(form, verdict);
      ear.wake();
      const pressed = form.querySelector(".cr-check").textContent;
      saved.textContent = verdict.hasChildNodes() ? words.emptied.replace("{button}", pressed) : "";
      verdict.replaceChildren();
      place.hidden = true;
      inputs(form, "fieldset input, fieldset select, fieldset textarea, [data-word], [data-move]")
        .find((one) => !one.closest("[hidden]"))?.focus();
    } else if (button.classList.contains("cr-place-close")) closePlace();
  });
  form.addEventListener("focusin", (event) => {
    const word = event.target.closest("[data-word]");
    if (word) rove(word.parentElement, word);
  });
  form.addEventListener("keydown", (event) => {
    const before = runAt(form);
    if (walkWords(form, event)) draft(letGo(before));
    const button = event.target.closest("[data-move]");
    if (button && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      moveCard(button, event.key === "ArrowUp" ? -1 : 1);
    }
    if (event.key === "Escape" && !place.hidden) { // the place first, then out of the form
      closePlace();
      event.preventDefault();
    }
  });

  // The newest words of this form are on disk, or the disk refused them. What a form that is gone
  // hears says nothing of the words in the form that took its place.
  const settle = (message) => {
    if (message.n !== newest.n) return;
    if (message.refused && !message.saved && !released) sendDraft(); // no answer, but words
    if (!message.saved) return;
    if (message.refused) { if (!released) handOver(newest.value); return; }
    if (!released || unsaved.get(form.dataset.item)?.from === form) unsaved.delete(form.dataset.item);
  };
  const receive = (message) => {
    if (!waiting.has(message.n)) return;
    clearTimeout(waiting.get(message.n).timer);
    waiting.delete(message.n);
    // An answer that was called not saved stays so: only a later answer or draft changes that.
    if (!["place", "layout"].includes(message.op) || saved.textContent === words.place_kernel) {
      if (saved.classList.contains("cr-lost")) saved.textContent = "";
      saved.classList.remove("cr-lost");
    }
    if (message.op === "restore") {
      if (message.printed) putPrinted(form, message);
      if (touched) return; // what the learner chose while the kernel was busy stays
      const kept = unsaved.get(form.dataset.item);
      if (kept !== undefined) { // as the learner left it; it goes to the kernel as a draft
        unsaved.delete(form.dataset.item);
        gather.fill(form, kept.value);
        draft();
      } else if (message.value !== null && message.value !== undefined) gather.fill(form, message.value);
      tellChosen(form);
      if (isMap) {
        keepMap(form);
        picture();
      }
      inputs(form, ".cr-confidence input").forEach((i) => {
        i.checked = Number(i.value) === message.confidence;
      });
    }
    if (message.op === "layout") {
      if (message.n !== drawn) return; // a newer picture is on its way
      form.querySelector(".cr-map-picture").innerHTML = message.picture;
      form.dispatchEvent(new Event("crossread:wide")); // it may be wider than its room now
      form.querySelector(".cr-map-says").textContent = message.says;
      return;
    }
    if (message.op === "place") {
      place.innerHTML = message.html;
      describePanel(place);
      dock(place, asked, form);
      place.hidden = false;
      place.focus();
      return;
    }
    if (message.html !== undefined) {
      untieFaults(form, verdict);
      verdict.innerHTML = message.html;
      tieFaults(form, verdict);
    }
    if (message.refused) ear.wake();
    if (message.saved !== undefined) saved.textContent = message.saved;
    settle(message);
    if (message.op === "verdict") {
      ear.say(heardOf(verdict));
      // Just far enough, at once and without a moving page; the focus stays on the button.
      if (message.html) verdict.scrollIntoView({ block: "nearest", behavior: "instant" });
      // A hand-in on the page shows what is kept: it looks again.
      if (message.saved) document.dispatchEvent(new CustomEvent("crossread:saved"));
    }
    if (released && !waiting.size) released();
  };
  // A sentence chosen in the reading pane goes into the question used last.
  let last = null;
  form.addEventListener("focusin", (event) => {
    document[LAST] = form;
    last = event.target.matches("textarea, input[type=text]") ? event.target : last;
  });
  const onCite = (event) => {
    if (document[LAST] !== form || !form.isConnected) return;
    const before = runAt(form);
    if (!cite(form, last, event.detail.loc)) return;
    event.detail.at = last ?? form.querySelector("fieldset :is(input, textarea, select)");
    event.preventDefault();
    draft(letGo(before));
  };
  document.addEventListener("crossread:cite", onCite);
  // The form goes, as when its cell is run again. Words that are not known to be on disk go to the
  // kernel at once, and to the next form of this question in case that the kernel does not answer.
  // True when there are answers to wait for; ``done`` is called after the last of them.
  receive.release = (done) => {
    document.removeEventListener("crossread:cite", onCite);
    clearTimeout(drawTimer);
    ear.close();
    if (draftTimer !== null) sendDraft();
    if (waiting.has(newest.n)) handOver(newest.value);
    waiting.forEach(({ op, timer }, n) => {
      clearTimeout(timer);
      if (!SAVES.includes(op)) waiting.delete(n);
    });
    released = done;
    return waiting.size > 0;
  };
  tell("hello", {});
  return receive;
}

function render({ model, el }) {
  el.classList.add("cr-root");
  const release = guardKeys(el);
  const words = model.get("words");
  el.innerHTML = model.get("form");
  const form = el.querySelector("form");
  const stops = [release, tellSideways(form, words.sideways), watchChosen(form)];
  const receive = attach(form, (message) => {
    try { model.send(message); } catch (error) { console.warn("crossread: not sent", error); }
  }, words);
  const deafen = () => model.off("msg:custom", receive);
  model.on("msg:custom", receive);
  return () => {
    stops.forEach((stop) => stop());
    deafen(); // as anywidget did before it called this
    if (receive.release(deafen)) model.on("msg:custom", receive);
  };
}

export default { render };
