import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { choose, draw, drawItem, fixtures, key, load, newPage, submit, type } from "./page.mjs";

const HOSTILE = fixtures.hostile;
const saved = (form) => form.querySelector(".cr-saved").textContent;
const verdict = (form) => form.querySelector(".cr-verdict").textContent;
const told = (form) => form.querySelector(".cr-told").textContent; // to a screen reader alone
// Every line that a screen reader is told of by itself when it changes.
const live = (form) => [...form.querySelectorAll("[role=status], [aria-live]")]
  .filter((one) => one.getAttribute("aria-live") !== "off");

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  newPage();
});

describe("every form that Python makes", () => {
  for (const [id, item] of Object.entries(fixtures.items)) {
    it(`${id} (${item.gather}) gives back the answer it was filled with, and is empty when cleared`, async () => {
      const { model, form } = await drawItem(id);
      if (Object.keys(item.printed).length) {
        model.reply({ op: "restore", value: null, printed: item.printed, html: "", saved: "" });
      }
      const { GATHER } = await load("item");
      const gather = GATHER[item.gather];
      const first = gather.read(form);
      for (const answer of item.answers) {
        gather.fill(form, answer);
        assert.deepEqual(gather.read(form), answer);
      }
      gather.fill(form, null);
      assert.deepEqual(gather.read(form), first);
      if (item.gather !== "list") {
        assert.ok(item.blanks.some((blank) => JSON.stringify(blank) === JSON.stringify(first)),
          `an untouched form sends ${JSON.stringify(first)}`);
      }
    });
  }
});

describe("a table or a picture that is wider than its room", () => {
  const wide = (box, px) => {
    Object.defineProperty(box, "scrollWidth", { value: px, configurable: true });
    Object.defineProperty(box, "clientWidth", { value: 300, configurable: true });
  };

  it("says so above it, in words, as long as it is", async () => {
    const name = Object.keys(fixtures.items).find((id) => fixtures.items[id].gather === "rows");
    const { form } = await drawItem(name);
    const box = form.querySelector(".cr-scroll");
    assert.equal(box.tabIndex, 0);
    assert.ok(box.getAttribute("aria-label"));
    const hint = box.previousElementSibling;
    assert.ok(hint.hidden);
    wide(box, 500);
    form.dispatchEvent(new Event("crossread:wide"));
    assert.ok(!hint.hidden);
    assert.equal(hint.textContent, fixtures.words.sideways);
    assert.equal(hint.getAttribute("aria-hidden"), "true", "to the ear nothing is out of sight");
    wide(box, 300);
    form.dispatchEvent(new Event("crossread:wide"));
    assert.ok(hint.hidden);
  });
});

