// The live marking desk: shows a page of work, sends each choice, says what was kept.
// HTML comes only from the package, with what students wrote escaped in it. A row is called
// saved only after the kernel's answer, which comes after the gradebook has kept it.

const COMMENT_AFTER = 1000; // ms after the last key in a comment
const PAUSE = 1000; // ms without digits after the focus went back to a row that was not saved

const KEYS = /^[npfcb0-9]$/;

export function attach(form, model, send) {
  const words = model.get("words");
  const keys = aiming(form, words, model.get("fresh")); // fresh: a run has drawn the desk just now
  const { rows } = keys;
  const view = form.querySelector(".cr-board");
  const said = form.querySelector(".cr-said");
  let wanted = null; // the page to go to once everything on this one is saved
  let going = false; // is the next page on its way?
  let held = []; // keys pressed meanwhile: they are meant for the next page
  let unanswered = false; // does the sentence at the top say that no answer came?
  let pause = null; // a digit pressed in it was meant for another row
  let stopSideways = () => {};

  const choices = () => ({
    exercise: form.elements.exercise.value, task: form.elements.task.value,
    by: form.elements.by.value, show: form.elements.show.value,
  });
  const note = (text, lost = false) => {
    said.textContent = text;
    said.classList.toggle("cr-lost", lost);
    unanswered = false;
  };
  const silent = (text) => {
    note(text, true);
    unanswered = true;
  };
  const line = numbered(send, () => silent(words.needs_kernel));
  const ask = (message, done, lost) => line.ask({ ...choices(), ...message }, done, lost);

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
  const save = (row, over = false) => { // over: another marker's level is to be replaced
    clearTimeout(row.crTimer);
    const level = chosen(row); // none yet: the comment is kept as a draft
    if (row.crBusy) { row.crDirty = true; return; } // sent when the answer is there
    settleRow(row);
    row.crBusy = true;
    row.crSent = { level, comment: comment(row).value };
    rowSays(row, words.saving);
    ask({
      op: level === null ? "draft" : "mark", submission: Number(row.dataset.submission), criterion: row.dataset.criterion,
      level: level === null ? null : Number(level), comment: comment(row).value,
      seen: row.dataset.turn === "" ? null : Number(row.dataset.turn), over,
    }, (reply) => kept(row, reply), () => {
      row.crTrouble = true;
      wanted = null;
      rowSays(row, words.lost, true);
      silent(words.lost);
      comeBack();
    });
  };
  const quiet = () => { if (!said.classList.contains("cr-lost")) note(""); };
  const kept = (row, reply) => {
    row.crBusy = false;
    row.crTrouble = reply.op !== "marked" && reply.op !== "drafted";
    decisions.forget(row);
    const written = row.crSent.comment !== comment(row).defaultValue;
    if (!row.crTrouble) comment(row).defaultValue = row.crSent.comment; // what the gradebook has
    if (reply.holds) row.querySelector(".cr-holds").textContent = reply.holds;
    if (reply.op === "marked") {
      row.crRefused = null;
      row.dataset.turn = String(reply.turn);
      row.dataset.level = String(reply.level);
      if (row.isConnected) view.querySelector(".cr-progress").outerHTML = reply.progress;
      const text = [written && words.comment_saved, reply.saved, reply.done].filter(Boolean).join(" ");
      if (row.crDirty) save(row);
      else {
        rowSays(row, text);
        if (!rows().some((one) => one.crRefused)) note(text);
      }
    } else if (reply.op === "drafted") {
      if (row.crRefused === "comment") row.crRefused = null;
      rowSays(row, reply.saved);
      if (row.crDirty) save(row);
    } else if (reply.op === "clash") {
      decisions.ask(row, reply);
    } else if (reply.op === "gone") {
      row.crRefused = row.crSent.level === null ? "comment" : "level";
      row.crTrouble = false;
      row.crDirty = false;
      clearTimeout(row.crTimer);
      held = [];
      wanted = { step: 0, renew: reply.say };
      rows().filter((one) => one.crDirty && !one.crBusy).forEach(save);
    } else if (row.crDirty) save(row); // something newer is chosen or written
    else refuse(row, reply.say);
    onward();
  };
  // Refused: the row shows what the gradebook has, and says so; a comment stays, to be mended.
  const refuse = (row, why) => {
    row.crRefused = row.crSent.level === null ? "comment" : "level";
    const text = `${refusal()} ${why}`;
    all(row, ".cr-levels input").forEach((one) => { one.checked = one.value === row.dataset.level; });
    row.crTrouble = comment(row).value !== comment(row).defaultValue;
    rowSays(row, text, true);
    note(text, true);
    comeBack();
  };
  const refusal = () => words.refused.replace("{row}", () => rows().filter((row) => row.crRefused).map((row) => (
    row.crRefused === "comment" ? words.refused_comment : words.refused_row)
    .replace("{level}", row.crSent.level).replace("{title}", () => keys.title(row))).join("; "));
  // Who typed on meanwhile is led back to the row; not out of a comment, where digits are letters.
  const comeBack = () => {
    if (!form.contains(document.activeElement) || typing(document.activeElement)) return;
    const row = rows().find((one) => one.crRefused || one.crTrouble);
    if (!row) return;
    keys.backTo(row);
    rest();
  };
  const rest = () => {
    clearTimeout(pause);
    pause = setTimeout(() => { pause = null; }, PAUSE);
  };
  const draft = (row) => ask({
    op: "draft", submission: Number(row.dataset.submission), criterion: row.dataset.criterion,
    comment: comment(row).value,
  }, (reply) => rowSays(row, reply.saved ?? reply.say, reply.op !== "drafted"));
  const decisions = deciding(words, { save, draft, clear: settleRow, rowSays, quiet, rest });
  // The newer file in place of one that counts no more: what was not kept goes along to its rows.
  const renew = (html, why) => {
    const at = document.activeElement;
    const writes = at?.matches("textarea") && at.closest(".cr-row")?.dataset.criterion;
    const before = view.querySelector(".cr-page").dataset.code;
    const lost = rows().map((row) => [row.dataset.criterion, row.crRefused, comment(row)]).map(
      ([of, refused, field]) => [of, refused, refused || field.value !== field.defaultValue ? field.value.trim() : ""]);
    const text = refusal();
    turn(html);
    if (view.querySelector(".cr-page")?.dataset.code !== before) {
      note(`${text} ${why} ${words.gone_none}`, true);
      return;
    }
    lost.forEach(([of, refused, text_]) => {
      const row = rows().find((one) => one.dataset.criterion === of);
      if (!row) return;
      row.crRefused = refused;
      row.crSent = { level: null };
      if (!text_ || comment(row).disabled) return;
      comment(row).value = [comment(row).value.trimEnd(), text_].filter(Boolean).join("\n");
      later(row);
      if (of === writes) comment(row).focus();
    });
    note(`${text} ${words.gone}`, true);
    rest();
  };
  const sideways = () => {
    stopSideways();
    all(view, ".cr-sideways").forEach((hint) => hint.remove());
    stopSideways = tellSideways(view, words.sideways);
  };
  const turn = (html) => {
    view.innerHTML = html;
    sideways();
    form.crChosen = choices();
    keys.forget();
  };
  const later = (row) => {
    if (row.crAsks) return; // decided first: either way the comment goes along
    row.crDirty = true;
    rowSays(row, words.unsaved);
    quiet();
    clearTimeout(row.crTimer);
    row.crTimer = setTimeout(() => save(row), COMMENT_AFTER);
  };

  // Going on waits until every row of the page is saved; trouble keeps the page.
  const show = (message) => { wanted = message; rows().filter((row) => row.crDirty && !row.crBusy).forEach(save); onward(); };
  const onward = () => {
    if (!wanted || going) return;
    if (!wanted.renew && rows().some((row) => row.crTrouble)) {
      wanted = null;
      held = [];
      restore();
      note(words.stay, true);
      return;
    }
    if (rows().some((row) => row.crBusy || row.crDirty)) return;
    const message = wanted;
    wanted = null;
    const { say, at, renew: gone, ...wish } = message; // what to say and where to be when it has come
    arrive(true);
    const { page = "", code = "" } = view.querySelector(".cr-page")?.dataset ?? {};
    ask({ op: "view", page, code, ...wish }, (reply) => {
      arrive(false);
      if (reply.op === "view") {
        const inside = view.contains(document.activeElement);
        if (gone) renew(reply.html, gone);
        else {
          turn(reply.html);
          note(say ?? "");
        }
        if (reply.share) form.querySelector(".cr-share").textContent = reply.share;
        // A menu keeps the focus: its own keys go on choosing.
        if (at) beside.afterSettling(at, say);
        else if (gone && view.contains(document.activeElement)) keys.tell(); // in the comment
        else if (gone && inside && rows().some((row) => row.crRefused)) keys.backTo(rows().find((row) => row.crRefused));
        else if (message.step || inside || (message.first && keys.free())) keys.start(message.first);
        if (gone) said.scrollIntoView({ block: "nearest" });
        keys.tell();
      } else {
        if (message.first) view.replaceChildren();
        held = [];
        note(reply.say, reply.op === "refused");
        if (!message.first) said.scrollIntoView({ block: "nearest" });
      }
      onward();
      while (held.length && !wanted && !going) press(held.shift());
    }, () => {
      arrive(false);
      held = [];
      silent(words.needs_kernel);
    });
  };
  const beside = besideRows(form, { ask, note, keys, show, sideways });
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
    atEnd(field);
  };
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
    else if (button.dataset.task) {
      form.elements.task.value = button.dataset.task;
      show({ step: 0, page: "" });
    } else if (button.dataset.decide) decisions.decide(row, button);
    else if (button.dataset.sample) beside.sample(button);
    else if (button.matches(".cr-close")) beside.closeSample();
    else if (button.matches(".cr-insert")) put(row, button.textContent);
    else if (button.matches(".cr-keep")) beside.keep(row);
    else if (button.matches(".cr-flag")) beside.flag();
    else if (button.matches(".cr-reveal")) beside.reveal(button);
    else if (button.matches(".cr-settle")) beside.settle(button.closest(".cr-difference"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest(".cr-row");
    if (event.key === "Escape") { // one step out; from the work itself out of the desk (keys.js)
      if (event.target.closest(".cr-sample")) beside.closeSample();
      else if (row && event.target !== row) keys.leave(row);
      else return;
      event.preventDefault();
      return;
    }
    if (typing(event.target)) return;
    if (!KEYS.test(event.key) || !view.querySelector(".cr-page")) return;
    event.preventDefault();
    if (pause && /[0-9]/.test(event.key)) return;
    if (wanted || going) held.push(event.key);
    else press(event.key);
  });
  const unsaved = (event) => {
    if (rows().some((row) => row.crBusy || row.crDirty || row.crTrouble)) event.preventDefault();
  };
  window.addEventListener("beforeunload", unsaved);
  const press = (name) => {
    const goes = {
      n: () => show({ step: 1 }), p: () => show({ step: -1 }), f: beside.flag,
      c: () => { const row = keys.commentRow(); if (row) atEnd(comment(row)); },
      b: () => {
        const bank = keys.commentRow()?.querySelector(".cr-bank");
        if (!bank) return;
        bank.open = !bank.open;
        (bank.open ? bank.querySelector("button") : bank.querySelector("summary")).focus();
      },
    }[name] ?? (() => level(name));
    goes();
  };

  const receive = (message) => line.answered(message, () => { if (unanswered) note(""); });
  receive.release = () => {
    line.release();
    stopSideways();
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
