import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { draw, fixtures, key, load, newPage, type } from "./page.mjs";

// jsdom lays nothing out: a pane stands where a test puts it, at first in full view.
async function drawReader(place, box = { top: 100, bottom: 700 }) {
  const drawn = await draw("reader", { pane: fixtures.reader.pane, words: fixtures.reader.words }, place);
  drawn.el.getBoundingClientRect = () => ({ ...box, height: box.bottom - box.top });
  return drawn;
}
const hits = (el) => [...el.querySelectorAll(".cr-claim.cr-hit")].length;
const visible = (el, selector) => [...el.querySelectorAll(selector)].filter((one) => !one.hidden).length;
const count = (el) => el.querySelector(".cr-count").textContent;
// What the pane says of so many matches: in all, and in each of its texts.
const told = (n, each) => fixtures.reader.words.hits.replace("{n}", `${n} (${each})`);
const each = (el) => [...el.querySelectorAll(".cr-text")]
  .map((text) => `${text.dataset.text} ${text.querySelectorAll(".cr-claim.cr-hit").length}`).join(", ");

// The number of matches is told after a pause in typing.
function search(field, text) {
  type(field, text);
  mock.timers.tick(500);
}

function set(form, name, value) {
  const field = form.elements[name];
  if (field.type === "checkbox") field.checked = value; else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  newPage();
});

describe("filtering", () => {
  it("marks what matches by voice, kind and speaker, alone and together, and says how many", async () => {
    const { el, form } = await drawReader();
    const all = visible(el, ".cr-claim");
    for (const [name, value, n] of fixtures.reader.expected) {
      set(form, name, value);
      assert.equal(hits(el), n, `${name} ${value}`);
      assert.equal(count(el), told(n, each(el)));
      set(form, name, "");
    }
    set(form, "voice", "quotes");
    set(form, "speaker", "veld");
    assert.equal(hits(el), 1);
    assert.equal(visible(el, ".cr-claim"), all, "marking hides nothing");
  });

  it("hides the rest only when asked to, and shows all again at once", async () => {
    const { el, form } = await drawReader();
    const sentences = visible(el, ".cr-sentence");
    set(form, "voice", "quotes");
    set(form, "only", true);
    assert.equal(visible(el, ".cr-sentence"), 2);
    assert.equal(visible(el, ".cr-par"), 2);
    form.reset();
    mock.timers.tick(0);
    assert.equal(visible(el, ".cr-sentence"), sentences);
    assert.equal(hits(el), 0);
    assert.equal(count(el), "");
  });

  it("hides nothing when nothing is asked for", async () => {
    const { el, form } = await drawReader();
    set(form, "only", true);
    assert.equal(visible(el, ".cr-par"), 5);
  });

  it("shows our labels only when asked to, and the search does not look into them", async () => {
    const { el, form } = await drawReader();
    const shown = () => el.querySelector(".cr-reader").classList.contains("cr-labels");
    assert.ok(!shown());
    type(form.elements.search, "judgement ·");
    assert.equal(hits(el), 0);
    set(form, "labels", true);
    assert.ok(shown());
    form.reset();
    mock.timers.tick(0);
    assert.ok(!shown());
  });

  it("gives each option a shape or a letter and its number, so that colour is never the only sign", async () => {
    const { form } = await drawReader();
    for (const name of ["voice", "kind"]) {
      for (const option of [...form.elements[name].options].slice(1)) {
        assert.match(option.textContent, /^\S+ .+ \(\d+\)$/u);
      }
    }
  });
});