describe("answering", () => {
  it("sends one numbered message with answer, confidence, hints and seconds", async () => {
    const { model, form } = await drawItem("01-1");
    assert.deepEqual(model.sent, [{ op: "hello", n: 1 }]);
    choose(form.querySelector('[value="b"]'));
    choose(form.querySelector(".cr-confidence input"));
    mock.timers.tick(2500);
    form.querySelector("details").open = true;
    submit(form);
    const { n, op, value, confidence, hints, seconds } = model.sent.at(-1);
    assert.deepEqual({ n, op, value, confidence, hints, seconds },
      { n: 3, op: "answer", value: "b", confidence: 33, hints: 1, seconds: 2.5 });
  });

  it("keeps the number of each row of a table, though one before it is empty", async () => {
    const name = Object.keys(fixtures.items).find((id) => fixtures.items[id].gather === "rows");
    const { model, form } = await drawItem(name);
    const rows = [...form.querySelectorAll("tbody tr")];
    assert.ok(rows.length > 3);
    const field = (row) => row.querySelector("textarea, input");
    field(rows[0]).value = "first";
    field(rows[2]).value = "third";
    submit(form);
    const { column } = field(rows[0]).dataset;
    assert.deepEqual(model.sent.at(-1).value, [{ [column]: "first" }, {}, { [column]: "third" }]);
    model.reply({ op: "restore", value: model.sent.at(-1).value, html: "", saved: "" });
    assert.deepEqual(rows.map((row) => field(row).value).slice(0, 3), ["first", "", "third"]);
  });

  it("keeps words that are no answer yet as a draft", async () => {
    const name = Object.keys(fixtures.items).find((id) => fixtures.items[id].gather === "rows");
    const { model, form } = await drawItem(name);
    form.querySelector("tbody textarea, tbody input").value = "half a row";
    submit(form);
    const { value } = model.sent.at(-1);
    model.reply({ op: "verdict", html: "<p>No such row.</p>", saved: "", refused: true });
    assert.deepEqual([model.sent.at(-1).op, model.sent.at(-1).value], ["draft", value]);
    assert.equal(verdict(form), "No such row.");
  });

  it("counts the seconds from when the learner came to the question", async () => {
    const { model, form } = await drawItem("01-1");
    mock.timers.tick(600000);
    choose(form.querySelector('[value="b"]'));
    mock.timers.tick(1500);
    submit(form);
    assert.equal(model.sent.at(-1).seconds, 1.5);
  });

  it("shows the verdict and what was saved, also when it is the same verdict again", async () => {
    const { model, form } = await drawItem("01-1");
    for (const saying of ["Saved.", "Saved (attempt 2)."]) {
      form.querySelector(".cr-verdict").textContent = "";
      submit(form);
      model.reply({ op: "verdict", html: "<p><strong>Correct:</strong> yes</p>", saved: saying });
      assert.equal(verdict(form), "Correct: yes");
      assert.equal(saved(form), saying);
    }
  });

  it("brings the verdict into view just far enough, keeps the focus, and tells the page what was saved", async () => {
    const { model, form } = await drawItem("01-1");
    let told = 0;
    document.addEventListener("crossread:saved", () => { told += 1; });
    model.reply({ op: "restore", value: "a", html: "<p>from before</p>", saved: "back" });
    assert.equal(window.scrolledTo, undefined, "an answer that comes back moves no page");
    const button = form.querySelector(".cr-check");
    button.focus();
    submit(form);
    model.reply({ op: "verdict", html: "<p>Not yet</p>", saved: "Saved." });
    assert.equal(window.scrolledTo, form.querySelector(".cr-verdict"));
    assert.deepEqual(window.scrolledHow, { block: "nearest", behavior: "instant" });
    assert.equal(document.activeElement, button);
    submit(form);
    model.reply({ op: "verdict", html: "<p>Not attempted</p>", saved: "" });
    assert.equal(told, 1);
  });

  it("ignores an answer to somebody else's message, and a second answer to its own", async () => {
    const { model, form } = await drawItem("01-1");
    submit(form);
    model.receive({ op: "verdict", n: 77, html: "not mine", saved: "no" });
    assert.equal(verdict(form), "");
    model.reply({ op: "verdict", html: "mine", saved: "yes" });
    model.reply({ op: "verdict", html: "once more", saved: "no" });
    assert.equal(verdict(form), "mine");
  });

  it("announces verdict and saving to a screen reader, each once", async () => {
    const { model, form } = await drawItem("01-1");
    submit(form);
    assert.deepEqual(live(form).map((one) => one.classList[0]), ["cr-saved", "cr-told"]);
    model.reply({ op: "verdict", html: "<div><p>Not yet: no</p><p>Try again.</p></div>", saved: "Saved." });
    assert.equal(told(form), "Not yet: no Try again.");
    assert.equal(form.querySelector(".cr-verdict").closest("[aria-live], [role=status]"), null);
    mock.timers.tick(10000);
    assert.equal(told(form), "", "it repeats what stands on the page, and is not met a second time");
    assert.equal(verdict(form), "Not yet: noTry again.");
  });

  it("announces of a verdict with rows its head alone, and of words that came back nothing", async () => {
    const { model, form } = await drawItem("01-3");
    const [right, wrong] = [0, 1].map((n) => fixtures.items["01-3"].verdicts[n]);
    for (const html of [right, wrong]) {
      submit(form);
      model.reply({ op: "verdict", html, saved: "Saved." });
      assert.equal(told(form), form.querySelector("[data-heard]").dataset.heard);
      assert.ok(told(form).length < verdict(form).length / 2);
    }
    assert.match(told(form), /^\d of \d\. Not yet: /);
    const old = '<div class="cr-earlier"><p>Then:</p><blockquote>old</blockquote></div>';
    submit(form);
    model.reply({ op: "verdict", html: `${old}<p>Saved: kept</p>`, saved: "Saved." });
    assert.equal(told(form), "Saved: kept");
  });

  it("tells that a verdict is of the answer before, as soon as that is changed", async () => {
    const { model, form } = await drawItem("01-1");
    submit(form);
    model.reply({ op: "verdict", html: "<p>Not yet: no</p>", saved: "Saved." });
    const options = form.querySelectorAll(".cr-options input");
    for (const one of options) {
      one.checked = true;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
    assert.equal(verdict(form), `${fixtures.words.before}Not yet: no`);
    assert.equal(told(form), fixtures.words.before, "the old verdict is not spoken again");
    mock.timers.tick(10000);
    options[0].dispatchEvent(new Event("input", { bubbles: true }));
    assert.equal(told(form), "", "it is told once");
    submit(form);
    model.reply({ op: "verdict", html: "<p>Correct: yes</p>", saved: "Saved." });
    assert.equal(verdict(form), "Correct: yes");
  });

  it("clears the answer, the confidence and the verdict, and goes to the first control", async () => {
    const { model, form } = await drawItem("01-1");
    choose(form.querySelector('[value="a"]'));
    choose(form.querySelector(".cr-confidence input"));
    submit(form);
    model.reply({ op: "verdict", html: "Not yet", saved: "Saved." });
    form.querySelector(".cr-clear").click();
    assert.equal(form.querySelector("input:checked"), null);
    assert.equal(verdict(form), "");
    assert.equal(saved(form), fixtures.words.emptied.replace("{button}", "Check"), "what was saved before is still there");
    assert.equal(document.activeElement, form.querySelector("fieldset input"));
    form.querySelector(".cr-clear").click();
    assert.equal(saved(form), "");
  });
});

describe("drafts", () => {
  it("are sent once, one second after the last change", async () => {
    const { model, form } = await drawItem("01-11");
    type(form.querySelector("textarea"), "one");
    mock.timers.tick(900);
    type(form.querySelector("textarea"), "one two");
    mock.timers.tick(999);
    assert.equal(model.sent.length, 1);
    mock.timers.tick(1);
    assert.deepEqual(model.sent.slice(1), [{ op: "draft", n: 2, value: "one two" }]);
    mock.timers.tick(60000);
    assert.equal(model.sent.length, 2);
  });

  it("are not sent when the answer itself was sent, or the question was started again", async () => {
    const { model, form } = await drawItem("01-11");
    type(form.querySelector("textarea"), "one");
    submit(form);
    type(form.querySelector("textarea"), "two");
    form.querySelector(".cr-clear").click();
    mock.timers.tick(5000);
    assert.deepEqual(model.sent.map((message) => message.op), ["hello", "answer"]);
  });

  it("are not sent for a change of confidence alone", async () => {
    const { model, form } = await drawItem("01-1");
    choose(form.querySelector(".cr-confidence input"));
    mock.timers.tick(5000);
    assert.equal(model.sent.length, 1);
  });

  it("are sent for words that were marked and for cards that were moved", async () => {
    for (const [id, selector] of [["01-7", "[data-word]"], ["01-4", '[data-move="1"]']]) {
      const { model, form } = await drawItem(id);
      form.querySelector(selector).click();
      mock.timers.tick(1000);
      assert.equal(model.sent.at(-1).op, "draft");
    }
  });
});

describe("coming back", () => {
  it("is silent: nothing that it fills is told by itself, until the learner comes to the form", async () => {
    const { model, form } = await drawItem("01-1");
    model.reply({ op: "restore", value: "c", confidence: 80, html: "<p>Not yet: no</p>", saved: "back" });
    assert.deepEqual(live(form).map((one) => one.textContent), [""]);
    form.querySelector("input").focus();
    assert.deepEqual(live(form).map((one) => one.textContent), ["back", ""]);
    assert.equal(told(form), "");
  });

  it("is told when it needs a kernel, as before", async () => {
    const { form } = await drawItem("01-1");
    mock.timers.tick(20000);
    assert.ok(live(form).some((one) => one.textContent === fixtures.words.needs_kernel));
  });

  it("restores answer, confidence and verdict", async () => {
    const { model, form } = await drawItem("01-1");
    model.reply({ op: "restore", value: "c", confidence: 80, html: "<p>Not yet: no</p>", saved: "back" });
    assert.equal(form.querySelector(".cr-options input:checked").value, "c");
    assert.equal(form.querySelector(".cr-confidence input:checked").value, "80");
    assert.equal(verdict(form), "Not yet: no");
    assert.equal(saved(form), "back");
  });

  it("leaves a form alone for which nothing was kept", async () => {
    const { model, form } = await drawItem("01-4");
    const before = form.querySelector(".cr-order").textContent;
    model.reply({ op: "restore", value: null, confidence: null, html: "", saved: "" });
    assert.equal(form.querySelector(".cr-order").textContent, before);
    assert.equal(form.querySelector("input:checked"), null);
  });

  it("does not take away what the learner chose while the kernel was busy", async () => {
    const { model, form } = await drawItem("01-1");
    choose(form.querySelector('[value="a"]'));
    model.reply({ op: "restore", value: "c", confidence: 80, html: "old", saved: "back" });
    assert.equal(form.querySelector(".cr-options input:checked").value, "a");
    assert.equal(verdict(form), "");
  });
});

describe("a kernel that is gone", () => {
  it("is told in words three seconds after an answer", async () => {
    const { form } = await drawItem("01-1");
    submit(form);
    mock.timers.tick(2999);
    assert.equal(saved(form), "");
    mock.timers.tick(1);
    assert.equal(saved(form), fixtures.words.lost_kernel);
    assert.ok(form.querySelector(".cr-saved").classList.contains("cr-lost"));
  });

  it("keeps what was chosen for the form that the next run makes, and hands it over once", async () => {
    const { el, form } = await drawItem("01-1");
    choose(form.querySelector('[value="b"]'));
    submit(form);
    mock.timers.tick(3000);
    el.remove();
    const again = await drawItem("01-1");
    again.model.reply({ op: "restore", value: "a", confidence: null, html: "", saved: "" });
    assert.ok(again.form.querySelector('[value="b"]').checked);
    mock.timers.tick(1000);
    const { op, value } = again.model.sent.at(-1);
    assert.deepEqual({ op, value }, { op: "draft", value: "b" });
    const third = await drawItem("01-1");
    third.model.reply({ op: "restore", value: "a", confidence: null, html: "", saved: "" });
    assert.ok(third.form.querySelector('[value="a"]').checked);
  });

  it("is told as well when the message cannot even be sent", async () => {
    mock.method(console, "warn", () => {});
    const { model, form } = await drawItem("01-1");
    model.dead = true;
    submit(form);
    mock.timers.tick(3000);
    assert.equal(saved(form), fixtures.words.lost_kernel);
  });

  it("is told by a form that only waits for its state, and not as something that was not saved", async () => {
    const { form } = await drawItem("01-1");
    mock.timers.tick(19999);
    assert.equal(saved(form), "");
    mock.timers.tick(1);
    assert.equal(saved(form), fixtures.words.needs_kernel);
  });

  it("was only busy when its answer comes late: the answer counts and the warning goes", async () => {
    const { model, form } = await drawItem("01-1");
    submit(form);
    mock.timers.tick(8000);
    model.reply({ op: "verdict", html: "late", saved: "Saved." });
    assert.equal(verdict(form), "late");
    assert.equal(saved(form), "Saved.");
    assert.ok(!form.querySelector(".cr-saved").classList.contains("cr-lost"));
  });

  it("is not forgotten because a place could be shown later", async () => {
    const { model, form } = await drawItem("01-1");
    submit(form);
    mock.timers.tick(3000);
    form.querySelector("[data-loc]").click();
    model.reply({ op: "place", html: "<p>there</p>", loc: "P1.3" });
    assert.equal(saved(form), fixtures.words.lost_kernel);
  });

  it("is told in other words when a place was asked for", async () => {
    const { model, form } = await drawItem("01-1");
    form.querySelector("[data-loc]").click();
    mock.timers.tick(3000);
    assert.equal(saved(form), fixtures.words.place_kernel);
    model.reply({ op: "place", html: "<p>there</p>", loc: "P1.3" });
    assert.equal(saved(form), "");
  });
});

describe("a form whose cell is run again", () => {
  const RESTORE = { op: "restore", confidence: null, html: "", saved: "" };
  const ops = (model) => model.sent.map((message) => message.op);
  const kept = { op: "saved", saved: "Draft saved." };
  // The form goes as anywidget takes it away: nothing listens any more when it is told.
  const rerun = async ({ el, model, release }) => {
    model.listeners.clear();
    release();
    el.remove();
    return drawItem("01-11");
  };
  const text = ({ form }) => form.querySelector("textarea");

  it("sends a draft that was still waiting at once, and once only", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    await rerun(old);
    assert.deepEqual(ops(old.model), ["hello", "draft"]);
    assert.equal(old.model.sent.at(-1).value, "OLD");
    mock.timers.tick(60000);
    assert.deepEqual(ops(old.model), ["hello", "draft"]);
  });

  it("sends nothing when all of it was sent, and then listens no more", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    mock.timers.tick(1000);
    old.model.reply(kept);
    await rerun(old);
    assert.deepEqual(ops(old.model), ["hello", "draft"]);
    assert.equal(old.model.count(), 0);
  });

  it("hears the answer to its draft, so that the next form takes what the kernel has", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    const next = await rerun(old);
    old.model.reply(kept);
    assert.equal(old.model.count(), 0, "and then it listens no more");
    next.model.reply({ ...RESTORE, value: "from the journal" });
    assert.equal(text(next).value, "from the journal");
    mock.timers.tick(60000);
    assert.deepEqual(ops(next.model), ["hello"]);
  });

  it("hands its words to the next form when no kernel answers", async () => {
    for (const gone of [false, true]) {
      newPage();
      mock.method(console, "warn", () => {});
      const old = await drawItem("01-11");
      type(text(old), "OLD");
      old.model.dead = gone;
      const next = await rerun(old);
      next.model.reply({ ...RESTORE, value: null });
      assert.equal(text(next).value, "OLD");
      mock.timers.tick(1000);
      assert.equal(next.model.sent.at(-1).value, "OLD");
    }
  });

  it("hands over an answer that was not heard of, too", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    submit(old.form);
    const next = await rerun(old);
    assert.deepEqual(ops(old.model), ["hello", "answer"]);
    next.model.reply({ ...RESTORE, value: null });
    assert.equal(text(next).value, "OLD");
  });

  it("never puts old words in the place of newer ones that were saved", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    const next = await rerun(old);
    type(text(next), "NEW"); // before the kernel gave back what it has
    next.model.receive({ n: next.model.sent[0].n, ...RESTORE, value: null });
    mock.timers.tick(1000);
    next.model.reply(kept);
    mock.timers.tick(60000);
    const third = await rerun(next);
    third.model.reply({ ...RESTORE, value: "NEW" });
    assert.equal(text(third).value, "NEW");
    mock.timers.tick(60000);
    assert.deepEqual(ops(third.model), ["hello"]);
  });

  it("takes from the next form nothing that only that one knows", async () => {
    const old = await drawItem("01-11");
    type(text(old), "OLD");
    const next = await rerun(old);
    type(text(next), "NEW");
    const third = await rerun(next);
    old.model.reply(kept); // late, and of other words
    third.model.reply({ ...RESTORE, value: "OLD" });
    assert.equal(text(third).value, "NEW");
  });

  it("keeps what the disk refused for the next form", async () => {
    for (const [act, op] of [[(form) => submit(form), "verdict"], [() => mock.timers.tick(1000), "saved"]]) {
      newPage();
      const old = await drawItem("01-11");
      type(text(old), "words");
      act(old.form);
      old.model.reply({ op, saved: "Not saved: the disk is full.", refused: true });
      const next = await rerun(old);
      next.model.reply({ ...RESTORE, value: null });
      assert.equal(text(next).value, "words");
    }
  });

  it("shares no number of a message with another form, so that none takes another's answer", async () => {
    const forms = [await drawItem("01-11"), await drawItem("01-11")];
    forms.forEach((one) => type(text(one), "x"));
    mock.timers.tick(1000);
    const numbers = forms.flatMap(({ model }) => model.sent.map((message) => message.n));
    assert.equal(new Set(numbers).size, 4);
  });
});

