// An explorer: gathers what is chosen, asks for the view, shows it. It draws nothing itself.
// HTML comes only from the package; sentences go in through textContent.

const PATIENCE = 3000; // ms until an unanswered choice is called so
const TYPING = 600; // ms after the last key in a date, which changes with each of its parts

// The choice as the kernel wants it: one value a name, a list where boxes are ticked.
export function choice(form) {
  const out = {};
  for (const control of form.elements) {
    if (!control.name) continue;
    if (control.type === "checkbox") {
      out[control.name] ??= [];
      if (control.checked) out[control.name].push(control.value);
    } else out[control.name] = control.value;
  }
  return out;
}

// A long table scrolls in its box: begin where the answer changes, not at its first row.
export function begin(view) {
  const box = view.querySelector(".cr-long");
  const row = box?.querySelector("[data-here]");
  if (row) box.scrollTop = row.offsetTop - box.clientHeight / 2;
}

function render({ model, el }) {
  el.classList.add("cr-root");
  el.innerHTML = model.get("form");
  const release = guardKeys(el);
  const words = model.get("words");
  const form = el.querySelector("form");
  const said = el.querySelector(".cr-said");
  const view = el.querySelector(".cr-view");
  let count = 0;
  let timer = null;
  let typing = null;

  const lost = () => {
    said.textContent = words.lost;
    said.classList.add("cr-lost");
    view.removeAttribute("aria-busy");
  };
  const ask = () => {
    clearTimeout(typing);
    clearTimeout(timer);
    timer = setTimeout(lost, PATIENCE);
    said.classList.remove("cr-lost");
    said.textContent = words.wait;
    view.setAttribute("aria-busy", "true");
    count += 1;
    try { model.send({ op: "show", n: count, choice: choice(form) }); } catch { lost(); }
  };
  const onMessage = (message) => {
    if (message.n !== count) return; // an answer to an earlier choice
    clearTimeout(timer);
    said.classList.remove("cr-lost");
    view.innerHTML = message.html;
    begin(view);
    view.removeAttribute("aria-busy");
    said.textContent = message.said;
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  form.addEventListener("change", (event) => {
    clearTimeout(typing);
    if (event.target.type === "date") typing = setTimeout(ask, TYPING);
    else ask();
  });
  model.on("msg:custom", onMessage);
  const eye = globalThis.IntersectionObserver && new IntersectionObserver(([one]) => {
    if (one.isIntersecting) begin(view); // each time: a page that is moved forgets where it was
  });
  const touched = () => eye?.disconnect(); // from then on the reader says where
  const touches = ["wheel", "pointerdown", "keydown"];
  for (const one of touches) view.addEventListener(one, touched, { passive: true });
  eye?.observe(view);
  return () => {
    eye?.disconnect();
    release();
    clearTimeout(typing);
    clearTimeout(timer);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
