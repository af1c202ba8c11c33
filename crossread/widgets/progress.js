// The table of lessons, and the box by which a learner agrees to see minutes.

const PATIENCE = 5000;

function render({ model, el }) {
  el.classList.add("cr-card");
  const release = guardKeys(el);
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
  // A lesson opens in this JupyterLab, as a link in the prose does; else in a tab of its own, so
  // that nothing on this page is lost.
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href$='.ipynb']");
    if (!link) return;
    const app = lab();
    const here = app?.shell.currentWidget?.context?.path;
    if (here === undefined) {
      link.target = "_blank";
      return;
    }
    event.preventDefault();
    const path = here.slice(0, here.lastIndexOf("/") + 1) + link.getAttribute("href");
    app.commands.execute("docmanager:open", { path });
  });
  model.on("msg:custom", onMessage);
  return () => {
    release();
    model.off("msg:custom", onMessage);
  };
}

export default { render };
