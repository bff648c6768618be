// The telephone: what a caller does, one action at a time. The call itself is `held` here between two actions.

import { byId } from "./dom.js";
import * as heard from "./heard.js";
import { callAct, newCallSid } from "./server.js";
import * as voices from "./voices.js";

const OUTCOMES = { taken: "pressed 1", machine: "was a machine", "no-answer": "did not answer", busy: "was busy", failed: "could not be reached" };
const IDLE = "Not in a call";

const pad = byId("keypad");
const spoken = byId("spoken");
let held = null; // { sid, phone, withheld, state, waiting }
let busy = Promise.resolve(); // one action at a time
let after = () => {};

const withheldCall = () => (held?.withheld ? held.sid : ""); // such a call is a contact of its own
const inCall = () => Boolean(held && !held.over);
const asks = () => (held?.waiting?.for === "Gather" ? held.waiting : null);
const takes = (kind) => (asks()?.input ?? "dtmf").split(" ").includes(kind) && Boolean(asks());

function tell(problem) {
  byId("call-problem").textContent = problem ?? "";
  byId("call-problem").hidden = !problem;
}

// Where the keyboard's focus goes when its button can no longer be used.
function keepFocus(act) {
  const from = document.activeElement;
  act();
  if (from && byId("telephone").contains(from) && (from.disabled || !from.checkVisibility())) {
    (byId("dialling").querySelector("button:enabled:not([hidden] *)") ?? byId("recording").querySelector("button:not([hidden] *)") ?? byId("hook")).focus();
  }
}

function draw() {
  const waits = held?.waiting?.for;
  byId("dialling").hidden = waits !== "Dial";
  byId("recording").hidden = waits !== "Record";
  pad.hidden = waits === "Dial" || waits === "Record";
  pad.querySelectorAll("button").forEach((key) => (key.disabled = !takes("dtmf")));
  byId("silence").disabled = !asks();
  for (const id of ["spoken", "speak", "microphone"]) byId(id).disabled = !takes("speech");
  byId("call-again").disabled = !held?.state?.last;
  byId("drop").disabled = !inCall();
  byId("withheld").disabled = inCall();
  const hook = byId("hook");
  hook.textContent = inCall() ? "Hang up" : "Call";
  hook.dataset.hook = inCall() ? "up" : "down";
  const keys = held?.state?.keys ?? "";
  byId("keyed").textContent = keys ? `Keyed so far: ${keys}` : "";
  const line = inCall() ? (waits === "Dial" ? "Calling a person" : waits === "Record" ? "Recording" : "In a call") : held ? "The call is over" : IDLE;
  if (byId("line").textContent !== line) byId("line").textContent = line;
}

async function post(call, action) {
  const { phone, sid, withheld, state } = call;
  const answer = await callAct({ phone, sid, withheld, ...(state ? { state } : {}), ...action });
  if (call !== held) return null;
  tell(answer.problem);
  if (answer.problem) return null;
  if (answer.exchanges.length) heard.requests(answer.exchanges);
  return answer;
}

function act(action, said) {
  busy = busy.then(async () => {
    const call = held;
    if (!call) return;
    voices.hush();
    if (said) heard.mine(said);
    const answer = await post(call, action);
    if (!answer) return;
    Object.assign(call, { state: answer.state, waiting: answer.waiting, over: answer.over });
    heard.theirs(answer.heard);
    if (byId("sound").checked) voices.speak(answer.heard);
    if (answer.over) heard.remark("The call is over.");
    keepFocus(draw);
    if (answer.exchanges.length) await after(withheldCall());
  });
  return busy;
}

async function dial(phone) {
  heard.clear();
  held = { phone, sid: newCallSid(), withheld: byId("withheld").checked, state: null, waiting: null, over: false };
  await act({ do: "dial" });
  if (!held?.state) held = null;
  draw();
}

function press(key) {
  if (takes("dtmf")) act({ do: "press", keys: key }, `key ${key}`);
}

function say(words, confidence) {
  if (words && takes("speech")) act({ do: "say", words, confidence }, `“${words}”`);
}

async function again() {
  busy = busy.then(async () => {
    const before = held?.state?.twiml;
    const answer = held && (await post(held, { do: "again" }));
    if (!answer) return;
    const same = held.over || answer.exchanges[0].twiml === before;
    heard.remark(same ? "Posted again: the same answer, and nothing moved." : "Posted again: ANOTHER answer than before.", !same);
    await after(withheldCall());
  });
}

// As when a cell phone loses its line and Twilio's last word is lost too.
function drop() {
  voices.hush();
  heard.remark("The line went dead, and nobody was told.");
  Object.assign(held, { over: true, waiting: null });
  keepFocus(draw);
}

function record(how, said) {
  const seconds = how.seconds ?? Math.min(Math.max(Math.round(Number(byId("seconds").value)) || 1, 1), 3600);
  act({ do: "record", seconds, hangs_up: Boolean(how.hangsUp) }, said ?? `(${seconds} seconds of speech${how.hangsUp ? ", then hung up" : ""})`);
}

async function speakUp() {
  const button = byId("microphone");
  button.dataset.listening = "";
  voices.hush();
  tell("");
  const { words, confidence, problem } = await voices.listen(asks()?.language ?? "en-US");
  delete button.dataset.listening;
  if (problem) tell(problem);
  say(words, confidence);
}

export function reset() {
  voices.hush();
  held = null;
  heard.clear();
  tell("");
  draw();
}

export function setUp(phone, afterwards) {
  after = afterwards;
  byId("hook").addEventListener("click", () => (inCall() ? act({ do: "hang_up" }, "(hung up)") : dial(phone())));
  pad.addEventListener("click", ({ target }) => {
    const key = target.closest("button")?.dataset.key;
    if (key) press(key);
  });
  byId("telephone").addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    if (!modified && /^[0-9*#]$/.test(event.key) && !event.target.matches("input, select")) press(event.key);
  });
  byId("silence").addEventListener("click", () => act({ do: "silence", shape: byId("shape").value }, "(silence)"));
  byId("speaker").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = spoken.value.trim();
    spoken.value = "";
    say(words, Number(byId("confidence").value));
  });
  byId("dialling").addEventListener("click", ({ target }) => {
    const { outcome } = target.dataset;
    if (outcome) act({ do: "dialled", outcome }, `(the person called ${OUTCOMES[outcome]})`);
  });
  byId("pound").addEventListener("click", () => record({}));
  byId("speak-and-go").addEventListener("click", () => record({ hangsUp: true }));
  byId("mute").addEventListener("click", () => record({ seconds: 0 }, "(nothing is said)"));
  byId("call-again").addEventListener("click", again);
  byId("drop").addEventListener("click", drop);
  byId("sound").addEventListener("change", ({ target }) => target.checked || voices.hush());
  byId("microphone").hidden = !voices.canListen;
  byId("microphone").addEventListener("click", speakUp);
  draw();
}
