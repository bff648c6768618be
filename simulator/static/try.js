// The page: one browser tab is one phone.

import * as call from "./call.js";
import * as chat from "./chat.js";
import { byId, el, printed } from "./dom.js";
import * as inside from "./inside.js";
import * as queued from "./queued.js";
import { look, newNumber, newSid, send } from "./server.js";
import * as turns from "./turns.js";

const KEPT = "intake.phone";
const LOOK_MS = 700;
const LOOK_HIDDEN_MS = 5000;
const START = ["hola", "hi", "BABY"];
const ON_THE_WAY = { en: ["SKIP", "BACK", "WHY", "HELP", "MORE"], es: ["OMITIR", "ATRÁS", "POR QUÉ", "AYUDA", "MÁS"] };

let phone = "";
let language = "";
let last = null; // the last text that was sent, to send it again
let lastReply = "";
let after = "-"; // the last turn that is shown
let looked = ""; // the call from a withheld number whose turns are shown, if it is not the phone's own
let looking = Promise.resolve();
let timer = 0;

const words = byId("words");
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function tell(problem) {
  byId("problem").textContent = problem ?? "";
  byId("problem").hidden = !problem;
}

function quickTexts(texts) {
  byId("quick").replaceChildren(...texts.map((body) => el("button", { type: "button", onclick: () => say({ body }) }, body)));
}

function remember(text, reply) {
  last = text;
  byId("again").disabled = false;
  if (reply) lastReply = reply;
  byId("tapback").disabled = !lastReply;
}

// One look at a time, so that no turn is shown twice. An idle one leaves all as it is where nothing new is found.
function refresh({ bubbles = false, withheld: caller = "", idle = false } = {}) {
  looking = looking.catch(() => {}).then(async () => {
    const asked = phone;
    const withheld = idle ? looked : caller;
    if (withheld !== looked) [after, looked] = ["-", withheld];
    const found = await look(asked, after, withheld);
    lookAgain();
    if (asked !== phone || withheld !== looked) return;
    if (idle && (found.problem || !found.turns.length)) return;
    if (found.problem) {
      inside.unknown(found.problem);
      return;
    }
    if (!found.session || after === "-") turns.clear();
    language = found.session?.language ?? "";
    inside.show(found);
    turns.add(found.turns);
    after = found.turns.at(-1)?.id ?? after;
    quickTexts(found.session ? (ON_THE_WAY[language] ?? ON_THE_WAY.en) : START);
    for (const turn of found.turns) {
      if (bubbles && turn.channel === "sms") replay(turn);
      queued.follow(turn);
    }
  });
  return looking;
}

// Some texts answer nothing: what was asked for is sent a moment later, and a person at MCH may write at any time.
function lookAgain() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh({ idle: true }), document.hidden ? LOOK_HIDDEN_MS : LOOK_MS);
}

function replay(turn) {
  const input = turns.received(turn);
  if (!input) return;
  const text = { sid: turn.delivery, body: input.body ?? "", media: input.media ?? 0, carrier: input.carrier ?? "" };
  chat.mine(text).gone();
  if (turn.reply) chat.theirs(turn.reply, { language });
  else chat.remark("No reply.");
  remember(text, turn.reply?.text);
}

async function say({ body = "", media = 0 }) {
  const text = { sid: newSid(media), body, media, carrier: byId("carrier").value };
  byId("carrier").value = "";
  const delay = Number(byId("delay").value);
  const row = chat.mine(text);
  const from = phone;
  remember(text);
  if (delay) {
    row.later(delay);
    await pause(delay);
  }
  await deliver(row, text, from);
}

async function deliver(row, text, from, again = false) {
  row.going();
  const answer = await send({ phone: from, ...text });
  if (from !== phone) return;
  tell(answer.problem && `${answer.problem} Your text is kept here: try again.`);
  if (answer.problem) {
    row.failed(() => deliver(row, text, from, again));
    return;
  }
  await refresh();
  row.gone(again ? "sent again, same MessageSid" : text.carrier && `Twilio has acted on it as ${text.carrier}`);
  answer.replies.forEach((reply) => chat.theirs(reply, { language, milliseconds: answer.ms }));
  if (!answer.replies.length) chat.remark("No reply: the TwiML is empty.");
  remember(text, answer.replies.at(-1)?.text);
}

async function sendAgain() {
  const delay = Number(byId("delay").value);
  const text = last;
  const row = chat.mine(text);
  const from = phone;
  if (delay) {
    row.later(delay);
    await pause(delay);
  }
  await deliver(row, text, from, true);
}

async function take(number) {
  phone = number;
  sessionStorage.setItem(KEPT, number);
  byId("own-number").textContent = printed(number);
  [last, lastReply, after, looked, language] = [null, "", "-", "", ""];
  byId("again").disabled = byId("tapback").disabled = true;
  chat.clear();
  queued.clear();
  call.reset();
  turns.clear();
  tell("");
  quickTexts(START);
  await refresh({ bubbles: true });
}

async function takeNew() {
  const found = await newNumber();
  if (found.problem) tell(found.problem);
  else await take(found.phone);
}

const VIEWS = ["text", "call", "inside"];
const SKIPS = { text: ["#words", "Skip to the text box"], call: ["#hook", "Skip to the telephone"], inside: ["#inside", "Skip to what the bot knows"] };

function see(view) {
  document.body.dataset.view = view;
  VIEWS.forEach((one) => byId(`see-${one}`).setAttribute("aria-pressed", String(one === view)));
  [byId("skip").hash, byId("skip").textContent] = SKIPS[view];
}

function unfold(button, tray) {
  tray.hidden = !tray.hidden;
  button.setAttribute("aria-expanded", String(!tray.hidden));
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const body = words.value.trim();
  if (!body || !phone) return;
  words.value = "";
  say({ body });
});
byId("more").addEventListener("click", () => unfold(byId("more"), byId("tray")));
byId("call-more").addEventListener("click", () => unfold(byId("call-more"), byId("call-tray")));
byId("new-phone").addEventListener("click", async () => {
  await takeNew();
  words.focus();
});
byId("again").addEventListener("click", sendAgain);
byId("picture").addEventListener("click", () => say({ media: 1 }));
byId("tapback").addEventListener("click", () => say({ body: `Liked “${lastReply}”`.slice(0, 1600) }));
VIEWS.forEach((view) => byId(`see-${view}`).addEventListener("click", () => see(view)));
document.querySelectorAll("[data-number]").forEach((node) => (node.textContent = printed(node.textContent)));

call.setUp(() => phone, (withheld) => refresh({ withheld }));

const kept = sessionStorage.getItem(KEPT);
await (kept ? take(kept) : takeNew());
if (matchMedia("(min-width: 55rem)").matches) words.focus();
