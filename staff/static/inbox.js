// Keeps the first page of the inbox as it is: asks every second, and changes the lists unless somebody stands in them.
const lists = document.getElementById("lists");
const EVERY = 1000;
const EVERY_HIDDEN = 10 * 1000;
const { since } = lists.dataset;
let { version } = lists.dataset;

function put(found) {
  const at = lists.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  lists.innerHTML = found.lists;
  version = found.version;
  if (at) lists.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
}

async function look() {
  const address = new URL(since, location.href);
  address.searchParams.set("version", version);
  const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
  if (answer?.status === 200) put(await answer.json());
  if (answer && [401, 403].includes(answer.status)) return;
  setTimeout(look, document.hidden ? EVERY_HIDDEN : EVERY);
}

if (since) setTimeout(look, EVERY);
