import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { draw, fixtures, key, load, newPage, type } from "./page.mjs";

const drawReader = (place) => draw("reader", { pane: fixtures.reader.pane, words: fixtures.reader.words }, place);
const hits = (el) => [...el.querySelectorAll(".cr-claim.cr-hit")].length;
const visible = (el, selector) => [...el.querySelectorAll(selector)].filter((one) => !one.hidden).length;
const count = (el) => el.querySelector(".cr-count").textContent;

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
      assert.equal(count(el), `${n} matches.`);
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
    type(form.elements.search, "FORTY CROWNS");
    assert.equal(hits(el), 1);
    assert.equal(el.querySelectorAll(".cr-summary.cr-hit").length, 1);
    assert.equal(count(el), "1 matches.");
  });

  it("finds printed words where the reader's copy is attached", async () => {
    const { el, form } = await draw("reader", { pane: fixtures.reader.printed, words: fixtures.reader.words });
    type(form.elements.search, "young fish");
    assert.equal(hits(el), 0);
    assert.equal(el.querySelectorAll(".cr-sentence.cr-hit").length, 1);
    assert.equal(count(el), "1 matches.");
  });

  it("finds nothing, and says so", async () => {
    const { el, form } = await drawReader();
    type(form.elements.search, "submarine");
    set(form, "only", true);
    assert.equal(count(el), "0 matches.");
    assert.equal(visible(el, ".cr-par"), 0);
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
      assert.equal(document.activeElement, note.querySelector("button"));
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
