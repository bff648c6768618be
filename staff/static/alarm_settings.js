// What this browser does about an alert: a tone or none, notifications or none.
import { isSilent, notify, ring, setSilent } from "./alarm.js";

const told = document.getElementById("alarm-told");
const allow = document.getElementById("alarm-allow");
const box = document.getElementById("alarm-sound");
document.getElementById("alarm-settings").hidden = false;
box.checked = !isSilent();
box.addEventListener("change", () => setSilent(!box.checked));
const may = () => "Notification" in window ? Notification.permission : "denied";

function show() {
  allow.hidden = may() !== "default";
  told.textContent = { granted: "Notifications are allowed.", denied: "This browser allows no notifications here.", default: "" }[may()];
}

allow.addEventListener("click", async () => { await Notification.requestPermission(); show(); });
document.getElementById("alarm-try").addEventListener("click", () => { ring(); notify("this is only a test"); });
show();
