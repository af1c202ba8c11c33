import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { draw, fixtures, key, load, newPage } from "./page.mjs";

const LINKS = '<p><a href="#P2.1">P2.1</a> <a href="#term-reed"><em>reed</em></a> <a href="#Who-pays">Who pays</a></p>';
const drawCard = (place) => draw("room", { card: fixtures.card.html, words: fixtures.card.words }, place);
const panels = () => [...document.querySelectorAll(".cr-panel")];
const open = () => panels().filter((panel) => !panel.hidden);

function click(selector, root = document) {
  const link = root.querySelector(selector);
  link.focus();
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  link.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  newPage(`<div class="jp-Notebook" id="one">${LINKS}</div><div class="jp-Notebook" id="two">${LINKS}</div>`);
});

const one = () => document.querySelector("#one");
const two = () => document.querySelector("#two");

describe("links in the prose", () => {
  it("are places and terms, and no other anchor", async () => {
    const { wantsPanel } = await load("room");
    for (const href of ["#P1", "#A5.2", "#K12.10", "#A:L31", "#term-pull_quote"]) assert.ok(wantsPanel(href), href);
    for (const href of ["", undefined, "#", "#Who-pays", "#A", "#a5", "#A5.", "P1", "https://example.org/#A5", "#term-"]) {
      assert.ok(!wantsPanel(href), href);
    }
  });

  it("open a panel with what stands there, and JupyterLab does not jump", async () => {
    const { model } = await drawCard(one());
    const event = click("a[href='#P2.1']");
    assert.ok(event.defaultPrevented);
    assert.deepEqual(model.sent, [{ op: "place", n: 1, loc: "P2.1" }]);
    const [panel] = open();
    assert.equal(panel.textContent, fixtures.card.words.loading);
    assert.equal(document.activeElement, panel);
    model.reply({ op: "place", html: fixtures.panel });
    assert.match(panel.textContent, /P2\.1/);
    assert.equal(panel.getAttribute("role"), "dialog");
    assert.ok(panel.getAttribute("aria-label"));
  });

  it("work on emphasised words inside a link", async () => {
    const { model } = await drawCard(one());
    click("a[href='#term-reed'] em");
    assert.equal(model.sent.at(-1).loc, "term-reed");
  });

  it("that lead elsewhere are left alone", async () => {
    const { model } = await drawCard(one());
    assert.ok(!click("a[href='#Who-pays']").defaultPrevented);
    assert.equal(model.sent.length, 0);
  });

  it("are left to a reading pane that takes them", async () => {
    const { model } = await drawCard(one());
    document.addEventListener("crossread:go", (event) => {
      assert.equal(event.detail.from.textContent, "P2.1");
      event.preventDefault();
    });
    assert.ok(click("a[href='#P2.1']").defaultPrevented);
    assert.equal(model.sent.length + open().length, 0);
  });
});

describe("the panel", () => {
  it("closes with Escape or its button, and the focus goes back to the link", async () => {
    for (const close of [(panel) => key(panel, "Escape"), (panel) => panel.querySelector(".cr-place-close").click()]) {
      const { model, release } = await drawCard(one());
      click("a[href='#P2.1']");
      model.reply({ op: "place", html: fixtures.panel });
      const [panel] = open();
      close(panel);
      assert.deepEqual(open(), []);
      assert.equal(document.activeElement, one().querySelector("a"));
      release();
    }
  });

  it("stands below the lines with the link and covers nothing, and a second link takes it along", async () => {
    const { model } = await drawCard(one());
    click("a[href='#P2.1']");
    const [panel] = open();
    assert.equal(panel.previousElementSibling, one().querySelector("p"));
    assert.doesNotMatch(fixtures.sources_css.room, /\.cr-panel \{[^}]*position:/);
    model.reply({ op: "place", html: fixtures.panel });
    assert.equal(window.scrolledTo, panel);
    one().insertAdjacentHTML("beforeend", "<ul><li id='line'>one <a href='#P1'>P1</a></li></ul>"
      + "<table id='grid'><tbody><tr><td><a href='#Q1'>Q1</a></td></tr></tbody></table>");
    click("#line a");
    assert.equal(panel.parentElement, document.querySelector("#line"));
    click("#grid a");
    assert.equal(panel.previousElementSibling, document.querySelector("#grid"));
    assert.equal(open().length, 1);
  });

  it("closes with Escape on its link too, and stays while the learner works elsewhere", async () => {
    await drawCard(one());
    one().insertAdjacentHTML("beforeend", "<input>");
    click("a[href='#P2.1']");
    one().querySelector("input").focus();
    key(one().querySelector("input"), "Escape");
    assert.equal(open().length, 1);
    const link = one().querySelector("a");
    link.focus();
    key(link, "Escape");
    assert.deepEqual(open(), []);
    assert.equal(document.activeElement, link);
  });

  it("keeps a double click from the cell that it stands in", async () => {
    await drawCard(one());
    click("a[href='#P2.1']");
    let heard = false;
    one().addEventListener("dblclick", () => { heard = true; });
    open()[0].dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    assert.ok(!heard);
  });

  it("says in words when the kernel does not answer, and shows an answer that comes late", async () => {
    const { model } = await drawCard(one());
    click("a[href='#P2.1']");
    mock.timers.tick(3000);
    assert.equal(open()[0].textContent, fixtures.card.words.place_kernel);
    model.reply({ op: "place", html: "<p>late</p>" });
    assert.equal(open()[0].textContent, "late");
    model.dead = true;
    click("a[href='#term-reed']");
    assert.equal(open()[0].textContent, fixtures.card.words.place_kernel);
  });

  it("shows the place asked for last", async () => {
    const { model } = await drawCard(one());
    click("a[href='#P2.1']");
    click("a[href='#term-reed']");
    model.receive({ n: 1, op: "place", html: "<p>first</p>" });
    model.receive({ n: 2, op: "place", html: "<p>second</p>" });
    assert.equal(open()[0].textContent, "second");
  });

  it("keeps its keys from JupyterLab", async () => {
    await drawCard(one());
    click("a[href='#P2.1']");
    let heard = false;
    document.addEventListener("keydown", () => { heard = true; });
    key(open()[0], "d");
    assert.ok(!heard);
  });
});