describe("searching", () => {
  it("finds words in claims and in summaries, upper or lower case", async () => {
    const { el, form } = await drawReader();
    search(form.elements.search, "FORTY CROWNS");
    assert.equal(hits(el), 1);
    assert.equal(el.querySelectorAll(".cr-summary.cr-hit").length, 1);
    assert.equal(count(el), told(2, "P 2, Q 0"));
  });

  it("counts what it marks and what Enter leads to, each once", async () => {
    for (const [pane, word] of [["pane", "forty crowns"], ["pane", "fish"], ["printed", "reeds"], ["printed", "young fish"]]) {
      newPage();
      const { el, form } = await draw("reader", { pane: fixtures.reader[pane], words: fixtures.reader.words });
      search(form.elements.search, word);
      const [, n, p, q] = /(\d+) \(P (\d+), Q (\d+)\)/.exec(count(el)).map(Number);
      const walked = new Set();
      for (;;) {
        form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
        const here = el.querySelector(".cr-here");
        if (walked.has(here)) break;
        walked.add(here);
      }
      assert.equal(n, walked.size, `${pane} ${word}`);
      assert.ok(![...walked].some((one) => one.querySelector(".cr-hit")), "a match in a match is one");
      assert.equal(n, p + q);
      for (const one of el.querySelectorAll(".cr-hit")) {
        assert.ok(walked.has(one) || [...walked].some((other) => one.contains(other)));
      }
    }
  });

  it("counts a summary that is all there is", async () => {
    const { el, form } = await drawReader();
    const words = [...el.querySelectorAll(".cr-summary")].flatMap((one) => one.textContent.split(/[^\p{L}]+/u));
    const alone = words.find((word) => {
      search(form.elements.search, word);
      return word.length > 3 && hits(el) === 0;
    });
    assert.ok(alone && el.querySelector(".cr-summary.cr-hit"));
    assert.notEqual(/\d+/.exec(count(el))[0], "0", alone);
  });

  it("finds printed words where the reader's copy is attached", async () => {
    const { el, form } = await draw("reader", { pane: fixtures.reader.printed, words: fixtures.reader.words });
    search(form.elements.search, "young fish");
    assert.equal(hits(el), 0);
    assert.equal(el.querySelectorAll(".cr-sentence.cr-hit").length, 1);
    assert.equal(count(el), told(1, "P 1, Q 0"));
  });

  it("finds nothing, and says so", async () => {
    const { el, form } = await drawReader();
    type(form.elements.search, "submarine");
    set(form, "only", true);
    assert.equal(count(el), told(0, "P 0, Q 0"));
    assert.equal(visible(el, ".cr-par"), 0);
  });

  it("tells the number once, half a second after the last letter", async () => {
    const { el, form } = await drawReader();
    for (const typed of ["f", "fo", "forty"]) {
      type(form.elements.search, typed);
      mock.timers.tick(499);
      assert.equal(count(el), "");
    }
    mock.timers.tick(1);
    assert.equal(count(el), told(2, "P 2, Q 0"));
  });

  it("tells which match Enter leads to, its place and its words; Tab then leads to it", async () => {
    for (const [pane, word, expected] of [
      ["pane", "forty crowns", [["P3", /^(?!P\d).*forty crowns/i], ["P3.1", /forty crowns/i]]],
      ["printed", "young fish", [["P2.1", /^The closing has one reason, and young fish/]]]]) {
      newPage();
      const { el, form } = await draw("reader", { pane: fixtures.reader[pane], words: fixtures.reader.words });
      form.elements.search.focus();
      type(form.elements.search, word);
      expected.forEach(([at, words], n) => {
        form.requestSubmit();
        const here = el.querySelector(".cr-here");
        const start = `${n + 1} of ${expected.length}: ${at}, `;
        assert.ok(count(el).startsWith(start), count(el));
        assert.match(count(el).slice(start.length), words);
        assert.equal(document.activeElement, form.elements.search, "so that Enter goes on");
        const row = here.closest(".cr-summary, .cr-sentence");
        const stop = here.closest(".cr-text").querySelector("button[tabindex='0']");
        if (row.querySelector("button")) assert.ok(row.contains(stop));
      });
      mock.timers.tick(500);
      assert.match(count(el), /^\d of \d: /, "the number of matches does not take its place");
    }
  });

  it("brings the first match of each text into sight, and Enter the next one, round and round", async () => {
    const { el, form } = await drawReader();
    const box = (one, top, bottom) => { one.getBoundingClientRect = () => ({ top, bottom }); };
    el.querySelectorAll(".cr-text").forEach((text) => box(text, 100, 600));
    el.querySelectorAll(".cr-claim").forEach((claim) => box(claim, 900, 940)); // all far below
    set(form, "voice", "reports");
    await new Promise((done) => { requestAnimationFrame(done); });
    for (const text of el.querySelectorAll(".cr-text")) {
      assert.equal(text.scrollTop > 0, Boolean(text.querySelector(".cr-hit")), text.dataset.text);
    }
    const found = [...el.querySelectorAll(".cr-hit")];
    assert.ok(found.length > 1);
    for (const hit of [...found, found[0]]) {
      form.requestSubmit();
      assert.deepEqual([...el.querySelectorAll(".cr-here")], [hit]);
    }
  });

  it("leaves a match where it is that can be seen", async () => {
    const { el } = await drawReader();
    const { show } = await load("reader");
    const claim = el.querySelector(".cr-claim");
    const text = claim.closest(".cr-text");
    text.getBoundingClientRect = () => ({ top: 100, bottom: 600 });
    claim.getBoundingClientRect = () => ({ top: 300, bottom: 340 });
    show(claim);
    assert.equal(text.scrollTop, 0);
    claim.getBoundingClientRect = () => ({ top: 110, bottom: 130 }); // under the name of the text
    text.scrollTop = 500;
    show(claim);
    assert.ok(text.scrollTop < 500);
  });
});

