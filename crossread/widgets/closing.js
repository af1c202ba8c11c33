// A page of the learner's own. Printing happens in a frame of this page: nothing is fetched or sent.

const LOOK = `body { font-family: system-ui, sans-serif; line-height: 1.4; margin: 2rem; color: #000; }
  table { border-collapse: collapse; width: 100%; } ul { margin: 0; padding-left: 1.2rem; }
  th, td { border: 1px solid #555; padding: 0.3rem; text-align: left; vertical-align: top; }
  tr { break-inside: avoid; } .cr-bar { display: none; }`;

function print(page) {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.onload = () => {
    const inside = frame.contentWindow;
    inside.onafterprint = () => frame.remove();
    inside.focus();
    inside.print();
  };
  frame.srcdoc = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>crossread</title>
    <style>${LOOK}</style></head><body>${page.outerHTML}</body></html>`;
  document.body.append(frame);
}

function render({ model, el }) {
  el.innerHTML = model.get("page");
  el.classList.add("cr-card");
  for (const button of el.querySelectorAll("button[data-print]")) {
    button.addEventListener("click", () => print(el.querySelector("section")));
  }
}

export default { render };
