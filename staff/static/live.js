// One chain of requests a tab: asks whether anything changed, tells the page, says whether it is live, and clears what a
// parent said when the session has ended. Whoever reads or types is still there: the next question says so.
import { tell } from "./alarm.js";

const { live, etag, signin, idle } = document.body.dataset;
const FAST = 1500, SLOW = 5000, HIDDEN = 15000;
const BUSY_FOR = 5 * 60 * 1000;
const TELL_EVERY = 2 * 60 * 1000;
const PATIENCE = 8000;
const ENDED = "ended";
const line = new BroadcastChannel("mch-staff");
const sign = document.getElementById("live");
const title = document.title;
let shown = etag;
let timer = 0, asking = null;
let told = Date.now(), active = Date.now(), reached = Date.now();
let over = false;

for (const happens of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  document.addEventListener(happens, () => { active = Date.now(); }, { passive: true });
}

function say(words, tone) {
  if (!sign || sign.textContent === words) return;
  sign.textContent = words;
  sign.className = `live live-${tone}`;
}

// Nothing that a parent said stays on a screen that nobody is signed in at.
function clear(words, address) {
  over = true;
  clearTimeout(timer);
  document.querySelectorAll("audio").forEach((each) => each.pause());
  const main = document.getElementById("main");
  main.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
  document.title = document.body.dataset.county;
  say(words, "off");
  if (address) location.replace(address);
}

const wayIn = () => `${signin}?next=${encodeURIComponent(location.pathname + location.search)}`;
const leave = () => clear("You are signed out. What you wrote and did not send is kept in this browser.", wayIn());

function badge({ urgent }) {
  document.title = urgent ? `(${urgent}) ${title}` : title;
  const shownBadge = document.getElementById("urgent");
  if (!shownBadge) return;
  shownBadge.hidden = !urgent;
  shownBadge.firstElementChild.textContent = urgent;
}

function take(found) {
  badge(found.frame);
  tell(found.frame);
  document.dispatchEvent(new CustomEvent("live", { detail: found }));
}

async function ask() {
  asking = new AbortController();
  const limit = setTimeout(() => asking.abort(), PATIENCE);
  const headers = { "If-None-Match": shown };
  const here = active > told && Date.now() - told >= TELL_EVERY;
  if (here) headers["X-Here"] = "1";
  const asked = Date.now();
  try {
    const answer = await fetch(live, { headers, redirect: "manual", signal: asking.signal });
    const found = answer.status === 200 ? await answer.json() : null;
    if (found) shown = answer.headers.get("ETag");
    if (here && answer.ok) told = asked;
    return { status: answer.status, found };
  } catch {
    return { status: 0, found: null };
  } finally {
    clearTimeout(limit);
  }
}

async function look() {
  clearTimeout(timer);
  const { status, found } = await ask();
  if (over) return;
  if (status === 401) return leave();
  if (status === 403 || status === 404) return clear("This is not here any more: it was erased, or it is not open to you.");
  if (status === 200 || status === 304) {
    reached = Date.now();
    say("Live", "on");
    if (found) take(found);
  } else {
    say("Not live: the connection is gone. What you see may be old; what you write is kept.", "off");
    if (Date.now() - Math.max(reached, active) >= idle * 1000) return leave();
  }
  timer = setTimeout(look, pause());
}

function pause() {
  if (document.hidden) return HIDDEN;
  return Date.now() - active < BUSY_FOR ? FAST : SLOW;
}

const now = () => { if (!over) { clearTimeout(timer); timer = setTimeout(look, 0); } };

if (live) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  window.addEventListener("online", now);
  window.addEventListener("offline", () => say("Not live: this device is offline. What you write is kept.", "off"));
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.addEventListener("pagehide", () => clearTimeout(timer));
  line.addEventListener("message", ({ data }) => { if (data === ENDED && !over) leave(); });
  document.querySelector("form.who")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("mch-draft:")) localStorage.removeItem(key);
    line.postMessage(ENDED);
  });
  badge({ urgent: Number(document.querySelector("#urgent span")?.textContent ?? 0) });
  const { alerts, newest, words } = document.getElementById("alarm")?.dataset ?? {};
  if (Number(alerts)) tell({ alerts: Number(alerts), newest: Number(newest), words });
  timer = setTimeout(look, FAST);
}