describe("going to a place", () => {
  it("marks it, scrolls to it, gives it the focus, and shows it when it was hidden", async () => {
    const { el, form } = await drawReader();
    const { goTo } = await load("reader");
    set(form, "voice", "hypothetical");
    form.elements.only.checked = true;
    set(form, "search", "submarine");
    for (const loc of ["P2.1", "Q1"]) {
      assert.ok(goTo(el, loc));
      const target = el.querySelector(`[id="cr-at-${loc}"]`);
      assert.equal(document.activeElement, target);
      assert.equal(window.scrolledTo, target);
      assert.ok(!target.hidden && !target.closest(".cr-par").hidden);
      assert.deepEqual([...el.querySelectorAll(".cr-here")], [target]);
    }
    assert.ok(!goTo(el, "P99"));
  });

  const go = (loc, from) => !document.dispatchEvent(
    new CustomEvent("crossread:go", { detail: { loc, from }, cancelable: true }));

  it("answers a chip anywhere on its page, and leaves places it does not have to others", async () => {
    await drawReader();
    assert.ok(go("P2.1"));
    assert.ok(!go("Z1"));
    assert.ok(!go("term-reed"));
  });

  it("leaves a chip in another notebook to that notebook", async () => {
    newPage('<div class="jp-Notebook" id="mine"></div><div class="jp-Notebook" id="other"><a></a></div>');
    const { el } = await drawReader(document.querySelector("#mine"));
    assert.ok(!go("P2.1", document.querySelector("#other a")));
    assert.equal(el.querySelector(".cr-here"), null);
    assert.ok(go("P2.1", document.querySelector("#mine")));
  });

  it("answers every notebook when the pane stands beside them in a view of its own", async () => {
    newPage('<div class="jp-Notebook"><a></a></div>');
    await drawReader();
    assert.ok(go("P2.1", document.querySelector("a")));
  });

  it("is left to the card below the line when the pane is scrolled away or in a hidden tab", async () => {
    for (const box of [{ top: -900, bottom: 60 }, { top: 700, bottom: 1300 }, { top: 0, bottom: 0 }]) {
      await drawReader(document.body, box);
      assert.ok(!go("P2.1"));
    }
    await drawReader(document.body, { top: -400, bottom: 200 });
    assert.ok(go("P2.1"), "two hundred pixels are enough to see where it goes");
  });

  it("is done by the pane kept beside the lesson, when that has the place", async () => {
    newPage('<div class="jp-Notebook"></div><div class="jp-LinkedOutputView"></div>');
    const cell = await drawReader(document.querySelector(".jp-Notebook"));
    const view = await drawReader(document.querySelector(".jp-LinkedOutputView"));
    const texts = view.el.querySelector(".cr-reader");
    texts.getBoundingClientRect = () => ({ top: 100, bottom: 700, height: 600 });
    assert.ok(go("P2.1"));
    assert.equal(cell.el.querySelector(".cr-here"), null);
    assert.ok(view.el.querySelector(".cr-here"));
    texts.querySelector('[id="cr-at-Q1"]').remove();
    assert.ok(go("Q1"));
    assert.ok(cell.el.querySelector(".cr-here"));
  });

  it("is done by one pane when two are on the page", async () => {
    const first = await drawReader();
    const second = await drawReader();
    go("P2.1");
    assert.ok(first.el.querySelector(".cr-here"));
    assert.equal(second.el.querySelector(".cr-here"), null);
  });
});

