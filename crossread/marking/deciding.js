// A row of the marking desk that holds another marker's level: nothing is written until the marker
// has decided whose stands. Set before desk.js (widget.py), which hands over how to save and say.

function deciding(words, { save, draft, clear, rowSays, quiet, rest }) {
  const panel = (row) => row.querySelector(".cr-clash");
  return {
    ask(row, reply) {
      clear(row);
      row.crAsks = true;
      row.crTrouble = true; // keeps the page, and the browser's
      row.dataset.turn = String(reply.turn);
      rowSays(row, words.undecided, true);
      quiet();
      panel(row).innerHTML = reply.html;
      panel(row).scrollIntoView({ block: "nearest" });
      if (typing(document.activeElement)) return; // the next letter would press a button
      panel(row).querySelector("[data-decide]").focus({ preventScroll: true });
      rest();
    },
    forget(row) {
      row.crAsks = false;
      panel(row).replaceChildren();
    },
    decide(row, button) {
      row.crTrouble = false;
      row.crAsks = false;
      if (button.dataset.decide === "mine") { save(row, true); row.focus(); return; }
      // Their level stands; what was written here stays this marker's draft.
      const own = comment(row).value.trim() && comment(row).value !== comment(row).defaultValue;
      if (own) draft(row);
      row.querySelector(`.cr-levels input[value="${button.dataset.level}"]`).checked = true;
      comment(row).value = button.dataset.comment;
      comment(row).defaultValue = button.dataset.comment;
      clear(row);
      row.dataset.level = button.dataset.level;
      panel(row).replaceChildren();
      rowSays(row, "");
      row.focus();
    },
  };
}