describe("hints", () => {
  it("come one after the other: the second shows when the first was opened", async () => {
    const { form } = await drawItem("01-1");
    const [one, two] = form.querySelectorAll("details.cr-hint");
    assert.deepEqual([one.hidden, two.hidden], [false, true]);
    one.open = true;
    one.dispatchEvent(new Event("toggle"));
    assert.equal(two.hidden, false);
    one.open = false;
    one.dispatchEvent(new Event("toggle"));
    assert.equal(two.hidden, false);
  });
});

describe("putting cards in order", () => {
  const order = (form) => [...form.querySelectorAll(".cr-order > li")].map((li) => li.dataset.value).join(" ");

  it("works with the arrow keys, and the focus stays on the button", async () => {
    const { form } = await drawItem("01-4");
    const button = form.querySelector('[data-value="pay"] [data-move="1"]');
    button.focus();
    const event = key(button, "ArrowDown");
    assert.equal(order(form), "shut pay why");
    key(button, "ArrowDown");
    assert.equal(order(form), "shut why pay");
    key(button, "ArrowDown");
    assert.equal(order(form), "shut why pay");
    key(button, "ArrowUp");
    assert.equal(order(form), "shut pay why");
    assert.equal(document.activeElement, button);
    assert.ok(event.defaultPrevented);
  });

  it("works with the buttons, and stops at both ends", async () => {
    const { form } = await drawItem("01-4");
    form.querySelector('[data-value="pay"] [data-move="-1"]').click();
    assert.equal(order(form), "pay shut why");
    form.querySelector('[data-value="why"] [data-move="-1"]').click();
    assert.equal(order(form), "pay why shut");
    form.querySelector(".cr-clear").click();
    assert.equal(order(form), "pay shut why");
  });
});