describe("citing", () => {
  it("offers the address to the question, and says whether it was taken", async () => {
    const { el } = await drawReader();
    const button = el.querySelector('[data-cite="Q2.1"]');
    button.click();
    assert.equal(count(el), fixtures.reader.words.not_cited.replace("{locator}", "Q2.1"));
    document.addEventListener("crossread:cite", (event) => {
      assert.equal(event.detail.loc, "Q2.1");
      event.preventDefault();
    });
    button.click();
    assert.equal(count(el), fixtures.reader.words.cited.replace("{locator}", "Q2.1"));
  });
});

describe("walking by keys", () => {
  const stops = (text) => [...text.querySelectorAll("button")].filter((one) => one.tabIndex === 0);
  const at = () => document.activeElement;

  it("has one stop of the Tab key in each text", async () => {
    const { el } = await drawReader();
    const texts = [...el.querySelectorAll(".cr-text")];
    assert.equal(texts.length, 2);
    for (const text of texts) assert.equal(stops(text).length, 1);
    const other = texts[1].querySelectorAll(".cr-address")[2];
    other.focus();
    assert.deepEqual(stops(texts[1]), [other]);
    assert.equal(stops(texts[0]).length, 1);
  });

  it("goes from sentence to sentence, to the next paragraph, to the ends, and stays inside a text", async () => {
    const { el } = await drawReader();
    const text = el.querySelector(".cr-text");
    const addresses = [...text.querySelectorAll(".cr-address")];
    const place = (n) => addresses[n].dataset.cite;
    addresses[0].focus();
    key(at(), "PageDown");
    assert.notEqual(at().closest(".cr-par"), addresses[0].closest(".cr-par"));
    assert.equal(at().closest(".cr-par").querySelector(".cr-address, .cr-term"), at());
    key(at(), "PageUp");
    assert.equal(at().closest(".cr-par"), addresses[0].closest(".cr-par"));
    key(at(), "End");
    assert.equal(at().closest(".cr-sentence, .cr-summary"), addresses.at(-1).closest(".cr-sentence"));
    assert.ok(key(at(), "ArrowDown").defaultPrevented, "the page does not scroll away");
    assert.equal(at().closest(".cr-text"), text);
    addresses[0].focus();
    while (at().dataset.cite !== place(1)) key(at(), "ArrowDown");
    key(at(), "ArrowUp");
    assert.equal(at().dataset.cite, place(0));
    key(at(), "Home");
    assert.equal(at().closest(".cr-par"), text.querySelector(".cr-par"));
  });

  it("goes along a sentence to its terms and back", async () => {
    const { el } = await drawReader();
    const row = [...el.querySelectorAll(".cr-sentence")].find((one) => one.querySelector(".cr-term"));
    row.querySelector(".cr-address").focus();
    key(at(), "ArrowRight");
    assert.equal(at(), row.querySelector(".cr-term"));
    key(at(), "ArrowLeft");
    assert.equal(at(), row.querySelector(".cr-address"));
    key(at(), "ArrowLeft");
    assert.equal(at(), row.querySelector(".cr-address"));
  });

  it("goes past what the filter hides, and the stop moves to what is seen", async () => {
    const { el, form } = await drawReader();
    set(form, "only", true);
    set(form, "voice", "quotes");
    for (const text of el.querySelectorAll(".cr-text")) {
      for (const stop of stops(text)) {
        if (text.querySelector(".cr-sentence:not([hidden])")) assert.equal(stop.closest("[hidden]"), null);
      }
    }
    const shown = el.querySelector(".cr-sentence:not([hidden]) .cr-address");
    shown.focus();
    key(at(), "ArrowDown");
    assert.equal(at().closest("[hidden]"), null);
  });

  it("leaves the browser its own keys: an arrow with Alt, Ctrl, Shift or the command key", async () => {
    const { el } = await drawReader();
    const address = el.querySelector(".cr-address");
    address.focus();
    for (const more of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }]) {
      for (const name of ["ArrowLeft", "ArrowDown", "End"]) {
        assert.ok(!key(address, name, more).defaultPrevented);
        assert.equal(at(), address);
      }
    }
  });

  it("leaves the keys of the search field and of the menus alone", async () => {
    const { form } = await drawReader();
    form.elements.search.focus();
    assert.ok(!key(form.elements.search, "ArrowDown").defaultPrevented);
    assert.ok(!key(form.elements.search, "Home").defaultPrevented);
  });

  it("goes on from a place that a link led to, and Escape leads back to the link", async () => {
    newPage('<a href="#P2.1" id="link">P2.1</a>');
    const { el } = await drawReader();
    const link = document.querySelector("#link");
    document.dispatchEvent(new CustomEvent("crossread:go", { detail: { loc: "P2.1", from: link }, cancelable: true }));
    const here = at();
    assert.equal(here.id, "cr-at-P2.1");
    key(here, "ArrowDown");
    assert.equal(at().dataset.cite, "P2.1", "the sentence's own address comes first");
    key(at(), "ArrowDown");
    assert.notEqual(at().closest(".cr-sentence, .cr-summary"), here);
    key(at(), "Escape");
    assert.equal(at(), link);
  });

  it("Escape leads out of the pane to the lesson's cell, also from a view of its own", async () => {
    newPage(`<div class="jp-NotebookPanel"><div class="jp-Notebook"><div class="jp-Cell jp-mod-active" tabindex="0"></div></div></div>
      <div class="jp-LinkedOutputView"></div>`);
    const cell = document.querySelector(".jp-Cell");
    const view = await drawReader(document.querySelector(".jp-LinkedOutputView"));
    const inside = await drawReader(cell);
    for (const { el, form } of [view, inside]) {
      for (const start of [el.querySelector(".cr-address"), form.elements.search]) {
        start.focus();
        key(start, "Escape");
        assert.equal(at(), cell);
      }
    }
  });

  // A pane beside an answer that takes every address.
  async function besideAField() {
    newPage("<textarea></textarea>");
    const { el } = await drawReader();
    const field = document.querySelector("textarea");
    document.addEventListener("crossread:cite", (event) => {
      event.detail.at = field;
      event.preventDefault();
    });
    return { el, field };
  }

  it("citing by mouse goes on in the answer, citing by key stays in the text", async () => {
    const { el, field } = await besideAField();
    const address = el.querySelector(".cr-address");
    address.focus();
    address.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 0 }));
    assert.equal(at(), address);
    address.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    assert.equal(at(), field);
  });

  it("Escape after citing leads back to the answer that took the address", async () => {
    const { el, field } = await besideAField();
    el.querySelector(".cr-address").focus();
    el.querySelector(".cr-address").click();
    key(at(), "Escape");
    assert.equal(at(), field);
  });
});