describe("two lessons open at once", () => {
  it("each answers the links of its own page", async () => {
    const [first, second] = [await drawCard(one()), await drawCard(two())];
    click("a[href='#P2.1']", two());
    assert.equal(first.model.sent.length, 0);
    assert.equal(second.model.sent.length, 1);
    assert.equal(open().length, 1);
  });

  it("and a card that was scrolled off its page still answers for it", async () => {
    const { el, model } = await drawCard(one());
    mock.timers.tick(0);
    el.remove();
    click("a[href='#P2.1']", one());
    click("a[href='#P2.1']", two());
    assert.equal(model.sent.length, 1);
  });

  it("and a card shown twice on one page opens one panel", async () => {
    await drawCard(one());
    await drawCard(one());
    click("a[href='#P2.1']");
    assert.equal(open().length, 1);
  });
});

describe("clean-up", () => {
  it("takes the panel away and leaves the links alone", async () => {
    const { model, release } = await drawCard(one());
    release();
    assert.deepEqual(panels(), []);
    assert.equal(model.count(), 0);
    assert.ok(!click("a[href='#P2.1']").defaultPrevented);
  });
});

const drawPage = () => draw("progress", fixtures.progress);
const tick = (on) => {
  const box = document.querySelector("[name=minutes]");
  box.checked = on;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

describe("the learner's own page", () => {
  it("opens a lesson in this JupyterLab, beside the page in work, or else in a tab of its own", async () => {
    const opened = [];
    window.jupyterapp = {
      shell: { currentWidget: { context: { path: "course/notebooks/01_a.ipynb" } } },
      commands: { execute: (name, what) => opened.push([name, what.path]) },
    };
    const { el } = await draw("progress", { ...fixtures.progress, page: '<a href="03_b.ipynb">03</a>' });
    const link = el.querySelector("a");
    const click = () => link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    assert.ok(!click(), "the browser does not leave the page");
    assert.deepEqual(opened, [["docmanager:open", `course/notebooks/${link.getAttribute("href")}`]]);
    delete window.jupyterapp;
    click();
    assert.equal(link.target, "_blank");
    assert.equal(opened.length, 1);
  });

  it("asks for minutes only when the box is ticked, and shows the page that comes back", async () => {
    const { model } = await drawPage();
    assert.deepEqual(model.sent, []);
    tick(true);
    assert.deepEqual(model.sent, [{ op: "minutes", n: 1, on: true }]);
    model.reply({ page: fixtures.progress.page.replace("Where you stand", "With minutes"), status: "" });
    assert.match(document.body.textContent, /With minutes/);
    assert.equal(document.activeElement.name, "minutes", "the focus stays on the box");
  });

  it("says in words when the kernel is gone", async () => {
    await drawPage();
    tick(true);
    mock.timers.tick(5000);
    assert.equal(document.querySelector("[role=status]").textContent, fixtures.progress.words.lost_kernel);
  });

  it("keeps keys from JupyterLab's shortcuts", async () => {
    await drawPage();
    let heard = false;
    document.addEventListener("keydown", () => { heard = true; });
    key(document.querySelector("[name=minutes]"), " ");
    assert.ok(!heard);
  });
});