describe("marking words", () => {
  const marked = (form) => [...form.querySelectorAll('[aria-pressed="true"]')].map((b) => b.textContent).join(" ");
  const press = (form, n) => form.querySelector(`[data-word="${n}"]`).click();

  it("takes the first word, then the last; a third press starts over", async () => {
    const { form } = await drawItem("01-7");
    press(form, 6);
    assert.equal(marked(form), "by");
    press(form, 8);
    assert.equal(marked(form), "by a third");
    press(form, 2);
    assert.equal(marked(form), "reed");
  });

  it("takes the two ends in either order, and one word alone", async () => {
    const { form } = await drawItem("01-7");
    press(form, 8);
    press(form, 6);
    assert.equal(marked(form), "by a third");
    press(form, 1);
    press(form, 1);
    assert.equal(marked(form), "the");
    form.querySelector(".cr-clear").click();
    assert.equal(marked(form), "");
  });

  it("starts over after an earlier answer came back", async () => {
    const { model, form } = await drawItem("01-7");
    model.reply({ op: "restore", value: [2, 3], confidence: null, html: "", saved: "" });
    assert.equal(marked(form), "reed beds");
    press(form, 6);
    assert.equal(marked(form), "by");
  });
});

describe("marking words by keyboard", () => {
  const marked = (form) => [...form.querySelectorAll('[aria-pressed="true"]')].map((b) => b.textContent).join(" ");
  const stops = (form) => [...form.querySelectorAll("[data-word]")].filter((b) => b.tabIndex === 0);

  it("has one stop for the Tab key; the arrow keys, Home and End go from word to word", async () => {
    const { form } = await drawItem("01-7");
    assert.deepEqual(stops(form).map((b) => b.dataset.word), ["1"]);
    stops(form)[0].focus();
    for (const [name, word] of [["ArrowRight", "2"], ["ArrowDown", "3"], ["ArrowLeft", "2"], ["End", "8"],
      ["ArrowRight", "8"], ["Home", "1"], ["ArrowUp", "1"]]) {
      assert.ok(key(document.activeElement, name).defaultPrevented);
      assert.equal(document.activeElement.dataset.word, word, name);
      assert.deepEqual(stops(form), [document.activeElement]);
    }
    assert.equal(marked(form), "", "moving alone marks nothing");
  });

  it("takes in the next word with Shift, and gives it back", async () => {
    const { model, form } = await drawItem("01-7");
    form.querySelector('[data-word="6"]').focus();
    key(document.activeElement, "ArrowRight", { shiftKey: true });
    key(document.activeElement, "ArrowRight", { shiftKey: true });
    assert.equal(marked(form), "by a third");
    key(document.activeElement, "ArrowLeft", { shiftKey: true });
    assert.equal(marked(form), "by a");
    mock.timers.tick(1000);
    assert.deepEqual(model.sent.at(-1).value, [6, 7]);
  });
});