describe("keeping the texts beside the lesson", () => {
  const lab = (views) => ({
    commands: { hasCommand: () => true, execute: async (name) => { views.push(name); } },
    shell: { currentWidget: { id: "lesson" }, activateById: (id) => { views.active = id; }, widgets: () => [...views], add: (...what) => { views.added = what; } },
  });

  it("is offered where JupyterLab gives its application, and stands beside the lesson where there is room", async () => {
    for (const [width, added] of [[1800, true], [1280, false]]) {
      newPage('<div class="jp-Notebook"></div>');
      window.innerWidth = width;
      const views = [];
      window.jupyterapp = lab(views);
      const { el } = await drawReader(document.querySelector(".jp-Notebook"));
      const button = el.querySelector(".cr-beside");
      assert.equal(button.hidden, false);
      button.click();
      await Promise.resolve();
      await Promise.resolve();
      assert.deepEqual([...views], ["notebook:create-output-view"]);
      assert.equal(views.added !== undefined, added);
      if (added) assert.deepEqual(views.added[2], { mode: "split-right", ref: "lesson" });
      assert.equal(views.active, "lesson", "the work goes on in the lesson");
    }
  });

  it("goes into the texts when they stand there already, and opens no second view", async () => {
    newPage('<div class="jp-Notebook"></div><div class="jp-LinkedOutputView"></div>');
    const views = [];
    window.jupyterapp = lab(views);
    const { el } = await drawReader(document.querySelector(".jp-Notebook"));
    const view = await drawReader(document.querySelector(".jp-LinkedOutputView"));
    view.el.querySelector(".cr-reader").getBoundingClientRect = () => ({ top: 0, bottom: 500, height: 500 });
    el.querySelector(".cr-beside").click();
    assert.deepEqual([...views], []);
    assert.equal(document.activeElement, view.el.querySelector(".cr-text [tabindex='0']"));
  });

  it("shows the texts there and folds the tools away", async () => {
    newPage('<div class="jp-LinkedOutputView"></div><div class="jp-Notebook"></div>');
    const frame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
    for (const [where, open] of [[".jp-LinkedOutputView", false], [".jp-Notebook", true]]) {
      const { el } = await drawReader(document.querySelector(where));
      await frame();
      assert.equal(el.querySelector(".cr-tools").open, open);
    }
  });

  it("is not offered where JupyterLab keeps its application to itself", async () => {
    newPage('<div class="jp-Notebook"></div>');
    const { el } = await drawReader(document.querySelector(".jp-Notebook"));
    assert.ok(el.querySelector(".cr-beside").hidden);
  });
});

