// The live marking desk: shows a page of work, sends each choice, says what was kept.
// HTML comes only from the package, with what students wrote escaped in it. A row is called
// saved only after the kernel's answer, which comes after the gradebook has kept it.

const PATIENCE = 5000; // ms until a choice without an answer is called not saved
const COMMENT_AFTER = 1000; // ms after the last key in a comment

const KEYS = /^[npfcb0-9]$/;

export function attach(form, model, send) {
  const words = model.get("words");
  const keys = aiming(form, words, model.get("fresh")); // fresh: a run has drawn the desk just now
  const { rows } = keys;
  const view = form.querySelector(".cr-board");
  const said = form.querySelector(".cr-said");
  const waiting = new Map(); // message number → { done, timer }
  let count = 0;
  let wanted = null; // the page to go to once everything on this one is saved
  let going = false; // is the next page on its way?
  let held = []; // keys pressed meanwhile: they are meant for the next page

  const comment = (row) => row.querySelector("textarea");
  const choices = () => ({
    exercise: form.elements.exercise.value, task: form.elements.task.value,
    by: form.elements.by.value, show: form.elements.show.value,
  });
  const note = (text, lost = false) => {
    said.textContent = text;
    said.classList.toggle("cr-lost", lost);
  };
  const ask = (message, done, lost) => {
    const n = ++count;
    waiting.set(n, { done, timer: setTimeout(lost ?? (() => note(words.needs_kernel, true)), PATIENCE) });
    send({ n, ...choices(), ...message });
  };

  // One row: a choice on its way, what must still be sent, what the gradebook has.
  const rowSays = (row, text, lost = false) => {
    const line = row.querySelector(".cr-row-saved");
    line.textContent = text;
    line.classList.toggle("cr-lost", lost);
  };
  const settleRow = (row) => {
    clearTimeout(row.crTimer);
    row.crDirty = false;
    row.crTrouble = false;
  };
  const save = (row) => {
    clearTimeout(row.crTimer);
    const level = chosen(row); // none yet: the comment is kept as a draft
    if (row.crBusy) { row.crDirty = true; return; } // sent when the answer is there
    settleRow(row);
    row.crBusy = true;
    rowSays(row, words.saving);
    ask({
      op: level === null ? "draft" : "mark", submission: Number(row.dataset.submission), criterion: row.dataset.criterion,
      level: level === null ? null : Number(level), comment: comment(row).value,
      seen: row.dataset.turn === "" ? null : Number(row.dataset.turn),
    }, (reply) => kept(row, reply), () => {
      row.crTrouble = true;
      wanted = null;
      rowSays(row, words.lost, true);
      note(words.lost, true);
    });
  };
  const kept = (row, reply) => {
    row.crBusy = false;
    row.crTrouble = reply.op !== "marked" && reply.op !== "drafted";
    row.querySelector(".cr-clash").replaceChildren();
    if (reply.op === "marked") {
      row.dataset.turn = String(reply.turn);
      row.dataset.level = String(reply.level);
      if (row.isConnected) view.querySelector(".cr-progress").outerHTML = reply.progress;
      rowSays(row, reply.saved);
      note(reply.saved);
      if (row.crDirty) save(row);
    } else if (reply.op === "drafted") {
      rowSays(row, reply.saved);
      if (row.crDirty) save(row);
    } else if (reply.op === "clash") {
      row.dataset.turn = String(reply.turn);
      rowSays(row, "");
      row.querySelector(".cr-clash").innerHTML = reply.html;
      row.querySelector("[data-decide]").focus();
    } else {
      rowSays(row, reply.say, true);
    }
    onward();
  };
  const later = (row) => {
    row.crDirty = true;
    clearTimeout(row.crTimer);
    row.crTimer = setTimeout(() => save(row), COMMENT_AFTER);
  };

  // Going on waits until every row of the page is saved; trouble keeps the page.
  const show = (message) => { wanted = message; rows().filter((row) => row.crDirty && !row.crBusy).forEach(save); onward(); };
  const onward = () => {
    if (!wanted || going) return;
    if (rows().some((row) => row.crTrouble)) {
      wanted = null;
      held = [];
      restore();
      note(words.stay, true);
      return;
    }
    if (rows().some((row) => row.crBusy || row.crDirty)) return;
    const message = wanted;
    wanted = null;
    const { say, at, ...wish } = message; // what to say and where to be when it has come
    arrive(true);
    ask({ op: "view", page: view.querySelector(".cr-page")?.dataset.page ?? "", ...wish }, (reply) => {
      arrive(false);
      if (reply.op === "view") {
        const inside = view.contains(document.activeElement);
        view.innerHTML = reply.html;
        form.crChosen = choices();
        keys.forget();
        note(say ?? "");
        // A menu keeps the focus: its own keys go on choosing.
        const part = at && settledPart(at);
        if (part) {
          part.querySelector(".cr-row-saved").textContent = say;
          part.focus();
        } else if (at) form.focus();
        else if (message.step || inside || (message.first && keys.free())) keys.start();
        keys.tell();
      } else {
        if (message.first) view.replaceChildren();
        held = [];
        note(reply.say, reply.op === "refused");
      }
      onward();
      while (held.length && !wanted && !going) press(held.shift());
    }, () => {
      arrive(false);
      held = [];
      note(words.needs_kernel, true);
    });
  };
  const arrive = (coming) => {
    going = coming;
    view.classList.toggle("cr-going", coming);
  };
  // The menus go back to what is on the page when it could not be left.
  const restore = () => Object.entries(form.crChosen ?? {}).forEach(([name, value]) => {
    form.elements[name].value = value;
  });
  const level = (digit) => {
    const row = keys.levelRow();
    if (!row && rows().length) note(words.all_marked);
    const radio = row?.querySelector(`.cr-levels input[value="${digit}"]`);
    if (radio?.disabled) note(row.querySelector(".cr-row-saved").textContent); // settled
    if (!radio || radio.disabled) return;
    radio.checked = true;
    save(row);
    keys.onFrom(row);
  };
  const put = (row, text) => {
    const field = comment(row);
    if (field.disabled) return;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
    save(row);
    field.focus();
  };
  const decide = (row, button) => {
    row.crTrouble = false;
    if (button.dataset.decide === "mine") { save(row); row.focus(); return; }
    row.querySelector(`.cr-levels input[value="${button.dataset.level}"]`).checked = true;
    comment(row).value = button.dataset.comment;
    settleRow(row);
    row.dataset.level = button.dataset.level;
    row.querySelector(".cr-clash").replaceChildren();
    row.focus();
  };
  const closeSample = () => {
    view.querySelector(".cr-sample").hidden = true;
    keys.closed();
  };
  const sample = (button) => {
    keys.opened(button);
    const row = button.closest(".cr-row");
    ask({ op: "sample", criterion: row.dataset.criterion, sample: button.dataset.sample }, (reply) => {
      const panel = view.querySelector(".cr-sample");
      if (!panel || reply.op !== "sample") return;
      panel.innerHTML = reply.html;
      panel.hidden = false;
      panel.focus();
      panel.scrollIntoView({ block: "nearest" });
    });
  };
  const settledPart = ({ submission: of, criterion }) => all(view, ".cr-difference")
    .find((one) => one.dataset.submission === of && one.dataset.criterion === criterion);
  const submission = () => Number(view.querySelector(".cr-page")?.dataset.page.split(" ")[0]);
  const flag = () => {
    const button = view.querySelector(".cr-flag");
    if (!button) return;
    ask({ op: "flag", submission: submission(), up: button.getAttribute("aria-pressed") !== "true" }, (reply) => {
      if (reply.op === "flagged") button.setAttribute("aria-pressed", String(reply.up));
      else note(reply.say, true);
    });
  };
  const reveal = (button) => ask({ op: "reveal", submission: submission() }, (reply) => {
    if (reply.op !== "name") { note(reply.say, true); return; }
    view.querySelector(".cr-name").textContent = ` · ${reply.name}`;
    if (document.activeElement === button) keys.back(); // a button that is off keeps no focus
    button.disabled = true;
  });
  const keep = (row) => ask({ op: "keep", criterion: row.dataset.criterion, text: comment(row).value }, (reply) => {
    if (reply.op === "kept") row.querySelector(".cr-bank-list").innerHTML = reply.html;
    note(reply.say, reply.op !== "kept");
  });
  const settle = (part) => ask({
    op: "settle", submission: Number(part.dataset.submission), criterion: part.dataset.criterion,
    seen: part.dataset.seen, level: part.querySelector("select").value, why: part.querySelector("textarea").value,
  }, (reply) => {
    if (reply.op === "settled") {
      show({ step: 0, say: reply.say, at: part.dataset });
      return;
    }
    const line = part.querySelector(".cr-row-saved");
    line.textContent = reply.say;
    line.classList.add("cr-lost");
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    if (event.target.closest(".cr-choices")) {
      show({ step: 0, page: "", afresh: event.target.name === "exercise" });
      return;
    }
    const row = event.target.closest(".cr-row");
    if (row && (event.target.type === "radio" || row.crDirty)) save(row);
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest(".cr-row");
    if (row && event.target.matches("textarea")) later(row);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest(".cr-row");
    if (button.dataset.step) show({ step: Number(button.dataset.step) });
    else if (button.dataset.decide) decide(row, button);
    else if (button.dataset.sample) sample(button);
    else if (button.matches(".cr-close")) closeSample();
    else if (button.matches(".cr-insert")) put(row, button.textContent);
    else if (button.matches(".cr-keep")) keep(row);
    else if (button.matches(".cr-flag")) flag();
    else if (button.matches(".cr-reveal")) reveal(button);
    else if (button.matches(".cr-settle")) settle(button.closest(".cr-difference"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest(".cr-row");
    if (event.key === "Escape") { // one step out; from the work itself out of the desk (keys.js)
      if (event.target.closest(".cr-sample")) closeSample();
      else if (row && event.target.closest("textarea, .cr-bank")) keys.leave(row);
      else return;
      event.preventDefault();
      return;
    }
    if (typing(event.target)) return;
    if (!KEYS.test(event.key) || !view.querySelector(".cr-page")) return;
    event.preventDefault();
    if (wanted || going) held.push(event.key);
    else press(event.key);
  });
  const unsaved = (event) => {
    if (rows().some((row) => row.crBusy || row.crDirty || row.crTrouble)) event.preventDefault();
  };
  window.addEventListener("beforeunload", unsaved);
  const press = (name) => {
    const goes = {
      n: () => show({ step: 1 }), p: () => show({ step: -1 }), f: flag,
      c: () => keys.commentRow()?.querySelector("textarea").focus(),
      b: () => {
        const bank = keys.commentRow()?.querySelector(".cr-bank");
        if (!bank) return;
        bank.open = !bank.open;
        (bank.open ? bank.querySelector("button") : bank.querySelector("summary")).focus();
      },
    }[name] ?? (() => level(name));
    goes();
  };

  const receive = (message) => {
    const one = waiting.get(message.n);
    if (!one) return;
    clearTimeout(one.timer);
    waiting.delete(message.n);
    if (said.classList.contains("cr-lost")) note("");
    one.done(message);
  };
  receive.release = () => {
    waiting.forEach((one) => clearTimeout(one.timer));
    window.removeEventListener("beforeunload", unsaved);
  };
  show({ step: 0, afresh: true, first: true });
  return receive;
}

function render({ model, el }) {
  el.classList.add("cr-root");
  const release = guardKeys(el);
  el.innerHTML = model.get("form");
  const receive = attach(el.querySelector("form"), model, (message) => {
    try { model.send(message); } catch (error) { console.warn("crossread: not sent", error); }
  });
  model.on("msg:custom", receive);
  return () => {
    release();
    receive.release();
    model.off("msg:custom", receive);
  };
}

export default { render };