describe("pointing in the printed text", () => {
  const withCopy = async (more = {}) => {
    const drawn = await drawItem("01-15");
    drawn.model.reply({ op: "restore", value: null, printed: fixtures.items["01-15 with a copy"].printed,
      html: "", saved: "", ...more });
    return drawn;
  };
  const word = (form, at, n) => form.querySelector(`[data-at="${at}"] [data-word="${n}"]`);
  const answer = (model, form) => { submit(form); return model.sent.at(-1).value; };

  it("chooses a sentence where no copy is attached, and shows no words", async () => {
    const { model, form } = await drawItem("01-15");
    model.reply({ op: "restore", value: null, printed: {}, html: "", saved: "" });
    choose(form.querySelector('[value="Q1.1"]'));
    assert.deepEqual(answer(model, form), { at: "Q1.1" });
    assert.equal(form.querySelector("[data-word]"), null);
    assert.ok(form.querySelector(".cr-help-words").hidden);
  });

  it("shows the printed words instead of ours, and says how to mark them", async () => {
    const { form } = await withCopy();
    assert.equal(form.querySelectorAll("[data-word]").length, 25);
    assert.ok([...form.querySelectorAll(".cr-option")].every((label) => label.hidden));
    assert.deepEqual([...form.querySelectorAll(".cr-help")].map((help) => help.hidden), [true, false]);
    assert.ok([...form.querySelectorAll(".cr-chip")].some((chip) => chip.dataset.loc === "Q1.1"));
  });

  it("sends the address and the positions, and never a word", async () => {
    const { model, form } = await withCopy();
    word(form, "Q1.1", 10).click();
    word(form, "Q1.1", 13).click();
    assert.deepEqual(answer(model, form), { at: "Q1.1", words: [10, 13] });
    assert.ok(!JSON.stringify(model.sent).includes("printedword"));
  });

  it("starts anew in another sentence: a run never goes across two", async () => {
    const { model, form } = await withCopy();
    word(form, "Q1.1", 10).click();
    word(form, "P1.3", 2).click();
    assert.deepEqual(answer(model, form), { at: "P1.3", words: [2, 2] });
  });

  it("tells that words in another sentence are let go, and saves the draft in silence", async () => {
    const { model, form } = await withCopy();
    word(form, "Q1.1", 10).click();
    word(form, "Q1.1", 13).click();
    assert.equal(told(form), "", "in the same sentence nothing is let go");
    word(form, "P1.3", 2).click();
    assert.equal(told(form), fixtures.words.released.replace("{at}", "Q1.1"));
    mock.timers.tick(1000);
    model.reply({ op: "saved", saved: "Draft saved." });
    assert.ok(!live(form).some((one) => one.textContent === "Draft saved."));
    word(form, "Q1.1", 1).focus();
    key(document.activeElement, "ArrowRight", { shiftKey: true });
    assert.equal(told(form), fixtures.words.released.replace("{at}", "P1.3"));
  });

  it("takes a circle or words where a copy of one text alone is attached", async () => {
    const printed = { "P1.3": fixtures.items["01-15 with a copy"].printed["P1.3"] };
    const { model, form } = await withCopy({ printed });
    word(form, "P1.3", 3).click();
    choose(form.querySelector('[value="Q1.1"]'));
    assert.equal(told(form), fixtures.words.released.replace("{at}", "P1.3"));
    assert.deepEqual(answer(model, form), { at: "Q1.1" });
    word(form, "P1.3", 3).click();
    assert.deepEqual(answer(model, form), { at: "P1.3", words: [3, 3] });
    assert.equal(form.querySelector(".cr-options input:checked"), null);
  });

  it("puts the words of an answer back, or of one that was given without them nothing", async () => {
    const { model, form } = await withCopy({ value: { at: "Q1.1", words: [2, 4] } });
    assert.deepEqual(answer(model, form), { at: "Q1.1", words: [2, 4] });
    const other = await withCopy({ value: { at: "Q1.1" } });
    assert.equal(answer(other.model, other.form), null);
  });

  it("keeps what was chosen while the kernel was busy, as far as the page still shows it", async () => {
    const { model, form } = await drawItem("01-15");
    choose(form.querySelector('[value="Q1.1"]'));
    model.reply({ op: "restore", value: null, printed: {}, html: "", saved: "" });
    assert.deepEqual(answer(model, form), { at: "Q1.1" });
  });

  it("takes a whole sentence from the reading pane, to be narrowed down", async () => {
    const { model, form } = await withCopy();
    word(form, "P1.3", 1).focus();
    document.dispatchEvent(new CustomEvent("crossread:cite", { detail: { loc: "Q1.1" }, cancelable: true }));
    assert.deepEqual(answer(model, form), { at: "Q1.1", words: [1, 16] });
  });

  it("goes to the first word that can be seen when the question is started again", async () => {
    const { form } = await withCopy();
    word(form, "Q1.1", 5).click();
    form.querySelector(".cr-clear").click();
    assert.equal(document.activeElement, word(form, "P1.3", 1));
  });
});

