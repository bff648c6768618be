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

export const look = (phone, after) => ask(`phone/${encodeURIComponent(phone)}?after=${after}`);

// The same text keeps its MessageSid, so that trying again can never make it two.
export async function send(text) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(text) };
  for (let tried = 1; ; tried += 1) {
    const answer = await ask("send", options);
    if (!answer.busy || tried === TRIES) return answer;
    await pause(150 * tried);
  }
}

export function newSid(media) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${media ? "MM" : "SM"}${digits}`;
}
