// What stands beside the rows of the marking desk: samples of the rubric, the flag, the name behind
// the code, a comment put into the bank, and the differences between two markers.
// Set before desk.js (widget.py), which hands over how to ask, to note and to go on.

function besideRows(form, { ask, note, keys, show, sideways }) {
  const view = form.querySelector(".cr-board");

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
      sideways();
      panel.hidden = false;
      panel.focus();
      panel.scrollIntoView({ block: "nearest" });
    });
  };

  const toSettle = () => all(view, '.cr-difference[data-seen$=" 0"]');
  // On to the next difference, which stands where the settled one stood; the last one is shown.
  const afterSettling = ({ part: { submission: of, criterion }, n }, say) => {
    const next = n < 0 ? null : toSettle()[n] ?? toSettle()[0];
    if (next) {
      const line = document.createElement("p");
      line.className = "cr-just";
      line.textContent = say;
      next.before(line);
      next.focus({ preventScroll: true });
      line.scrollIntoView({ block: "nearest" });
      return;
    }
    const done = all(view, ".cr-difference")
      .find((one) => one.dataset.submission === of && one.dataset.criterion === criterion);
    if (done) done.querySelector(".cr-row-saved").textContent = say;
    (done ?? form).focus();
  };

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
    row.querySelector(".cr-kept").textContent = reply.say; // the top may be out of sight
    note(reply.say, reply.op !== "kept");
  });
  const settle = (part) => ask({
    op: "settle", submission: Number(part.dataset.submission), criterion: part.dataset.criterion,
    seen: part.dataset.seen, level: part.querySelector("select").value, why: part.querySelector("textarea").value,
  }, (reply) => {
    if (reply.op === "settled") {
      show({ step: 0, say: reply.say, at: { part: part.dataset, n: toSettle().indexOf(part) } });
      return;
    }
    const line = part.querySelector(".cr-row-saved");
    line.textContent = reply.say;
    line.classList.add("cr-lost");
  });

  return { sample, closeSample, flag, reveal, keep, settle, afterSettling };
}
