// The lesson card. While it is on the page, locators and terms linked in the prose
// (href="#A5.2", href="#term-hedge") open a panel instead of jumping.

const PATIENCE = 3000;
const LINK = /^#(?:[A-Z](?:\d+(?:\.\d+)?|:L\d+)|term-[\w-]+)$/;

export function wantsPanel(href) {
  return LINK.test(href ?? "");
}

function makePanel(words) {
  const panel = document.createElement("div");
  panel.className = "cr-panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", words.panel);
  panel.tabIndex = -1;
  panel.hidden = true;
  panel.setAttribute("data-lm-suppress-shortcuts", "true");
  return panel;
}

// Below the lines with the link, so that it covers nothing and is read and reached next.
function dock(panel, link) {
  const block = link.closest("table") ?? link.closest("p, li, dd, dt, td, blockquote, figcaption, h1, h2, h3, h4");
  if (!block) link.after(panel);
  else if (block.matches("li, dd, dt, td, blockquote, figcaption")) block.append(panel);
  else block.after(panel);
}

function render({ model, el }) {
  el.innerHTML = model.get("card");
  el.classList.add("cr-card");
  const words = model.get("words");
  const panel = makePanel(words);
  let from = null;
  let count = 0;
  let timer = null;
  let page = null; // the notebook the card stands in, also while the card is scrolled off it
  const look = () => { page = el.closest(".jp-Notebook") ?? page; };
  setTimeout(look);

  const close = () => { panel.hidden = true; from?.focus(); };
  const lost = () => { panel.textContent = words.place_kernel; };
  const open = (locator, link) => {
    from = link;
    panel.textContent = words.loading;
    panel.hidden = false;
    dock(panel, link);
    panel.focus();
    clearTimeout(timer);
    timer = setTimeout(lost, PATIENCE);
    try { model.send({ op: "place", n: ++count, loc: locator }); } catch { lost(); }
  };
  const onClick = (event) => {
    const link = event.target.closest?.("a[href^='#']");
    const href = link?.getAttribute("href");
    if (!wantsPanel(href)) return;
    look();
    if (page && !page.contains(link)) return; // another lesson's card answers
    event.preventDefault();
    event.stopImmediatePropagation(); // the same card shown twice opens one panel
    const detail = { loc: href.slice(1), from: link };
    const go = new CustomEvent("crossread:go", { detail, cancelable: true });
    if (document.dispatchEvent(go)) open(detail.loc, link);
  };
  const onMessage = (message) => {
    if (message.n !== count) return;
    clearTimeout(timer);
    panel.innerHTML = message.html;
    panel.scrollIntoView({ block: "nearest", behavior: "instant" });
    panel.querySelector(".cr-place-close")?.addEventListener("click", close);
  };
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    event.stopPropagation();
  });
  // It stands in a cell of text: a double click would open that cell for editing.
  panel.addEventListener("dblclick", (event) => event.stopPropagation());
  // Escape on the link closes too. Working elsewhere leaves it open: closing it would move the
  // lines below under the learner's hand.
  const onEscape = (event) => {
    if (event.key !== "Escape" || panel.hidden || event.target !== from) return;
    close();
    event.stopPropagation();
  };
  window.addEventListener("keydown", onEscape, true);
  window.addEventListener("click", onClick, true);
  model.on("msg:custom", onMessage);
  return () => {
    window.removeEventListener("keydown", onEscape, true);
    window.removeEventListener("click", onClick, true);
    model.off("msg:custom", onMessage);
    panel.remove();
  };
}

export default { render };
