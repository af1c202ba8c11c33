// A page in jsdom with the package's own HTML in it, and a stand-in for the kernel's side.
// CROSSREAD_FIXTURES names the folder that test_front_end.py filled: the front-end files as
// modules, and fixtures.json with forms, panes and panels as Python writes them.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const here = process.env.CROSSREAD_FIXTURES;
const require = createRequire(path.join(process.env.CROSSREAD_NODE, "package.json"));
const { JSDOM } = require("jsdom");

export const fixtures = JSON.parse(readFileSync(path.join(here, "fixtures.json"), "utf-8"));
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

// A new page; the names that a browser gives a script become global.
export function newPage(body = "") {
  const dom = new JSDOM(`<!doctype html><html lang="en"><head><title>Page</title></head>
    <body>${body}</body></html>`, { pretendToBeVisual: true, runScripts: "outside-only" });
  const { window } = dom;
  for (const name of ["document", "CustomEvent", "Event", "KeyboardEvent", "MouseEvent", "FormData", "Element"]) {
    globalThis[name] = window[name];
  }
  globalThis.window = window;
  globalThis.requestAnimationFrame = window.requestAnimationFrame;
  globalThis.CSS = { escape: (text) => text.replace(/[^\w-]/g, (c) => `\\${c}`) };
  window.Element.prototype.scrollIntoView = function scrolled(how) {
    window.scrolledTo = this;
    window.scrolledHow = how;
  };
  return window;
}

// A front-end file as one more module of its own: anywidget loads it anew for every widget.
let copies = 0;
export function load(name) {
  copies += 1;
  return import(`${pathToFileURL(path.join(here, `${name}.mjs`))}?${copies}`);
}

// What anywidget hands to render(): traits, messages out, messages in.
export class Model {
  constructor(traits) {
    this.traits = traits;
    this.sent = [];
    this.listeners = new Map();
    this.dead = false;
  }
  get(name) { return this.traits[name]; }
  on(name, callback) { this.listeners.set(name, [...(this.listeners.get(name) ?? []), callback]); }
  off(name, callback) {
    this.listeners.set(name, (this.listeners.get(name) ?? []).filter((one) => one !== callback));
  }
  send(message) {
    if (this.dead) throw new Error("the comm is closed");
    this.sent.push(message);
  }
  reply(more) {
    const { n } = this.sent.at(-1);
    this.receive({ n, ...more });
  }
  receive(message) { (this.listeners.get("msg:custom") ?? []).forEach((tell) => tell(message)); }
  count() { return [...this.listeners.values()].flat().length; }
}

// One widget drawn into the page (into ``place``); its element, model and clean-up.
export async function draw(name, traits, place = document.body) {
  const el = document.createElement("div");
  place.append(el);
  const model = new Model(traits);
  const { default: widget } = await load(name);
  const release = widget.render({ model, el });
  return { el, model, release, form: el.querySelector("form") };
}

export const drawItem = (id, place) => draw("item", { form: fixtures.items[id].form, words: fixtures.words }, place);

export function key(target, name, more = {}) {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

export function type(field, text) {
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function choose(control) {
  control.focus();
  control.click();
}

export const submit = (form) => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
