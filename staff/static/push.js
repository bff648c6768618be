// Woken by an empty push, also when no page is open. What it is about is asked for here, by whoever is signed in; else it
// only says that there is something.
const here = new URL("./", self.location).pathname;

async function tell() {
  let words = "Something cannot wait. Sign in to see it.", address = `${here}alerts`;
  try {
    const answer = await fetch(`${here}alerts/newest`, { credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (answer.ok) {
      const found = await answer.json();
      words = found.words ? `${found.words[0].toUpperCase()}${found.words.slice(1)}` : "This is only a test, or somebody has it already";
      address = found.address;
    }
  } catch { /* without a connection it says as much as it knows */ }
  await self.registration.showNotification("MCH alert", { body: words, tag: "mch-alert", renotify: true, requireInteraction: true, data: address });
}

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((each) => new URL(each.url).pathname === address);
  await (page ? page.focus() : self.clients.openWindow(address));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(tell()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