describe("a glossary term", () => {
  it("opens its entry; Escape or the button closes it and the focus goes back", async () => {
    for (const close of [(el) => key(el.querySelector(".cr-place button"), "Escape"), (el) => el.querySelector(".cr-place button").click()]) {
      const { el, model } = await drawReader();
      const term = el.querySelector(".cr-term");
      term.focus();
      term.click();
      assert.deepEqual(model.sent, [{ op: "place", n: 1, loc: term.dataset.loc }]);
      model.reply({ op: "place", html: fixtures.panel });
      const note = el.querySelector(".cr-place");
      assert.equal(note.hidden, false);
      assert.equal(document.activeElement, note);
      assert.equal(note.getAttribute("role"), "dialog");
      assert.equal(note.getAttribute("aria-label"), fixtures.reader.words.panel);
      assert.match(document.getElementById(note.getAttribute("aria-describedby").split(" ")[0]).textContent, /P2\.1/);
      const row = term.closest(".cr-summary, .cr-sentence");
      assert.ok(row.contains(note) || row.nextElementSibling === note);
      assert.ok(!key(note, "ArrowDown").defaultPrevented, "arrows scroll what is read");
      close(el);
      assert.equal(note.hidden, true);
      assert.equal(document.activeElement, term);
    }
  });

  it("says in words when the kernel does not answer", async () => {
    const { el } = await drawReader();
    el.querySelector(".cr-term").click();
    mock.timers.tick(3000);
    assert.equal(el.querySelector(".cr-place").textContent, fixtures.reader.words.place_kernel);
  });

  it("shows the one asked for last", async () => {
    const { el, model } = await drawReader();
    el.querySelector(".cr-term").click();
    el.querySelector(".cr-term").click();
    model.receive({ n: 1, op: "place", html: "<p>first</p>" });
    assert.ok(el.querySelector(".cr-place").hidden);
    model.receive({ n: 2, op: "place", html: "<p>second</p>" });
    assert.equal(el.querySelector(".cr-place").textContent, "second");
  });
});

describe("the pane in JupyterLab", () => {
  it("keeps keys from JupyterLab's shortcuts, and leaves nothing behind", async () => {
    const { el, model, release } = await drawReader();
    let heard = false;
    document.addEventListener("keydown", () => { heard = true; });
    key(el.querySelector("select"), "d");
    assert.ok(!heard && el.hasAttribute("data-lm-suppress-shortcuts"));
    release();
    assert.equal(model.count(), 0);
    const go = new CustomEvent("crossread:go", { detail: { loc: "P1" }, cancelable: true });
    assert.ok(document.dispatchEvent(go));
  });
});
