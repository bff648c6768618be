// j next, k previous, e done. In the inbox they move through the list, in a conversation to its neighbours in that list.
// They can be switched off, and never work while somebody types.
const LIST = "mch-list";
const OFF = "mch-keys-off";
const box = document.getElementById("keys-on");
const links = () => [...document.querySelectorAll(".item-link")];
const plain = (address) => new URL(address, location.href).pathname;

box.checked = localStorage.getItem(OFF) !== "1";
box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "" : "1"));
if (document.getElementById("lists")) {
  addEventListener("pagehide", () => sessionStorage.setItem(LIST, JSON.stringify(links().map((link) => link.href))));
}

function inList(step) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}

function neighbour(step) {
  const known = JSON.parse(sessionStorage.getItem(LIST) || "[]");
  const here = location.pathname.replace(/\/number$/, "");
  const at = known.findIndex((address) => plain(address) === here);
  return at < 0 ? undefined : known[at + step];
}

function toNeighbour(step) {
  location.assign(neighbour(step) ?? document.querySelector("[data-key=up]").href);
}

// The same with a finger.
for (const link of document.querySelectorAll("a[data-key=j], a[data-key=k]")) {
  const address = neighbour(link.dataset.key === "j" ? 1 : -1);
  if (address) Object.assign(link, { href: address, hidden: false });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, audio, [contenteditable]");
  if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "e") document.querySelector("[data-key=e] button")?.click();
  const step = { j: 1, k: -1 }[event.key];
  if (step) (document.getElementById("lists") ? inList : toNeighbour)(step);
});