describe("a menu too narrow for what was chosen", () => {
  const name = Object.keys(fixtures.items).find((id) => fixtures.items[id].gather === "map");
  const lines = (form) => [...form.querySelectorAll(".cr-chosen")].map((one) => one.textContent);
  // jsdom lays nothing out: words are as wide as they are long, menus as wide as is said here.
  const lay = (form, room) => {
    for (const menu of form.querySelectorAll("select")) {
      Object.defineProperty(menu, "clientWidth", { value: room, configurable: true });
    }
    Object.defineProperty(window.HTMLElement.prototype, "offsetWidth", {
      configurable: true, get() { return 10 * this.textContent.length; } });
  };
  const pick = (menu, n) => {
    menu.selectedIndex = n;
    menu.dispatchEvent(new Event("input", { bubbles: true }));
  };

  it("says it whole below, for the eye alone, and no longer than it has to", async () => {
    const { form } = await drawItem(name);
    lay(form, 41);
    const menu = form.querySelector("select");
    pick(menu, 1);
    assert.deepEqual(lines(form), [menu.options[1].textContent]);
    assert.equal(form.querySelector(".cr-chosen").getAttribute("aria-hidden"), "true");
    assert.equal(menu.parentElement, form.querySelector(".cr-chosen").parentElement);
    pick(menu, 2);
    assert.deepEqual(lines(form), [menu.options[2].textContent]);
    lay(form, 4000);
    pick(menu, 1);
    assert.deepEqual(lines(form), []);
    lay(form, 41);
    pick(menu, 1);
    form.querySelector(".cr-clear").click();
    assert.deepEqual(lines(form), []);
    assert.equal(form.querySelector(".cr-ruler"), null);
  });

  it("says it of an answer that came back", async () => {
    const { model, form } = await drawItem(name);
    lay(form, 41);
    const answer = fixtures.items[name].answers.find((one) => Object.keys(one).length);
    model.reply({ op: "restore", value: answer, confidence: null, html: "", saved: "" });
    assert.equal(lines(form).length, Object.keys(answer).length);
  });
});

