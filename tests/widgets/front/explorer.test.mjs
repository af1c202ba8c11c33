import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { choose, draw, fixtures, key, newPage, submit } from "./page.mjs";

const open = (name) => draw("explorer", fixtures.explorers[name]);
const said = (el) => el.querySelector(".cr-said").textContent;
const view = (el) => el.querySelector(".cr-view");
const change = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  newPage();
});

describe("an explorer", () => {
  for (const [name, { defaults }] of Object.entries(fixtures.explorers)) {
    it(`${name} begins with the view of its default, and asks nothing by itself`, async () => {
      const { el, form, model } = await open(name);
      assert.equal(model.sent.length, 0);
      assert.ok(view(el).textContent.length > 200);
      submit(form);
      assert.deepEqual(model.sent, [{ op: "show", n: 1, choice: defaults }]);
    });
    it(`${name} has a name for every control and a live region`, async () => {
      const { el, form } = await open(name);
      for (const control of form.querySelectorAll("select, input")) {
        assert.ok(control.closest("label")?.textContent.trim(), control.outerHTML);
      }
      assert.equal(el.querySelector(".cr-said").getAttribute("role"), "status");
      assert.equal(view(el).tabIndex, 0);
    });
  }

  it("sends what is ticked as a list, and shows the answer", async () => {
    const { el, form, model } = await open("explore_votes");
    const box = [...form.querySelectorAll("[name=pick]")].find((one) => !one.checked);
    choose(box);
    change(box);
    const { choice } = model.sent.at(-1);
    assert.ok(choice.pick.includes(box.value));
    assert.equal(choice.pick.length, form.querySelectorAll("[name=pick]:checked").length);
    assert.equal(said(el), fixtures.explorers.explore_votes.words.wait);
    assert.equal(view(el).getAttribute("aria-busy"), "true");
    model.reply({ op: "view", html: '<figure><img alt="A new picture"></figure>', said: "Drawn: it." });
    assert.equal(view(el).querySelector("img").alt, "A new picture");
    assert.equal(said(el), "Drawn: it.");
    assert.ok(!view(el).hasAttribute("aria-busy"));
  });

  it("begins a long table where the answer changes", async () => {
    const { el, form, model } = await open("explore_timeline");
    submit(form);
    const rows = '<tr><td>early</td></tr><tr data-here><td>late</td></tr>';
    const proto = el.ownerDocument.defaultView.HTMLElement.prototype;
    Object.defineProperty(proto, "offsetTop", { configurable: true,
      get() { return this.hasAttribute("data-here") ? 900 : 0; } });
    Object.defineProperty(proto, "clientHeight", { configurable: true, get: () => 400 });
    try {
      model.reply({ op: "view", html: `<div class="cr-long"><table>${rows}</table></div>`, said: "" });
      assert.equal(view(el).querySelector(".cr-long").scrollTop, 700);
      model.reply({ op: "view", html: "<p>no table</p>", said: "none" });
      assert.equal(said(el), "none");
    } finally {
      delete proto.offsetTop;
      delete proto.clientHeight;
    }
  });

  it("shows only the answer to the last choice", async () => {
    const { el, form, model } = await open("explore_claims");
    submit(form);
    submit(form);
    model.receive({ n: 1, html: "<p>old</p>", said: "old" });
    assert.notEqual(said(el), "old");
    model.receive({ n: 2, html: "<p>new</p>", said: "new" });
    assert.equal(view(el).textContent, "new");
  });

  it("says so when the kernel does not answer, and again when the line is closed", async () => {
    const { el, form, model } = await open("explore_timeline");
    submit(form);
    mock.timers.tick(2999);
    assert.equal(said(el), fixtures.explorers.explore_timeline.words.wait);
    mock.timers.tick(1);
    assert.equal(said(el), fixtures.explorers.explore_timeline.words.lost);
    model.reply({ html: "<p>late</p>", said: "late" });
    assert.equal(said(el), "late");
    model.dead = true;
    submit(form);
    assert.equal(said(el), fixtures.explorers.explore_timeline.words.lost);
  });

  it("asks once for a date that is typed part by part", async () => {
    const { form, model } = await open("explore_timeline");
    const day = form.querySelector('[type="date"]');
    const before = model.sent.length;
    for (let n = 0; n < 5; n++) { change(day); mock.timers.tick(500); }
    assert.equal(model.sent.length, before);
    mock.timers.tick(100);
    assert.equal(model.sent.length, before + 1);
  });

  it("writes the sentence as text and never as HTML", async () => {
    const { el, form, model } = await open("explore_claims");
    submit(form);
    model.reply({ html: "", said: "<b>bold</b>" });
    assert.equal(said(el), "<b>bold</b>");
    assert.equal(el.querySelector(".cr-said b"), null);
  });

  it("keeps its keys from JupyterLab, except for running and saving", async () => {
    const { el, form } = await open("explore_claims");
    const select = form.querySelector("select");
    let heard = 0;
    document.body.addEventListener("keydown", () => { heard += 1; });
    key(select, "a");
    assert.ok(el.hasAttribute("data-lm-suppress-shortcuts"));
    assert.equal(heard, 0);
    key(select, "Enter", { shiftKey: true });
    assert.ok(!el.hasAttribute("data-lm-suppress-shortcuts"));
    assert.equal(heard, 1);
  });

  it("leaves nothing behind", async () => {
    const { model, release } = await open("explore_claims");
    release();
    assert.equal(model.count(), 0);
  });
});
