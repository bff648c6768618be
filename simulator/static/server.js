// What the page asks of its server. Every answer is an object; `problem` says in plain words what went wrong.

const BUSY = 429;
const TRIES = 8;
const AWAY = "The server does not answer. Is it still running?";

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function ask(address, options) {
  try {
    const response = await fetch(address, options);
    const answer = await response.json();
    return response.ok || answer.problem ? { ...answer, busy: response.status === BUSY } : { problem: AWAY };
  } catch {
    return { problem: AWAY };
  }
}

export const newNumber = () => ask("number");

export const look = (phone, after, withheld) => ask(`phone/${encodeURIComponent(phone)}?after=${after}&withheld=${withheld}`);

async function post(address, what) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) };
  for (let tried = 1; ; tried += 1) {
    const answer = await ask(address, options);
    if (!answer.busy || tried === TRIES) return answer;
    await pause(150 * tried);
  }
}

// The same text keeps its MessageSid, so that trying again can never make it two.
export const send = (text) => post("send", text);

export const callAct = (action) => post("call", action);

const hex = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const newSid = (media) => `${media ? "MM" : "SM"}${hex(16)}`;

export const newCallSid = () => `CA${hex(16)}`;
