// The texts that answer no webhook. They arrive when they have been sent, which a later turn tells.

import * as chat from "./chat.js";

const queued = new Map(); // by id, until it is known what became of them
const settled = new Set();

export function follow(turn) {
  for (const text of turn.texts) if (!settled.has(text.id)) queued.set(text.id, text);
  for (const event of turn.events) {
    const text = event.event === "TextSent" || event.event === "TextNotSent" ? queued.get(event.id) : null;
    if (!text) continue;
    queued.delete(event.id);
    settled.add(event.id);
    if (event.event === "TextSent") chat.theirs(text, { language: text.language, person: text.why === "staff" });
    else chat.remark(`A text was not sent: ${event.why.replaceAll("_", " ")}.`);
  }
}

export function clear() {
  queued.clear();
  settled.clear();
}
