// Handing in: preview, write, receipt. The file itself is made in Python.

const PATIENCE = 5000;

function render({ model, el }) {
  el.classList.add("cr-root");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const words = model.get("words");
  el.innerHTML = model.get("form");
  const form = el.querySelector("form");
  const preview = form.querySelector(".cr-preview");
  const status = form.querySelector(".cr-verdict");
  let count = 0;
  let timer = null;

  const tell = (op) => {
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = words.lost_kernel; }, PATIENCE);
    const value = (name) => form.elements[name];
    model.send({
      op, n: ++count, name: value("name").value, id: value("id").value,
      practice: value("practice").checked, minutes: value("minutes").checked,
    });
  };
  const onMessage = (message) => {
    if (message.n !== count) return;
    clearTimeout(timer);
    if (message.name !== undefined) {
      form.elements.name.value = message.name;
      form.elements.id.value = message.id;
    }
    if (message.preview !== undefined) preview.innerHTML = message.preview;
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
  form.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("msg:custom", onMessage);
  tell("hello");
  return () => model.off("msg:custom", onMessage);
}

export default { render };
