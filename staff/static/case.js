// Keeps the open page as the conversation is: puts in what is new without losing what is open, read or played.
const shown = document.getElementById("case");
const head = document.getElementById("head");
const bubbles = document.getElementById("bubbles");
const news = document.getElementById("news");
const stale = document.getElementById("stale"); // whoever may only read has none
let waiting = null; // a head that came while somebody was in the old one

function putHead(html) {
  if (head.contains(document.activeElement)) {
    waiting = html;
    return;
  }
  waiting = null;
  const open = [...head.querySelectorAll("details[open][data-keep]")].map((each) => each.dataset.keep);
  head.innerHTML = html;
  for (const name of open) head.querySelector(`details[data-keep="${name}"]`)?.setAttribute("open", "");
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
  putHead(found.head);
  if (stale) stale.hidden = found.acting === shown.dataset.acting;
  if (!added) return;
  news.textContent = added === 1 ? "One new message" : `${added} new messages`;
  if (atEnd) bubbles.lastElementChild.scrollIntoView({ block: "end" });
}

// A page of earlier messages stays as it is.
if (!new URLSearchParams(location.search).has("before")) {
  document.addEventListener("live", ({ detail }) => { if (detail.bubbles) put(detail); });
  head.addEventListener("focusout", () => setTimeout(() => { if (waiting) putHead(waiting); }, 0));
}
