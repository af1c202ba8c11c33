// What was chosen in a menu that is too narrow to show it. Python sets this file before item.js
// (base.py, front_end).

// A closed menu cuts what it has no room for. Then all of what was chosen stands below it, for
// the eye alone: a screen reader has it from the menu.
const ARROW = 40; // px of a menu that its sign and its rim take

export function tellChosen(form) {
  const ruler = document.createElement("span");
  ruler.className = "cr-ruler";
  ruler.setAttribute("aria-hidden", "true");
  form.append(ruler);
  inputs(form, "select").forEach((menu) => {
    const below = menu.parentElement.querySelector(".cr-chosen");
    const text = menu.value === "" ? "" : menu.options[menu.selectedIndex]?.textContent ?? "";
    ruler.style.font = window.getComputedStyle(menu).font;
    ruler.textContent = text;
    if (ruler.offsetWidth <= menu.clientWidth - ARROW) below?.remove();
    else if (below) below.textContent = text;
    else {
      const line = document.createElement("span");
      line.className = "cr-chosen";
      line.setAttribute("aria-hidden", "true");
      line.textContent = text;
      menu.after(line);
    }
  });
  ruler.remove();
}

// The same when the form gets wider or narrower. Returns a function that stops looking.
function watchChosen(form) {
  const Watch = window.ResizeObserver;
  if (!Watch) return () => {};
  let width = 0;
  const watch = new Watch(() => {
    if (form.clientWidth === width) return; // only higher
    width = form.clientWidth;
    requestAnimationFrame(() => tellChosen(form));
  });
  watch.observe(form);
  return () => watch.disconnect();
}
