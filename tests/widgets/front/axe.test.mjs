// axe on everything the package writes; colours and sizes need a real browser (tests/browser).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { axeSource, drawItem, fixtures, newPage } from "./page.mjs";

const RULES = { "color-contrast": { enabled: false }, region: { enabled: false }, "page-has-heading-one": { enabled: false } };

const page = (html) => newPage(`<main><h1>Page</h1><h2>Part</h2>${html}</main>`);

async function violations(html, window = page(html)) {
  window.eval(axeSource);
  const { violations: found } = await window.axe.run(window.document.querySelector("main"), { rules: RULES });
  return Array.from(found).map((one) => `${one.id}: ${[...one.nodes].map((node) => node.html).join(" | ")}`);
}

const pages = {
  "the lesson card": fixtures.card.html, "the reading pane": fixtures.reader.pane,
  "the reading pane with a copy attached": fixtures.reader.printed, "a panel": fixtures.panel,
  ...fixtures.pages,
};

// Ten items a page: axe names the element it means.
const withCopy = ([, one]) => Object.keys(one.printed).length > 0;
const copied = Object.entries(fixtures.items).filter(withCopy);
const groups = Object.entries(fixtures.items).filter((one) => !withCopy(one)).reduce((all, one, n) => {
  (all[Math.floor(n / 10)] ??= []).push(one);
  return all;
}, []);

describe("axe", () => {
  for (const group of groups) {
    it(`finds nothing in ${group.map(([id]) => id).join(", ")}: form, verdicts and paper face`, async () => {
      const html = group.map(([, item]) => item.form + item.verdicts.join("") + item.paper);
      assert.deepEqual(await violations(html.join("")), []);
    });
  }
  for (const [id, { printed }] of copied) {
    it(`finds nothing in ${id}, its printed words on the page`, async () => {
      const window = page("");
      const { model, form } = await drawItem(id, window.document.querySelector("main"));
      model.reply({ op: "restore", value: null, printed, html: "", saved: "" });
      assert.ok(form.querySelector("[data-word]"));
      assert.deepEqual(await violations("", window), []);
    });
  }
  for (const [name, html] of Object.entries(pages)) {
    it(`finds nothing in ${name}`, async () => assert.deepEqual(await violations(html), []));
  }
  it("would find a control without a label", async () => {
    assert.match((await violations("<input name=x>")).join(), /label/);
  });
});
