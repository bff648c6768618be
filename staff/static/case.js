// Keeps the open page as the conversation is: puts in what is new without losing what is open, read or played.
const shown = document.getElementById("case");
const head = document.getElementById("head");
const parts = document.getElementById("parts");
const bubbles = document.getElementById("bubbles");
const news = document.getElementById("news");
const stale = document.getElementById("stale"); // whoever may only read has none
const waiting = new Map(); // what came while somebody was in the old one

function putPart(part, html) {
  if (part.contains(document.activeElement)) {
    waiting.set(part, html);
    return;
  }
  waiting.delete(part);
  const open = new Map([...part.querySelectorAll("details[data-keep]")].map((each) => [each.dataset.keep, each.open]));
  part.innerHTML = html;
  for (const each of part.querySelectorAll("details[data-keep]")) each.open = open.get(each.dataset.keep) ?? each.open;
}

function putBubbles(html) {
  const now = document.createElement("template");
  now.innerHTML = html;
  let added = 0;
  for (const bubble of [...now.content.children]) {
    const before = document.getElementById(bubble.id);
    if (!before) {
      bubbles.append(bubble);
      added += bubble.matches(".bubble") ? 1 : 0; // and not the line of a new day
    } else if (before.outerHTML !== bubble.outerHTML && !before.contains(document.activeElement)) {
      before.replaceWith(bubble);
    }
  }
  return added;
}

function put(found) {
  const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 80;
  const added = putBubbles(found.bubbles);
  putPart(head, found.head);
  putPart(parts, found.parts);
  if (stale) stale.hidden = found.acting === shown.dataset.acting;
  if (!added) return;
  news.textContent = added === 1 ? "One new message" : `${added} new messages`;
  if (atEnd) bubbles.lastElementChild.scrollIntoView({ block: "end" });
}

// A page of earlier messages stays as it is.
if (!new URLSearchParams(location.search).has("before")) {
  document.addEventListener("live", ({ detail }) => { if (detail.bubbles) put(detail); });
  for (const part of [head, parts]) {
    part.addEventListener("focusout", () => setTimeout(() => { if (waiting.has(part)) putPart(part, waiting.get(part)); }, 0));
  }
}