describe("cards in an order", () => {
  const cards = (form) => [...form.querySelectorAll(".cr-order > li")];
  const name = (li) => li.firstElementChild.textContent.replace(/\.$/, "");
  const ends = (form) => cards(form).map((li) => [...li.querySelectorAll("button")]
    .map((one) => one.getAttribute("aria-disabled")).join());

  it("tells the new place of a card that was moved, once, and saves the draft in silence", async () => {
    const { model, form } = await drawItem("01-4");
    const [first] = cards(form);
    first.querySelector('[data-move="1"]').focus();
    first.querySelector('[data-move="1"]').click();
    const place = fixtures.words.moved.replace("{card}", name(first)).replace("{n}", 2).replace("{of}", cards(form).length);
    assert.equal(told(form), place);
    mock.timers.tick(1000);
    model.reply({ op: "saved", saved: "Draft saved." });
    assert.equal(saved(form), "Draft saved.");
    assert.ok(!live(form).some((one) => one.textContent === "Draft saved."));
    key(document.activeElement, "ArrowUp");
    mock.timers.tick(1000);
    model.reply({ op: "saved", saved: "The disk is full.", refused: true });
    assert.ok(live(form).some((one) => one.textContent === "The disk is full."), "a loss is told");
  });

  it("says what leads nowhere, and moves nothing", async () => {
    const { model, form } = await drawItem("01-4");
    const inside = cards(form).slice(2).map(() => "false,false");
    assert.deepEqual(ends(form), ["true,false", ...inside, "false,true"]);
    const [first] = cards(form);
    const up = first.querySelector('[data-move="-1"]');
    up.focus();
    up.click();
    assert.equal(told(form), fixtures.words.first_already.replace("{card}", name(first)));
    assert.equal(cards(form)[0], first);
    mock.timers.tick(1000);
    assert.equal(model.sent.length, 1, "no draft of nothing");
    const last = cards(form).at(-1);
    last.querySelector('[data-move="1"]').click();
    assert.equal(told(form), fixtures.words.last_already.replace("{card}", name(last)));
    first.querySelector('[data-move="1"]').click();
    assert.deepEqual(ends(form), ["true,false", ...inside, "false,true"]);
    form.querySelector(".cr-clear").click();
    assert.deepEqual(ends(form), ["true,false", ...inside, "false,true"]);
  });
});

describe("an answer that cannot be read", () => {
  const faulty = (form) => [...form.querySelectorAll("[aria-invalid=true]")];
  const html = '<p class="cr-invalid">Cannot read this answer: no number.</p>';

  it("marks its field and ties the reason to it, until the field is changed or the answer read", async () => {
    for (const [id, fields] of [["01-5", 1], ["01-10", 2]]) {
      for (const mend of [({ form }) => type(form.querySelector("fieldset input[type=text]"), "7"),
        ({ form }) => form.querySelector(".cr-clear").click(),
        ({ model, form }) => { submit(form); model.reply({ op: "verdict", html: "<p>Yes</p>", saved: "" }); }]) {
        const drawn = await drawItem(id);
        submit(drawn.form);
        drawn.model.reply({ op: "verdict", html, saved: "" });
        assert.equal(faulty(drawn.form).length, fields);
        for (const field of faulty(drawn.form)) {
          const reason = document.getElementById(field.getAttribute("aria-describedby"));
          assert.match(reason.textContent, /no number/);
        }
        mend(drawn);
        assert.equal(faulty(drawn.form).length, 0);
        assert.equal(drawn.form.querySelector("fieldset [aria-describedby]"), null);
      }
    }
  });

  it("marks of several fields the one that is too long, and keeps what else describes it", async () => {
    const { model, form } = await drawItem("01-12");
    const field = form.querySelector("fieldset input[type=text]");
    field.setAttribute("aria-describedby", "other");
    field.value = "a".repeat(field.maxLength + 1);
    submit(form);
    model.reply({ op: "verdict", html, saved: "" });
    assert.deepEqual(faulty(form), [field]);
    assert.match(field.getAttribute("aria-describedby"), /^other \S+$/);
    type(field, "short");
    assert.equal(field.getAttribute("aria-describedby"), "other");
  });
});

