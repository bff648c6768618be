// What this browser does about an alert: a tone or none, notifications or none, and those also without an open page.
import { isSilent, notify, ring, setSilent } from "./alarm.js";

const settings = document.getElementById("alarm-settings");
const told = document.getElementById("alarm-told");
const allow = document.getElementById("alarm-allow");
const stop = document.getElementById("alarm-stop");
const box = document.getElementById("alarm-sound");
const { worker, browser, key } = settings.dataset;
settings.hidden = false;
box.checked = !isSilent();
box.addEventListener("change", () => setSilent(!box.checked));
const may = () => "Notification" in window ? Notification.permission : "denied";
const canPush = "serviceWorker" in navigator && "PushManager" in window;
const workers = () => navigator.serviceWorker.getRegistration(new URL("./", new URL(worker, location.href)).pathname);
const subscribed = async () => canPush ? (await workers())?.pushManager.getSubscription() : null;

async function show(problem = "") {
  const pushed = await subscribed();
  allow.hidden = may() === "denied" || (may() === "granted" && (pushed || !canPush));
  stop.hidden = !pushed;
  const words = {
    granted: pushed ? "Notifications are on, also without an open page." : "Notifications are shown while a page is open.",
    denied: "This browser allows no notifications here.", default: "",
  };
  told.textContent = problem || words[may()];
}

async function send(endpoint, wanted) {
  const body = new URLSearchParams({ endpoint, allow: wanted ? "1" : "" });
  const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(browser, { method: "POST", body, headers });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).problem ?? "It was not saved. Try again.");
}

// A key of another installation, or of before a change of SECRET_KEY, is of no use any more.
async function subscribe() {
  const registered = await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await registered.pushManager.subscribe(wanted);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    await (await registered.pushManager.getSubscription())?.unsubscribe();
    return registered.pushManager.subscribe(wanted);
  }
}

allow.addEventListener("click", async () => {
  let problem = "";
  try {
    if (await Notification.requestPermission() === "granted" && canPush) await send((await subscribe()).endpoint, true);
  } catch (error) {
    problem = error.name === "Error" ? error.message : "Notifications are shown while a page is open; this browser has no push service for more.";
  }
  await show(problem);
});
stop.addEventListener("click", async () => {
  const pushed = await subscribed();
  if (pushed) {
    await send(pushed.endpoint, false).catch(() => {});
    await pushed.unsubscribe();
  }
  await show();
});
document.getElementById("alarm-try").addEventListener("click", () => { ring(); notify("this is only a test"); });
show();
