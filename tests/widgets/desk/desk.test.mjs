import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { choose, draw, fixtures, key, newPage, type } from "../front/page.mjs";

const { form: html, words, page, next, clash, choosing, sample, bank, differences, settled, allSettled, hostile } = fixtures;

// A desk with a page on it, as after the first answer.
async function drawDesk(view = page, { fresh = true, place = document.body } = {}) {
  const drawn = await draw("desk", { form: html, words, fresh }, place);
  drawn.model.reply({ op: "view", html: view });
  const { form } = drawn;
  const rows = [...form.querySelectorAll(".cr-row")];
  return { ...drawn, rows, said: form.querySelector(".cr-said"), radio: (n, level) => rows[n].querySelector(`input[value="${level}"]`) };
}
const saved = (turn, level = 3) => ({ op: "marked", turn, level, holds: `Level ${level}, Ada`, saved: `Saved: level ${level}, Ada, 10:00.`, progress: '<p class="cr-progress">1 of 2</p>' });
const sentOps = (model) => model.sent.map((message) => message.op);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  newPage();
});

describe("the marking desk", () => {
  it("asks for the work first and leaves the focus where it is", async () => {
    const { model, form } = await drawDesk();
    assert.deepEqual(sentOps(model), ["view"]);
    const { exercise, task, by, show, step } = model.sent[0];
    assert.deepEqual({ exercise, task, by, show, step }, { exercise: "01", task: "first", by: "student", show: "all", step: 0 });
    assert.ok(!form.contains(document.activeElement));
  });

  it("says saved only when the kernel says so", async () => {
    const { model, rows, said, radio } = await drawDesk();
    choose(radio(0, 3));
    const line = rows[0].querySelector(".cr-row-saved");
    assert.equal(line.textContent, words.saving);
    assert.equal(said.textContent, "");
    const { op, level, seen, criterion, comment } = model.sent.at(-1);
    assert.deepEqual({ op, level, seen, criterion, comment }, { op: "mark", level: 3, seen: null, criterion: "R1", comment: "" });
    model.reply(saved(1));
    assert.match(line.textContent, /^Saved: level 3/);
    assert.match(said.textContent, /^Saved: level 3/);
  });

  it("says not saved when no answer comes, and takes it back when it comes late", async () => {
    const { model, rows, said, radio } = await drawDesk();
    choose(radio(0, 3));
    mock.timers.tick(5000);
    assert.equal(rows[0].querySelector(".cr-row-saved").textContent, words.lost);
    assert.ok(said.classList.contains("cr-lost"));
    model.reply(saved(1));
    assert.match(rows[0].querySelector(".cr-row-saved").textContent, /^Saved/);
    assert.ok(!said.classList.contains("cr-lost"));
  });

  it("sends a second choice on the same row only after the first is answered, with its turn", async () => {
    const { model, radio } = await drawDesk();
    choose(radio(0, 3));
    choose(radio(0, 2));
    assert.deepEqual(sentOps(model), ["view", "mark"]);
    model.reply(saved(1));
    assert.deepEqual(sentOps(model), ["view", "mark", "mark"]);
    assert.deepEqual([model.sent.at(-1).level, model.sent.at(-1).seen], [2, 1]);
  });

  it("takes number keys for the next blank row and goes on to the one after it", async () => {
    const { model, form, rows, radio } = await drawDesk();
    form.querySelector("[data-step]").focus();
    assert.ok(key(document.activeElement, "4").defaultPrevented);
    assert.ok(radio(0, 4).checked);
    assert.equal(document.activeElement, rows[1]);
    key(rows[1], "0");
    assert.ok(radio(1, 0).checked);
    assert.deepEqual(model.sent.slice(1).map((m) => [m.criterion, m.level]), [["R1", 4], ["R2", 0]]);
    key(rows[1], "7");
    assert.equal(model.sent.length, 3);
  });

  it("leaves letters and digits alone while somebody types", async () => {
    const { model, rows } = await drawDesk();
    key(rows[0], "c");
    const field = rows[0].querySelector("textarea");
    assert.equal(document.activeElement, field);
    for (const one of ["n", "p", "f", "4"]) assert.ok(!key(field, one).defaultPrevented);
    assert.deepEqual(sentOps(model), ["view"]);
    key(field, "Escape");
    assert.equal(document.activeElement, rows[0]);
  });

  it("keeps a comment as a draft until there is a level, and then with the level", async () => {
    const { model, rows } = await drawDesk();
    const line = rows[0].querySelector(".cr-row-saved");
    type(rows[0].querySelector("textarea"), "Which place?");
    mock.timers.tick(1000);
    const { op, level, criterion, comment } = model.sent.at(-1);
    assert.deepEqual({ op, level, criterion, comment }, { op: "draft", level: null, criterion: "R1", comment: "Which place?" });
    assert.equal(line.textContent, words.saving);
    model.reply({ op: "drafted", saved: "Kept as a draft." });
    assert.equal(line.textContent, "Kept as a draft.");
    key(rows[0], "3");
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).level, model.sent.at(-1).comment], ["mark", 3, "Which place?"]);
  });

  it("goes on with a draft only after it is kept", async () => {
    const { model, rows } = await drawDesk();
    type(rows[0].querySelector("textarea"), "Which place?");
    key(rows[0], "n");
    assert.deepEqual(sentOps(model), ["view", "draft"]);
    model.reply({ op: "drafted", saved: "Kept as a draft." });
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).step], ["view", 1]);
  });

  it("lets nobody close the browser's page unasked before everything is kept", async () => {
    const { model, rows, release } = await drawDesk();
    const leaves = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    assert.ok(leaves());
    type(rows[0].querySelector("textarea"), "Which place?");
    assert.ok(!leaves(), "typed");
    mock.timers.tick(1000);
    assert.ok(!leaves(), "sent");
    model.reply({ op: "drafted", saved: "Kept as a draft." });
    assert.ok(leaves());
    type(rows[0].querySelector("textarea"), "More");
    release();
    assert.ok(leaves(), "a desk that is gone asks nothing");
  });

  it("opens the comment and the bank of the row that was marked last, and says so on the row", async () => {
    const { form, rows } = await drawDesk();
    const level = words.aim_level.replace("{row}", "Both texts are used");
    const aims = () => rows.map((row) => row.querySelector(".cr-aim").textContent);
    assert.deepEqual(aims(), ["", ""], "no key reaches a desk without the focus");
    rows[0].focus();
    assert.deepEqual(aims(), [words.aim_both, ""]);
    key(rows[0], "4");
    assert.equal(document.activeElement, rows[1]);
    assert.deepEqual(aims(), [words.aim_comment, level]);
    key(rows[1], "c");
    assert.equal(document.activeElement, rows[0].querySelector("textarea"));
    assert.deepEqual(aims(), ["", ""], "a letter is a letter there");
    key(document.activeElement, "Escape");
    assert.equal(document.activeElement, rows[1], "the next digit changes no level");
    key(rows[1], "b");
    assert.ok(rows[0].querySelector(".cr-bank").open);
    key(document.activeElement, "Escape");
    assert.ok(!rows[0].querySelector(".cr-bank").open && document.activeElement === rows[1]);
    form.querySelector("[data-step]").focus();
    assert.deepEqual(aims(), [words.aim_comment, level]);
  });

  it("opens the comment of the row that somebody went into", async () => {
    const { rows, radio } = await drawDesk();
    rows[0].focus();
    key(rows[0], "4");
    radio(1, 2).focus();
    assert.equal(rows[1].querySelector(".cr-aim").textContent, words.aim_both);
    key(radio(1, 2), "c");
    assert.equal(document.activeElement, rows[1].querySelector("textarea"));
  });

  it("says that every row is marked, when a digit means none", async () => {
    const { form, rows, radio, said } = await drawDesk();
    choose(radio(0, 4));
    choose(radio(1, 4));
    form.querySelector("[data-step]").focus();
    key(document.activeElement, "2");
    assert.equal(said.textContent, words.all_marked);
    assert.ok(radio(0, 4).checked && radio(1, 4).checked && rows.length === 2);
  });

  it("takes the focus after a run from the notebook, and from nowhere else", async () => {
    const draws = async (focused, fresh = true) => {
      newPage('<input id="search"><div class="jp-Notebook"><div id="output"></div><div id="cell" tabindex="-1"></div><div id="code" contenteditable="true" tabindex="-1"></div></div>');
      document.getElementById(focused).focus();
      const { rows } = await drawDesk(page, { fresh, place: document.getElementById("output") });
      return [rows[0], document.activeElement, document.querySelector(".cr-keys").textContent];
    };
    const [row, now, line] = await draws("cell");
    assert.equal(now, row);
    assert.equal(line, words.keys_here);
    assert.equal(window.scrolledTo, row.closest("form"), "the menus are in sight");
    for (const [focused, fresh] of [["search", true], ["cell", false]]) {
      const [, stays, away] = await draws(focused, fresh);
      assert.equal(stays.id, focused);
      assert.equal(away, words.keys_away);
    }
    assert.equal((await draws("code"))[1].id, "code");
  });

  it("says where the keys go, and takes them with a press on that line", async () => {
    const { form, rows } = await drawDesk();
    const line = form.querySelector(".cr-keys");
    assert.equal(line.textContent, words.keys_away);
    line.click();
    assert.equal(document.activeElement, rows[0]);
    assert.equal(line.textContent, words.keys_here);
    rows[0].blur();
    mock.timers.tick(1);
    assert.equal(line.textContent, words.keys_away);
  });

  it("goes on only when all of the page is saved, and puts the focus on the next blank row", async () => {
    const { model, form, rows } = await drawDesk();
    key(rows[0], "3");
    key(rows[0], "n");
    assert.deepEqual(sentOps(model), ["view", "mark"]);
    model.reply(saved(1));
    const { op, step, page: from } = model.sent.at(-1);
    assert.deepEqual({ op, step, from }, { op: "view", step: 1, from: rows[0].closest(".cr-page").dataset.page });
    model.reply({ op: "view", html: next });
    assert.equal(document.activeElement, form.querySelector(".cr-row"));
    key(form.querySelector(".cr-row"), "p");
    assert.equal(model.sent.at(-1).step, -1);
    model.reply({ op: "end", say: "There is no more work." });
    assert.equal(form.querySelector(".cr-said").textContent, "There is no more work.");
  });

  it("keeps keys that are pressed while the next page comes, and gives them to that page", async () => {
    const { model, form, rows, radio } = await drawDesk();
    key(rows[0], "3");
    for (const one of ["n", "4", "n"]) key(rows[1], one);
    assert.ok(!radio(1, 4).checked);
    model.reply(saved(1));
    assert.deepEqual(sentOps(model), ["view", "mark", "view"]);
    model.reply({ op: "view", html: next });
    const mark = model.sent.at(-1);
    assert.deepEqual([mark.op, mark.level, mark.submission], ["mark", 4, Number(form.querySelector(".cr-row").dataset.submission)]);
    assert.notEqual(mark.submission, Number(rows[0].dataset.submission));
    model.reply(saved(1, 4));
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).step], ["view", 1]);
    mock.timers.tick(5000);
    assert.equal(form.querySelector(".cr-said").textContent, words.needs_kernel);
    key(form.querySelector(".cr-row"), "2");
    assert.equal(model.sent.at(-1).op, "mark", "a page that did not come holds no key back");
  });

  it("shows what another marker chose and lets the later one decide", async () => {
    const { model, rows, radio } = await drawDesk();
    choose(radio(0, 3));
    model.reply({ op: "clash", turn: 5, html: clash });
    assert.match(rows[0].querySelector(".cr-clash").textContent, /holds level 1, chosen by Ben/);
    assert.equal(document.activeElement.dataset.decide, "theirs");
    key(rows[0], "n");
    assert.equal(model.sent.at(-1).op, "mark", "nobody leaves before deciding");
    rows[0].querySelector('[data-decide="mine"]').click();
    assert.deepEqual([model.sent.at(-1).level, model.sent.at(-1).seen, model.sent.at(-1).over], [3, 5, true]);
    model.reply({ op: "clash", turn: 6, html: clash });
    rows[0].querySelector('[data-decide="theirs"]').click();
    assert.ok(radio(0, 1).checked);
    assert.equal(rows[0].querySelector("textarea").value, hostile);
    assert.equal(rows[0].querySelector(".cr-clash").textContent, "");
    assert.equal(document.querySelector("img"), null);
    key(rows[0], "n");
    assert.equal(model.sent.at(-1).op, "view");
  });

  it("keeps what the marker wrote as a draft when another's level stands", async () => {
    const { model, rows, radio } = await drawDesk();
    const field = rows[0].querySelector("textarea");
    choose(radio(0, 3));
    type(field, "my own words");
    model.reply({ op: "clash", turn: 5, html: clash });
    rows[0].querySelector('[data-decide="theirs"]').click();
    const { op, comment } = model.sent.at(-1);
    assert.deepEqual([op, comment], ["draft", "my own words"]);
    assert.equal(field.value, hostile);
    model.reply({ op: "drafted", saved: "Kept as a draft." });
    assert.equal(rows[0].querySelector(".cr-row-saved").textContent, "Kept as a draft.");
  });

  it("asks whose level stands beside a comment that is being written, and takes no key from it", async () => {
    const { model, rows } = await drawDesk();
    key(rows[0], "3");
    model.reply(saved(1));
    const field = rows[0].querySelector("textarea");
    type(field, "Which");
    mock.timers.tick(1000);
    model.reply({ op: "clash", turn: 5, holds: "Level 1, Ben", html: clash });
    assert.equal(document.activeElement, field, "the next letter would press a button");
    assert.equal(rows[0].querySelector(".cr-holds").textContent, "Level 1, Ben");
    assert.equal(rows[0].querySelector(".cr-row-saved").textContent, words.undecided);
    type(field, "Which place?");
    mock.timers.tick(5000);
    assert.deepEqual(sentOps(model), ["view", "mark", "mark"], "nothing more is asked before");
    assert.ok(!window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
    rows[0].querySelector('[data-decide="mine"]').click();
    assert.deepEqual([model.sent.at(-1).comment, model.sent.at(-1).over], ["Which place?", true]);
  });

  it("shows no work before it is chosen what to do", async () => {
    const { model, form } = await drawDesk(choosing);
    const button = form.querySelector('[data-task="second"]');
    button.focus();
    key(button, "n");
    assert.deepEqual(sentOps(model), ["view"]);
    form.elements.task.value = "settle";
    button.click();
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).task], ["view", "second"]);
    model.reply({ op: "view", html: page });
    assert.equal(document.activeElement, form.querySelector(".cr-row"));
  });

  it("calls a comment not saved from its first key, and saved when it is", async () => {
    const { model, rows, said } = await drawDesk();
    key(rows[0], "3");
    model.reply(saved(1));
    const line = rows[0].querySelector(".cr-row-saved");
    assert.match(line.textContent, /^Saved: level 3/, "no word of a comment");
    assert.equal(rows[0].querySelector(".cr-holds").textContent, "Level 3, Ada");
    type(rows[0].querySelector("textarea"), "W");
    assert.equal(line.textContent, words.unsaved);
    assert.equal(said.textContent, "");
    mock.timers.tick(1000);
    assert.equal(line.textContent, words.saving);
    model.reply(saved(2));
    assert.ok(line.textContent.startsWith(`${words.comment_saved} Saved: level 3`));
  });

  it("goes behind what a comment says already", async () => {
    const { rows } = await drawDesk();
    const field = rows[0].querySelector("textarea");
    field.value = "Before.";
    field.setSelectionRange(0, 0);
    rows[0].focus();
    key(rows[0], "c");
    assert.equal(field.selectionStart, 7);
  });

  it("puts a comment of the bank behind what is written, and keeps one for reuse", async () => {
    const { model, form, rows } = await drawDesk();
    key(rows[0], "3");
    model.reply(saved(1));
    const field = rows[0].querySelector("textarea");
    field.value = "First.";
    rows[0].focus();
    key(rows[0], "b");
    assert.ok(rows[0].querySelector(".cr-bank").open);
    document.activeElement.click();
    assert.equal(field.value, "First.\nc1");
    assert.equal(model.sent.at(-1).comment, "First.\nc1");
    model.reply(saved(2));
    rows[0].querySelector(".cr-keep").click();
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).text], ["keep", "First.\nc1"]);
    model.reply({ op: "kept", html: bank, say: "Kept." });
    assert.match(rows[0].querySelector(".cr-bank-list").textContent, /own words/);
    assert.equal(form.querySelector(".cr-said").textContent, "Kept.");
  });

  it("goes one step with Escape from a button of a row, and says there that a comment is kept", async () => {
    const { model, form, rows } = await drawDesk();
    key(rows[0], "3");
    model.reply(saved(1));
    const button = rows[0].querySelector(".cr-keep");
    button.focus();
    button.click();
    model.reply({ op: "kept", html: bank, say: "Kept." });
    assert.equal(rows[0].querySelector(".cr-kept").textContent, "Kept.");
    key(button, "Escape");
    assert.equal(document.activeElement, rows[1], "the next blank row, and not JupyterLab");
    assert.ok(form.contains(document.activeElement));
  });

  it("leads back to a refused row, shows what is kept in it, and says above the work what is not", async () => {
    const { model, form, rows, said, radio } = await drawDesk();
    const scrolled = [];
    Object.defineProperty(form.querySelector(".cr-rubric"), "scrollHeight", { value: 9 });
    said.scrollIntoView = () => scrolled.push("said");
    key(rows[0], "3");
    assert.equal(document.activeElement, rows[1]);
    model.reply({ op: "refused", say: "The disk is full." });
    assert.ok(!radio(0, 3).checked, "no level looks chosen that is not kept");
    assert.equal(document.activeElement, rows[0]);
    assert.equal(said.textContent, "NOT saved: “Both texts are used”, level 3. The disk is full.");
    assert.ok(said.classList.contains("cr-lost") && scrolled.length === 1);
    assert.equal(rows[0].querySelector(".cr-row-saved").textContent, said.textContent);
    key(rows[0], "2");
    assert.equal(model.sent.at(-1).level, 3, "a digit in the first second was meant for another row");
    mock.timers.tick(1000);
    key(rows[0], "2");
    assert.equal(model.sent.at(-1).level, 2);
    model.reply(saved(1, 2));
    assert.match(said.textContent, /^Saved: level 2/);
    choose(radio(0, 4));
    model.reply({ op: "refused", say: "The disk is full." });
    assert.ok(radio(0, 2).checked);
    key(rows[0], "n");
    assert.equal(model.sent.at(-1).op, "view", "nothing waits, so the page can be left");
  });

  it("keeps a refused sentence while other rows are saved, and a refused comment on the page", async () => {
    const { model, rows, said, radio } = await drawDesk();
    const field = rows[0].querySelector("textarea");
    type(field, "too long");
    choose(radio(0, 3));
    const { n } = model.sent.at(-1);
    choose(radio(1, 4));
    model.receive({ n, op: "refused", say: "Shorten it." });
    model.reply(saved(1, 4));
    assert.match(said.textContent, /^NOT saved: .* Shorten it\.$/);
    assert.equal(field.value, "too long");
    key(rows[1], "n");
    assert.equal(model.sent.at(-1).op, "mark");
    assert.equal(said.textContent, words.stay);
  });

  it("leads nobody out of a comment when another row is refused", async () => {
    const { model, rows, radio } = await drawDesk();
    choose(radio(0, 3));
    type(rows[1].querySelector("textarea"), "Which");
    model.reply({ op: "refused", say: "The disk is full." });
    assert.equal(document.activeElement, rows[1].querySelector("textarea"));
  });

  it("shows the newer file when the one on the desk counts no more, and says what must be marked again", async () => {
    const { model, form, rows, said } = await drawDesk();
    const old = rows[0].dataset.submission;
    const { code, page: from } = form.querySelector(".cr-page").dataset;
    const newer = page.replaceAll(`data-submission="${old}"`, 'data-submission="77"').replace(from, from.replace(old, "77"));
    rows[0].querySelector("textarea").value = "Which place?";
    key(rows[0], "3");
    key(rows[1], "1");
    key(document.activeElement, "n");
    const [first, second] = model.sent.slice(-2);
    model.receive({ n: first.n, op: "gone", say: "A newer one." });
    assert.equal(model.sent.at(-1).op, "mark", "waits for the other row");
    model.receive({ n: second.n, op: "gone", say: "A newer one." });
    const { op, step, code: asked, page: shown } = model.sent.at(-1);
    assert.deepEqual({ op, step, asked, shown }, { op: "view", step: 0, asked: code, shown: from });
    model.reply({ op: "view", html: newer });
    const now = [...form.querySelectorAll(".cr-row")];
    assert.equal(now[0].dataset.submission, "77");
    assert.equal(form.querySelector(".cr-levels input:checked"), null);
    assert.equal(said.textContent, `NOT saved: “Both texts are used”, level 3; “Places”, level 1. ${words.gone}`);
    assert.equal(document.activeElement, now[0]);
    mock.timers.tick(1000);
    const draft = model.sent.at(-1);
    assert.deepEqual([draft.op, draft.submission, draft.comment], ["draft", 77, "Which place?"]);
    model.reply({ op: "drafted", saved: "Kept as a draft." });
    assert.ok(said.classList.contains("cr-lost"), "the sentence stays until the rows are marked");
    key(now[0], "3");
    model.reply(saved(1));
    assert.ok(said.classList.contains("cr-lost"));
    key(document.activeElement, "1");
    model.reply(saved(1, 1));
    assert.match(said.textContent, /^Saved: level 1/);
  });

  it("says so when the newer file is not in the list", async () => {
    const { model, rows, said } = await drawDesk();
    key(rows[0], "3");
    model.reply({ op: "gone", say: "A newer one." });
    model.reply({ op: "view", html: next });
    assert.ok(said.textContent.endsWith(`A newer one. ${words.gone_none}`));
    assert.equal(window.scrolledTo, said, "the sentence is in sight");
  });

  it("says with the last mark that all rows are marked, and shows the share that holds now", async () => {
    const { model, form, rows, said } = await drawDesk();
    key(rows[0], "3");
    model.reply({ ...saved(1), done: "All are marked." });
    assert.match(said.textContent, /^Saved: level 3.* All are marked\.$/);
    assert.equal(rows[0].querySelector(".cr-row-saved").textContent, said.textContent);
    key(rows[0], "n");
    model.reply({ op: "view", html: next, share: "Half of the work." });
    assert.equal(form.querySelector(".cr-share").textContent, "Half of the work.");
  });

  it("says above a table that is wider than its room that it scrolls, on each new page", async () => {
    const wide = '<div class="cr-page" data-page="1 *"><div class="cr-scroll"><table></table></div></div>';
    Object.defineProperty(window.Element.prototype, "scrollWidth", { get() { return this.matches(".cr-scroll") ? 900 : 0; } });
    const { form } = await drawDesk(wide);
    const hint = form.querySelector(".cr-scroll").previousElementSibling;
    assert.equal(hint.textContent, words.sideways);
    assert.ok(!hint.hidden);
  });

  it("opens a sample beside the work and gives the focus back", async () => {
    const { model, form, rows } = await drawDesk();
    const button = rows[0].querySelector("[data-sample]");
    button.click();
    model.reply({ op: "sample", html: sample });
    const panel = form.querySelector(".cr-sample");
    assert.ok(!panel.hidden && document.activeElement === panel);
    key(panel, "Escape");
    assert.ok(panel.hidden && document.activeElement === button);
  });

  it("raises the flag, shows the name only on request, and writes it as text", async () => {
    const { model, form, rows } = await drawDesk();
    key(rows[0], "f");
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).up], ["flag", true]);
    model.reply({ op: "flagged", up: true });
    assert.equal(form.querySelector(".cr-flag").getAttribute("aria-pressed"), "true");
    assert.equal(form.querySelector(".cr-name").textContent, "");
    const reveal = form.querySelector(".cr-reveal");
    choose(reveal);
    model.reply({ op: "name", name: hostile });
    assert.ok(reveal.disabled && document.activeElement === rows[0], "the keys stay in the desk");
    assert.ok(form.querySelector(".cr-name").textContent.includes(hostile));
    assert.equal(document.querySelector("img, script"), null);
  });

  it("shows a student's markup as words", async () => {
    const { form } = await drawDesk();
    assert.ok(form.querySelector(".cr-work").textContent.includes(hostile));
    assert.equal(document.querySelector("img, script"), null);
  });

  it("changes the pile by menu, keeps the menu's focus, and goes back when the page cannot be left", async () => {
    const { model, form, rows } = await drawDesk();
    const by = form.elements.by;
    by.focus();
    by.value = "criterion";
    by.dispatchEvent(new Event("change", { bubbles: true }));
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).by, model.sent.at(-1).page], ["view", "criterion", ""]);
    model.reply({ op: "view", html: page });
    assert.equal(document.activeElement, by);
    type(form.querySelector(".cr-row textarea"), "too long");
    mock.timers.tick(1000);
    model.reply({ op: "refused", say: "Shorten it." });
    by.value = "student";
    by.dispatchEvent(new Event("change", { bubbles: true }));
    assert.equal(by.value, "criterion");
    assert.ok(rows.length);
  });

  it("settles a difference with its level, its reason and what was seen", async () => {
    const { model, form } = await drawDesk(differences);
    const part = form.querySelector(".cr-difference");
    part.querySelector("select").value = "2";
    part.querySelector("textarea").value = "Read together.";
    part.querySelector(".cr-settle").click();
    const { op, level, why, seen } = model.sent.at(-1);
    assert.deepEqual({ op, level, why, seen }, { op: "settle", level: "2", why: "Read together.", seen: part.dataset.seen });
    model.reply({ op: "refused", say: "Say why." });
    assert.equal(part.querySelector(".cr-row-saved").textContent, "Say why.");
    part.querySelector(".cr-settle").click();
    model.reply({ op: "settled", say: "Settled and saved." });
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).say], ["view", undefined]);
    model.reply({ op: "view", html: settled });
    assert.equal(form.querySelector(".cr-said").textContent, "Settled and saved.");
    const there = document.activeElement;
    assert.equal(there.dataset.criterion, "R2", "on to the next one that waits");
    assert.equal(there.previousElementSibling.textContent, "Settled and saved.");
    assert.equal(window.scrolledTo, there.previousElementSibling);
    there.querySelector(".cr-settle").click();
    model.reply({ op: "settled", say: "The last one." });
    model.reply({ op: "view", html: allSettled });
    const last = document.activeElement;
    assert.equal(last.querySelector(".cr-row-saved").textContent, "The last one.");
    assert.deepEqual([last.dataset.submission, last.dataset.criterion], [there.dataset.submission, "R2"]);
    assert.match(last.textContent, /Settled at level 1 by Ada: Read anew\./);
  });

  it("stays at a row that is settled again while others wait", async () => {
    const { model, form } = await drawDesk(settled);
    const part = form.querySelector('.cr-difference:not([data-seen$=" 0"])');
    part.querySelector(".cr-settle").click();
    model.reply({ op: "settled", say: "Settled anew." });
    model.reply({ op: "view", html: settled });
    assert.equal(document.activeElement.dataset.criterion, part.dataset.criterion);
    assert.equal(document.activeElement.querySelector(".cr-row-saved").textContent, "Settled anew.");
  });

  it("keeps keys from JupyterLab, lets it run the cell, and leaves nothing behind", async () => {
    const { el, model, rows, release } = await drawDesk();
    let heard = 0;
    document.addEventListener("keydown", () => { heard += 1; });
    key(rows[0], "d");
    assert.equal(heard, 0);
    assert.ok(el.hasAttribute("data-lm-suppress-shortcuts"));
    key(rows[0], "Enter", { shiftKey: true });
    assert.equal(heard, 1);
    key(rows[0], "b", { ctrlKey: true });
    key(rows[0].querySelector("input"), "b", { metaKey: true });
    assert.equal(heard, 3, "the key of the side bar");
    for (const one of ["a", "c", "v", "x", "y", "z", "m"]) key(rows[0], one, { ctrlKey: true });
    for (const one of ["M", "Z", "_", "ArrowUp"]) key(rows[0], one, { ctrlKey: true, shiftKey: true });
    key(rows[0], "q", { ctrlKey: true, altKey: true });
    for (const one of ["a", "b", "c", "v", "x", "y", "z"]) key(rows[0].querySelector("textarea"), one, { ctrlKey: true });
    assert.equal(heard, 3, "they would change cells, or are the field's own");
    release();
    assert.equal(model.count(), 0);
  });
});