describe("what a learner typed", () => {
  it("comes back as text in every field, never as markup", async () => {
    for (const id of ["01-11", "01-12", "01-13", "01-5", "01-10"]) {
      const { model, form } = await drawItem(id);
      const value = {
        "01-11": HOSTILE, "01-12": { writer: HOSTILE }, "01-13": [{ what: HOSTILE, where: HOSTILE }],
        "01-5": HOSTILE, "01-10": [HOSTILE, HOSTILE],
      }[id];
      model.reply({ op: "restore", value, confidence: null, html: "", saved: HOSTILE });
      assert.equal(document.querySelector("img, script"), null);
      assert.equal(saved(form), HOSTILE);
      assert.ok([...form.querySelectorAll("input, textarea")].some((field) => field.value === HOSTILE));
    }
  });

  it("reaches no innerHTML: the file sets it from the package's own HTML alone", () => {
    for (const name of ["item", "reader", "room", "handin"]) {
      const given = [...fixtures.sources[name].matchAll(/(?:innerHTML|outerHTML)\s*=\s*([^;]+);/g)]
        .map((match) => match[1].trim());
      const allowed = ['model.get("form")', 'model.get("pane")', 'model.get("card")', "message.html",
        "message.preview", "message.picture", "message.printed[at]"];
      assert.deepEqual(given.filter((one) => !allowed.includes(one)), []);
      assert.ok(!/insertAdjacentHTML|document\.write|\beval\(/.test(fixtures.sources[name]));
    }
  });
});

describe("the place behind a chip", () => {
  const ask = async () => {
    const drawn = await drawItem("01-1");
    const chip = drawn.form.querySelector("[data-loc]");
    chip.focus();
    chip.click();
    drawn.model.reply({ op: "place", loc: chip.dataset.loc, html: fixtures.panel });
    return { ...drawn, chip, place: drawn.form.querySelector(".cr-place") };
  };

  it("opens right below as a dialog with a name, described by its words, and has the focus", async () => {
    const { model, place, chip } = await ask();
    assert.deepEqual(model.sent.at(-1), { op: "place", n: 2, loc: "P1.3" });
    assert.equal(place.hidden, false);
    assert.equal(document.activeElement, place);
    assert.equal(place.getAttribute("role"), "dialog");
    assert.ok(place.getAttribute("aria-label"));
    const said = place.getAttribute("aria-describedby").split(" ")
      .map((id) => document.getElementById(id).textContent).join(" ");
    assert.match(said, /P2\.1/);
    assert.ok(!said.includes(place.querySelector(".cr-place-close").textContent));
    assert.equal(place.previousElementSibling, chip.closest(".cr-chips"));
  });

  it("opens below the sentence, the hint, the table or the verdict whose chip was pressed", async () => {
    const cite = await drawItem("01-6");
    const pressed = (drawn, chip) => {
      chip.click();
      drawn.model.reply({ op: "place", loc: "P2.1", html: fixtures.panel });
      return drawn.form.querySelector(".cr-place");
    };
    const option = cite.form.querySelector(".cr-options [data-loc]");
    assert.equal(pressed(cite, option).parentElement, option.closest("li"));
    const chip = '<button data-loc="P2.1">P2.1</button>';
    submit(cite.form);
    cite.model.reply({ op: "verdict", html: `<ul><li>Not yet: ${chip}</li></ul>`, saved: "Saved." });
    const verdictBox = cite.form.querySelector(".cr-verdict");
    assert.equal(pressed(cite, verdictBox.querySelector("button")).previousElementSibling, verdictBox);
    const hint = cite.form.querySelector("details");
    hint.querySelector("p").innerHTML = chip;
    assert.equal(pressed(cite, hint.querySelector("button")).previousElementSibling, hint);
  });

  it("closes with its button or with Escape, and the focus goes back to the chip", async () => {
    for (const close of [(place) => place.querySelector("button").click(), (place) => key(place.querySelector("button"), "Escape")]) {
      const { place, chip } = await ask();
      close(place);
      assert.equal(place.hidden, true);
      assert.equal(document.activeElement, chip);
    }
  });

  it("is left to a reading pane that takes it", async () => {
    const { model, form } = await drawItem("01-1");
    document.addEventListener("crossread:go", (event) => event.preventDefault());
    form.querySelector("[data-loc]").click();
    assert.equal(model.sent.length, 1);
  });
});

describe("JupyterLab's shortcuts", () => {
  const suppressed = async (id, selector, name, more) => {
    const { el, form } = await drawItem(id);
    let heard = false;
    document.addEventListener("keydown", () => { heard = true; }, { once: true });
    key(form.querySelector(selector), name, more);
    return [el.hasAttribute("data-lm-suppress-shortcuts"), heard];
  };

  it("are switched off for plain keys inside a form", async () => {
    for (const name of ["a", "b", "x", "d", "z", "ArrowUp", "ArrowDown", "Enter", " ", "Escape"]) {
      assert.deepEqual(await suppressed("01-1", "input", name), [true, false], name);
    }
  });

  it("still run the cell and save the page", async () => {
    for (const [name, more] of [["Enter", { shiftKey: true }], ["Enter", { ctrlKey: true }], ["s", { metaKey: true }]]) {
      assert.deepEqual(await suppressed("01-1", "input", name, more), [false, true], name);
    }
  });

  it("stay off after the cell was taken off the page and put back, as a long page does", async () => {
    const { el, form } = await drawItem("01-1");
    el.remove();
    key(document.body, "a");
    document.body.append(el);
    key(form.querySelector("input"), "a");
    assert.ok(el.hasAttribute("data-lm-suppress-shortcuts"));
  });

  it("are one Escape away: it leaves the form for the cell that holds it", async () => {
    newPage('<div class="jp-Cell" tabindex="0"></div>');
    const cell = document.querySelector(".jp-Cell");
    const { model, form } = await drawItem("01-1", cell);
    const chip = form.querySelector("[data-loc]");
    chip.click();
    model.reply({ op: "place", loc: "P1.3", html: fixtures.panel });
    key(form.querySelector(".cr-place"), "Escape");
    assert.equal(document.activeElement, chip, "the first Escape closes the place");
    key(chip, "Escape");
    assert.equal(document.activeElement, cell);
  });

  it("work outside the form", async () => {
    const { el } = await drawItem("01-1");
    key(document.body, "a");
    assert.ok(!el.hasAttribute("data-lm-suppress-shortcuts"));
  });
});

describe("citing from the reading pane", () => {
  const cite = (loc) => !document.dispatchEvent(new CustomEvent("crossread:cite", { detail: { loc }, cancelable: true }));

  it("writes the address where the cursor was", async () => {
    const { form } = await drawItem("01-11");
    const field = form.querySelector("textarea");
    type(field, "See and more");
    field.setSelectionRange(3, 3);
    assert.ok(cite("P2.1"));
    assert.equal(field.value, "See P2.1 and more");
  });

  it("chooses the option that has the address", async () => {
    const { form } = await drawItem("01-6");
    form.querySelector("input").focus();
    assert.ok(cite("P2.1"));
    assert.equal(form.querySelector("input:checked").value, "P2.1");
  });

  it("goes into the question used last, and into no other", async () => {
    const first = await drawItem("01-11");
    const second = await drawItem("01-12");
    first.form.querySelector("textarea").focus();
    second.form.querySelector("input").focus();
    assert.ok(cite("P1.1"));
    assert.equal(first.form.querySelector("textarea").value, "");
    assert.equal(second.form.querySelector("input[type=text]").value, "P1.1");
  });

  it("is refused when no question was used, or the question has no room for it", async () => {
    const { form } = await drawItem("01-1");
    assert.ok(!cite("P1.1"));
    form.querySelector("input").focus();
    assert.ok(!cite("P1.1"));
  });
});

describe("clean-up", () => {
  it("leaves no listener behind", async () => {
    const { model, release, form } = await drawItem("01-11");
    form.querySelector("textarea").focus();
    release();
    assert.equal(model.count(), 0);
    const event = new CustomEvent("crossread:cite", { detail: { loc: "P1" }, cancelable: true });
    assert.ok(document.dispatchEvent(event));
  });
});
