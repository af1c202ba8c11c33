// Handing in: preview, write, receipt. The file itself is made in Python.

const PATIENCE = 5000;

function render({ model, el }) {
  el.classList.add("cr-root");
  const release = guardKeys(el);
  const words = model.get("words");
  el.innerHTML = model.get("form");
  const form = el.querySelector("form");
  const preview = form.querySelector(".cr-preview");
  const status = form.querySelector(".cr-verdict");
  let count = 0;
  let shown = ""; // which preview is on the page, as the kernel calls it
  let typed = false; // a name that was typed before the kept one came back stays
  const waiting = new Map(); // message number → timer

  const tell = (op) => {
    const n = ++count;
    // A look at the answers may wait for a busy kernel; a press of the button is told of.
    waiting.set(n, op === "look" ? 0 : setTimeout(() => { status.textContent = words.lost_kernel; }, PATIENCE));
    const value = (name) => form.elements[name];
    model.send({
      op: op === "look" ? "preview" : op, n, name: value("name").value, id: value("id").value,
      practice: value("practice").checked, minutes: value("minutes").checked, shown,
    });
  };
  const onMessage = (message) => {
    if (!waiting.has(message.n)) return;
    clearTimeout(waiting.get(message.n));
    waiting.delete(message.n);
    if (message.name !== undefined && !typed) {
      form.elements.name.value = message.name;
      form.elements.id.value = message.id;
    }
    // The kernel answers in order, so what comes last is what the journal holds now. A list that
    // did not change stays as it is: nobody who reads in it loses the place.
    if (message.preview !== undefined && (message.shown !== shown || !shown)) {
      shown = message.shown ?? "";
      preview.innerHTML = message.preview;
    }
    if (message.status !== undefined) status.textContent = message.status;
    if (message.file) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([message.content], { type: "application/json" }));
      link.download = message.file;
      link.textContent = words.download;
      link.className = "cr-download";
      status.append(" ", link);
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); tell("write"); });
  for (const name of ["practice", "minutes"]) {
    form.elements[name].addEventListener("change", () => tell("preview"));
  }
  // The preview follows the answers: when one is saved on this page, and when the learner comes here.
  const look = () => { try { tell("look"); } catch { waiting.delete(count); } };
  document.addEventListener("crossread:saved", look); // also while the form is scrolled off the page
  form.addEventListener("pointerenter", look);
  form.addEventListener("focusin", (event) => { if (!form.contains(event.relatedTarget)) look(); });
  form.addEventListener("input", (event) => { typed ||= event.target.type === "text"; });
  model.on("msg:custom", onMessage);
  tell("hello");
  return () => {
    release();
    document.removeEventListener("crossread:saved", look);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
