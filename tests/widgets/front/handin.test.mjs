import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { draw, fixtures, key, newPage, submit } from "./page.mjs";

const drawForm = () => draw("handin", { form: fixtures.handin.form, words: fixtures.handin.words });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  newPage();
  globalThis.URL.createObjectURL = () => "blob:made";
});

describe("handing in", () => {
  it("asks for a preview first and writes only when the button is pressed", async () => {
    const { model, form } = await drawForm();
    assert.deepEqual(model.sent.map((message) => message.op), ["hello"]);
    model.reply({ preview: "<dl><dt>Q</dt><dd>A</dd></dl>", name: "Ada", id: "7" });
    assert.equal(form.querySelector(".cr-preview").textContent, "QA");
    form.elements.name.value = "Ada L";
    form.elements.practice.checked = true;
    submit(form);
    const { op, n, name, id, practice, minutes } = model.sent.at(-1);
    assert.deepEqual({ op, n, name, id, practice, minutes },
      { op: "write", n: 2, name: "Ada L", id: "7", practice: true, minutes: false });
  });

  it("asks for the preview anew when minutes are to go along", async () => {
    const { model, form } = await drawForm();
    form.elements.minutes.checked = true;
    form.elements.minutes.dispatchEvent(new Event("change", { bubbles: true }));
    const { op, minutes } = model.sent.at(-1);
    assert.deepEqual({ op, minutes }, { op: "preview", minutes: true });
  });

  it("is left by Escape for the cell that holds it", async () => {
    newPage('<div class="jp-Cell" tabindex="0"></div>');
    const cell = document.querySelector(".jp-Cell");
    const { form } = await draw("handin", { form: fixtures.handin.form, words: fixtures.handin.words }, cell);
    form.elements.name.focus();
    key(form.elements.name, "Escape");
    assert.equal(document.activeElement, cell);
  });

  const ops = (model) => model.sent.map((message) => message.op);

  it("looks at the answers again when one is saved on the page, and when the learner comes here", async () => {
    const { model, form, release } = await drawForm();
    model.reply({ preview: "<p>nothing</p>", shown: "one", name: "", id: "" });
    document.dispatchEvent(new CustomEvent("crossread:saved"));
    assert.deepEqual(ops(model), ["hello", "preview"]);
    model.reply({ preview: "<p>an answer</p>", shown: "two" });
    assert.equal(form.querySelector(".cr-preview").textContent, "an answer");
    form.dispatchEvent(new MouseEvent("pointerenter"));
    form.elements.name.focus();
    form.elements.id.focus(); // going on inside the form asks for nothing
    assert.deepEqual(ops(model), ["hello", "preview", "preview", "preview"]);
    release();
    document.dispatchEvent(new CustomEvent("crossread:saved"));
    assert.equal(model.sent.length, 4);
  });

  it("names the preview that it shows, and leaves one that did not change as it is", async () => {
    const { model, form } = await drawForm();
    model.reply({ preview: "<p>an answer</p>", shown: "one", name: "", id: "" });
    const [line] = form.querySelector(".cr-preview").children;
    form.dispatchEvent(new MouseEvent("pointerenter"));
    model.reply({ preview: "<p>an answer</p>", shown: "one" });
    assert.equal(form.querySelector(".cr-preview").firstChild, line);
    submit(form);
    assert.equal(model.sent.at(-1).shown, "one");
    model.reply({ preview: "<p>another</p>", shown: "two", status: "Not written yet" });
    assert.equal(form.querySelector(".cr-preview").textContent, "another");
    submit(form);
    assert.equal(model.sent.at(-1).shown, "two");
  });

  it("keeps the receipt when a look at the answers comes between, and a name that is being typed", async () => {
    const { model, form } = await drawForm();
    form.elements.name.value = "Ada";
    form.elements.name.dispatchEvent(new Event("input", { bubbles: true }));
    model.receive({ n: 1, preview: "", shown: "one", name: "old", id: "old" });
    assert.equal(form.elements.name.value, "Ada");
    submit(form);
    const { n } = model.sent.at(-1);
    form.dispatchEvent(new MouseEvent("pointerenter"));
    model.receive({ n, status: "Written.", preview: "", shown: "one" });
    assert.equal(form.querySelector(".cr-verdict").textContent, "Written.");
    model.dead = true;
    document.dispatchEvent(new CustomEvent("crossread:saved")); // a hand-in without a kernel hurts nothing
  });

  it("shows the receipt and offers a copy", async () => {
    const { model, form } = await drawForm();
    submit(form);
    model.reply({ status: "Written. Receipt: ABCD-EFGH-IJKL.", file: "crossread-01-7.json", content: "{}", preview: "" });
    assert.match(form.querySelector(".cr-verdict").textContent, /^Written\. Receipt: ABCD/);
    assert.equal(form.querySelector("a.cr-download").download, "crossread-01-7.json");
  });

  it("puts a name that holds markup back as text", async () => {
    const { model, form } = await drawForm();
    model.reply({ preview: "", name: fixtures.hostile, id: fixtures.hostile, status: fixtures.hostile });
    assert.equal(form.elements.name.value, fixtures.hostile);
    assert.equal(document.querySelector("img, script"), null);
  });

  it("says in words when the kernel is gone", async () => {
    const { form } = await drawForm();
    submit(form);
    mock.timers.tick(5000);
    assert.equal(form.querySelector(".cr-verdict").textContent, fixtures.handin.words.lost_kernel);
  });

  it("keeps keys from JupyterLab's shortcuts", async () => {
    const { form } = await drawForm();
    let heard = false;
    document.addEventListener("keydown", () => { heard = true; });
    key(form.elements.name, "d");
    assert.ok(!heard);
  });
});
