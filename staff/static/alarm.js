// What every open page does about an alert that nobody has: a banner, a tone, and a notification where that is allowed.
const SILENT = "mch-alarm-silent";
const SEEN = "mch-alarm-seen";
const banner = document.getElementById("alarm");
let sound = null;

export const isSilent = () => localStorage.getItem(SILENT) === "1";
export const setSilent = (silent) => localStorage.setItem(SILENT, silent ? "1" : "");

// Browsers let a page sound only once somebody has pressed something in it.
addEventListener("pointerdown", () => { sound ??= new AudioContext(); }, { once: true });
addEventListener("keydown", () => { sound ??= new AudioContext(); }, { once: true });

export function ring() {
  if (isSilent() || !sound) return;
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = sound.createOscillator(), volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + start);
    tone.stop(sound.currentTime + start + 0.2);
  }
}

export function notify(words) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try { new Notification("MCH alert", { body: words, tag: "mch-alert", requireInteraction: true }); } catch { /* phones want a service worker */ }
}

// One tab rings for all of this browser's: the newest alert that was rung for is remembered.
export function tell({ alerts, newest, words }) {
  if (!banner) return;
  banner.hidden = !alerts;
  if (!alerts) return;
  const link = banner.querySelector("a");
  link.href = banner.dataset.one.replace("/0", `/${newest}`);
  link.textContent = "Open it";
  banner.querySelector("strong").textContent = `${words[0].toUpperCase()}${words.slice(1)}: nobody has it yet.`;
  banner.querySelector(".alarm-more").textContent = alerts > 1 ? `${alerts - 1} more` : "";
  if (Number(localStorage.getItem(SEEN) ?? 0) >= newest) return;
  localStorage.setItem(SEEN, newest);
  ring();
  notify(words);
}
