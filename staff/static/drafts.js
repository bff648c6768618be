// Nothing that somebody wrote is lost: what stands in a form stays in this browser until it was taken, for the same person
// only, and comes back with its page. Sign-out erases it (live.js). The focus comes back where it was after a reload.
const { person } = document.body.dataset;
const PREFIX = "mch-draft:";
const KEPT_FOR = 72 * 3600 * 1000;
const place = `${PREFIX}${person}:${location.pathname.replace(/\/number$/, "")}`;
const SENT = "mch-sent";
const FOCUS = `mch-focus:${location.pathname}`;
const fields = "textarea, select, input:not([type=hidden]):not([type=password]):not([type=file])";

const forms = () => [...document.querySelectorAll("main form[method=post]")].filter((form) => !("forget" in form.dataset));
const keyOf = (form) => `${place}:${new URL(form.action, location.href).pathname}`;
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

function values(form) {
  const found = {};
  for (const field of form.querySelectorAll(fields)) {
    if (!field.name && !field.id) continue;
    const name = field.type === "radio" || field.type === "checkbox" ? `${field.name}=${field.value}` : field.name || `#${field.id}`;
    found[name] = field.type === "radio" || field.type === "checkbox" ? field.checked : field.value;
  }
  return found;
}

function put(form, kept) {
  for (const field of form.querySelectorAll(fields)) {
    const box = field.type === "radio" || field.type === "checkbox";
    const name = box ? `${field.name}=${field.value}` : field.name || `#${field.id}`;
    if (!(name in kept)) continue;
    if (box) field.checked = kept[name];
    else field.value = kept[name];
    field.dispatchEvent(new Event("input", { bubbles: false }));
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function keep(form) {
  const now = values(form);
  if (same(now, form.began)) return localStorage.removeItem(keyOf(form));
  // The name of a text goes with its words: sent again, it is still one text.
  const once = form.querySelector("input[name=once]")?.value;
  localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: now, once }));
}

function bring(form) {
  form.began = values(form);
  const kept = read(keyOf(form));
  if (!kept || same(kept.values, form.began)) return;
  put(form, kept.values);
  const once = form.querySelector("input[name=once]");
  if (once && kept.once) once.value = kept.once;
  form.closest("details")?.setAttribute("open", "");
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    if (Date.now() - (read(key)?.at ?? 0) > KEPT_FOR) localStorage.removeItem(key);
  }
}

// What was sent is let go of only when the next page says that it was taken.
function letGo() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent || document.querySelector("form[data-signin]")) return;
  if (document.querySelector(".told .alert-success")) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

// The same page again: loaded anew, or come back to from one of its own forms. Whoever comes from elsewhere begins on top.
function isSamePage() {
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  return reloaded || (document.referrer !== "" && new URL(document.referrer).pathname === location.pathname);
}

function refocus() {
  const id = location.hash.slice(1) || (isSamePage() ? sessionStorage.getItem(FOCUS) : "");
  sessionStorage.removeItem(FOCUS);
  const at = id && document.getElementById(decodeURIComponent(id));
  if (!at) return;
  at.closest("details")?.setAttribute("open", "");
  if (at.tabIndex < 0 && !at.hasAttribute("tabindex")) at.tabIndex = -1;
  at.focus();
}

// Nothing is cut off: what is too long says so, and is not sent.
for (const area of document.querySelectorAll("textarea[data-most]")) {
  const most = Number(area.dataset.most);
  area.addEventListener("input", () => {
    const over = [...area.value.trim()].length - most;
    area.setCustomValidity(over > 0 ? `Too long by ${over} characters: shorten it, or make two of it.` : "");
  });
}

letGo();
forgetOld();
for (const form of forms()) {
  bring(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("change", () => keep(form));
  form.addEventListener("submit", () => { keep(form); sessionStorage.setItem(SENT, keyOf(form)); });
}
refocus();
addEventListener("pagehide", () => {
  const id = document.activeElement?.id;
  if (id && id !== "main") sessionStorage.setItem(FOCUS, id);
});
