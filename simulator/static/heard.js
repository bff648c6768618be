// What is heard in a call and what the caller did, in writing; and the requests behind it.

import { byId, el, unseen } from "./dom.js";

const log = byId("heard");
const silent = byId("silent");
const wire = byId("wire");

function add(...nodes) {
  silent.hidden = true;
  log.append(...nodes);
  // After what else changes with it: the buttons below take their room first.
  requestAnimationFrame(() => {
    log.scrollTop = log.scrollHeight;
  });
}

export function clear() {
  log.replaceChildren(silent);
  silent.hidden = false;
  wire.replaceChildren();
  byId("wire-card").hidden = true;
}

export const mine = (words) => add(el("div", { class: "bubble mine" }, unseen("You: "), words));

export const remark = (words, warning = false) => add(el("p", { class: warning ? "aside warning" : "aside" }, words));

export function theirs(heard) {
  for (const one of heard) {
    if (one.sound) remark(`(${one.text})`);
    else if (one.answerer) remark(`The person called hears: “${one.text}”`);
    else add(el("div", { class: "bubble theirs", lang: one.language }, one.text));
  }
}

// One line for each verb, so that it can be read.
const spread = (twiml) =>
  twiml
    .replace(/></g, ">\n<")
    .split("\n")
    .reduce(
      ({ lines, depth }, line) => {
        const closes = line.startsWith("</");
        const at = closes ? depth - 1 : depth;
        const opens = /^<[^/?!][^>]*[^/]>$|^<[A-Za-z-]+>$/.test(line);
        return { lines: [...lines, "  ".repeat(Math.max(at, 0)) + line], depth: opens ? at + 1 : at };
      },
      { lines: [], depth: 0 },
    )
    .lines.join("\n");

function request({ path, fields, ms, twiml, faults }) {
  const posted = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const head = el("summary", {}, el("code", {}, `POST ${path}`), el("span", { class: "cost" }, `${Math.round(ms)} ms`));
  const body = [
    posted.length ? el("p", { class: "posted" }, posted.join(" · ")) : null,
    el("pre", { tabIndex: 0, ariaLabel: `TwiML of ${path}` }, spread(twiml)),
  ];
  const broken = faults.map((fault) => el("li", {}, `Against Twilio’s rules: ${fault}`));
  return el("li", {}, el("details", { open: true }, head, ...body), broken.length ? el("ul", { class: "faults" }, broken) : null);
}

export function requests(exchanges) {
  byId("wire-card").hidden = false;
  wire.querySelectorAll("details").forEach((older) => (older.open = false));
  wire.prepend(...exchanges.map(request).reverse());
  for (const { path, faults } of exchanges) {
    for (const fault of faults) remark(`Against Twilio’s rules in the answer of ${path}: ${fault}`, true);
  }
}
