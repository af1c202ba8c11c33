// The table of lessons, and the box by which a learner agrees to see minutes.

const PATIENCE = 5000;

function render({ model, el }) {
  el.classList.add("cr-card");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const page = document.createElement("div");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  page.innerHTML = model.get("page");
  el.append(page, status);
  let count = 0;
  let timer = null;

  const onChange = (event) => {
    if (event.target.name !== "minutes") return;
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = model.get("words").lost_kernel; }, PATIENCE);
    model.send({ op: "minutes", n: ++count, on: event.target.checked });
  };
  const onMessage = (message) => {
    if (message.n !== count || message.page === undefined) return;
    clearTimeout(timer);
    page.innerHTML = message.page;
    status.textContent = message.status;
    page.querySelector("[name=minutes]")?.focus();
  };
  page.addEventListener("change", onChange);
  page.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("msg:custom", onMessage);
  return () => model.off("msg:custom", onMessage);
}

export default { render };
