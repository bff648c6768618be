// The bubbles.

import { byId, cost, el, unseen } from "./dom.js";

const log = byId("log");
const empty = byId("empty");

function add(...nodes) {
  empty.hidden = true;
  log.append(...nodes);
  log.scrollTop = log.scrollHeight;
}

export function clear() {
  log.replaceChildren(empty);
  empty.hidden = false;
}

const picture = () => {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 48 36");
  drawing.setAttribute("width", "96");
  drawing.setAttribute("height", "72");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 4h40v28H4zM4 27l11-11 9 9 6-6 14 12M34 13a3 3 0 1 1-6 0 3 3 0 0 1 6 0z");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "2");
  drawing.append(path);
  return drawing;
};

// A text from this phone. `state` shows where it is; `failed` keeps it and offers to try again.
export function mine(text) {
  const content = text.media ? [picture(), unseen("a picture")] : [text.body || "(an empty text)"];
  const bubble = el("div", { class: "bubble mine waiting" }, unseen("You: "), ...content);
  const below = el("div", { class: "below of-mine" });
  const dots = el("div", { class: "dots", hushed: true }, el("i"), el("i"), el("i"));
  add(bubble, below);
  const state = (words) => below.replaceChildren(words);
  return {
    later: (seconds) => state(`leaves in ${seconds} seconds`),
    going: () => {
      bubble.className = "bubble mine waiting";
      state("");
      add(dots);
    },
    gone: (words = "") => {
      dots.remove();
      bubble.className = "bubble mine";
      state(words);
    },
    failed: (again) => {
      dots.remove();
      bubble.className = "bubble mine failed";
      below.replaceChildren("Not delivered. ", el("button", { type: "button", onclick: again }, "Try again"));
      log.scrollTop = log.scrollHeight;
    },
  };
}

// A text to this phone, with what it cost. Only who wrote it and the words are read aloud.
export function theirs(reply, { language, milliseconds, person }) {
  const writer = el("span", { class: "unseen", lang: "en" }, person ? "A person at MCH: " : "Bot: ");
  const bubble = el("div", { class: "bubble theirs", lang: language || "" }, writer, reply.text);
  bubble.classList.toggle("by-person", Boolean(person));
  const took = milliseconds === undefined ? "" : ` · ${Math.round(milliseconds)} ms`;
  add(bubble, el("div", { class: "below", hushed: true }, `${person ? "a person wrote this · " : ""}${cost(reply)}${took}`));
}

// What is no text: that there was no reply, or that one was sent twice.
export const remark = (words) => add(el("p", { class: "aside" }, words));
