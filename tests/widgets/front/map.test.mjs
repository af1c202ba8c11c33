// The argument map: lines that are steps, own words, undo, and a picture that the kernel draws.
import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { choose, drawItem, fixtures, newPage, submit, type } from "./page.mjs";

const MAP = "01-14";
const HOSTILE = fixtures.hostile;
const shown = (form) => [...form.querySelectorAll(".cr-step:not([hidden])")];
const menu = (form, step, part) => shown(form)[step - 1].querySelector(`[data-part="${part}"]`);
const button = (form, what) => form.querySelector(`[data-map="${what}"]`);
const pick = (form, step, part, value) => type(menu(form, step, part), value);

function step(form, n, premises, relation, conclusion) {
  premises.forEach((one, k) => pick(form, n, String(k + 1), one));
  pick(form, n, "relation", relation);
  pick(form, n, "conclusion", conclusion);
}

// What the form would send as its answer now.
function sent(model, form) {
  submit(form);
  return model.sent.at(-1).value;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  newPage();
});

describe("the steps of a map", () => {
  it("are sent with their reasons in order, blank lines left out", async () => {
    const { model, form } = await drawItem(MAP);
    assert.equal(shown(form).length, 2);
    step(form, 2, ["a", "b"], "supports", "d");
    assert.deepEqual(sent(model, form), {
      edges: [{ premises: ["a", "b"], conclusion: "d", relation: "supports" }], own: {} });
    assert.equal(menu(form, 1, "1").value, "a", "the verdict's step 1 stands in line 1");
  });

  it("are added up to the most there is room for, and the new line has the focus", async () => {
    const { form } = await drawItem(MAP);
    choose(button(form, "add"));
    assert.equal(document.activeElement, menu(form, 3, "1"));
    choose(button(form, "add"));
    assert.equal(shown(form).length, 4);
    assert.ok(button(form, "add").disabled);
  });

  it("are removed where they stand; the others keep what was chosen, half a step too", async () => {
    const { form } = await drawItem(MAP);
    step(form, 1, ["a"], "supports", "d");
    pick(form, 2, "1", "b");
    choose(shown(form)[0].querySelector('[data-map="remove"]'));
    assert.equal(shown(form).length, 1);
    assert.equal(menu(form, 1, "1").value, "b");
    assert.equal(menu(form, 1, "conclusion").value, "");
    assert.equal(document.activeElement, menu(form, 1, "1"));
  });

  it("are blank and still there when the last one is removed", async () => {
    const { form } = await drawItem(MAP);
    step(form, 1, ["a"], "supports", "d");
    choose(shown(form)[1].querySelector('[data-map="remove"]'));
    choose(shown(form)[0].querySelector('[data-map="remove"]'));
    assert.equal(shown(form).length, 1);
    assert.equal(menu(form, 1, "1").value, "");
  });

  it("come back with undo, one change at a time, after clearing too", async () => {
    const { form } = await drawItem(MAP);
    assert.ok(button(form, "undo").disabled);
    step(form, 1, ["a"], "supports", "d");
    choose(shown(form)[0].querySelector('[data-map="remove"]'));
    choose(button(form, "undo"));
    assert.equal(menu(form, 1, "conclusion").value, "d");
    assert.equal(shown(form).length, 2);
    choose(button(form, "undo"));
    assert.equal(menu(form, 1, "conclusion").value, "");
    assert.equal(menu(form, 1, "relation").value, "supports");
    choose(form.querySelector(".cr-clear"));
    choose(button(form, "undo"));
    assert.equal(menu(form, 1, "relation").value, "supports");
    choose(button(form, "undo"));
    choose(button(form, "undo"));
    assert.equal(menu(form, 1, "1").value, "");
    assert.ok(button(form, "undo").disabled);
  });
});

describe("own words", () => {
  it("name their place in every menu, as text and never as markup", async () => {
    const { model, form } = await drawItem(MAP);
    type(form.querySelector("[data-own]"), HOSTILE);
    const option = menu(form, 1, "1").querySelector('[value="own-1"]');
    assert.equal(option.textContent, `own-1: ${HOSTILE}`);
    assert.equal(form.querySelector("img, script"), null);
    step(form, 1, ["own-1"], "supports", "c");
    assert.deepEqual(sent(model, form).own, { "own-1": HOSTILE });
  });

  it("come back with the steps that use them", async () => {
    const { model, form } = await drawItem(MAP);
    const value = { edges: [{ premises: ["own-1"], conclusion: "c", relation: "attacks" }],
      own: { "own-1": "Reeds grow back." } };
    model.reply({ op: "restore", value, confidence: null, html: "", saved: "" });
    assert.equal(form.querySelector("[data-own]").value, "Reeds grow back.");
    assert.equal(menu(form, 1, "1").selectedOptions[0].textContent, "own-1: Reeds grow back.");
    assert.deepEqual(sent(model, form), value);
  });
});

describe("the picture", () => {
  const says = (form) => form.querySelector(".cr-map-says").textContent;
  const layouts = (model) => model.sent.filter((one) => one.op === "layout");

  it("is asked for once after several changes, and shown with what it says", async () => {
    const { model, form } = await drawItem(MAP);
    step(form, 1, ["a"], "supports", "c");
    mock.timers.tick(300);
    assert.equal(layouts(model).length, 1);
    model.receive({ op: "layout", n: layouts(model)[0].n, picture: "<svg></svg>", says: "A circle." });
    assert.ok(form.querySelector(".cr-map-picture svg"));
    assert.equal(says(form), "A circle.");
    assert.equal(form.querySelector(".cr-map-says").getAttribute("role"), "status");
    assert.equal(form.querySelector(".cr-map-says").getAttribute("aria-live"), "polite");
  });

  it("of an earlier state does not replace a later one", async () => {
    const { model, form } = await drawItem(MAP);
    pick(form, 1, "1", "a");
    mock.timers.tick(300);
    pick(form, 1, "1", "b");
    mock.timers.tick(300);
    const [first, second] = layouts(model);
    model.receive({ op: "layout", n: second.n, picture: "<svg></svg>", says: "new" });
    model.receive({ op: "layout", n: first.n, picture: "", says: "old" });
    assert.equal(says(form), "new");
  });

  it("is not needed: without a kernel the lines stay and a sentence says so", async () => {
    const { model, form } = await drawItem(MAP);
    model.dead = true;
    step(form, 1, ["a"], "supports", "c");
    for (const time of [300, 700, 3000]) mock.timers.tick(time);
    assert.equal(menu(form, 1, "conclusion").value, "c");
    assert.equal(form.querySelector(".cr-saved").textContent, fixtures.words.lost_kernel);
    choose(button(form, "add"));
    assert.equal(shown(form).length, 3);
  });

  it("does not take back that an answer was not saved", async () => {
    const { model, form } = await drawItem(MAP);
    step(form, 1, ["a"], "supports", "c");
    submit(form);
    mock.timers.tick(3500);
    assert.equal(form.querySelector(".cr-saved").textContent, fixtures.words.lost_kernel);
    model.receive({ op: "layout", n: layouts(model)[0].n, picture: "", says: "x" });
    assert.equal(form.querySelector(".cr-saved").textContent, fixtures.words.lost_kernel);
  });
});
