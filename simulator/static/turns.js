// The turns: what each text led to, as events.

import { byId, cost, el, plural } from "./dom.js";

const list = byId("turns");
const spaced = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/ ([A-Z])/g, (_, letter) => ` ${letter.toLowerCase()}`);

export const received = (turn) => turn.events.find((event) => event.event === "InputReceived")?.input;

function value(given) {
  if (Array.isArray(given)) return given.some((one) => typeof one === "object") ? plural(given.length, "entry").replace("entrys", "entries") : given.join(", ");
  if (given === null) return "none";
  return typeof given === "boolean" ? (given ? "yes" : "no") : String(given);
}

function fields(event) {
  return Object.entries(event).flatMap(([name, given]) => {
    if (name === "event" || name === "type" || given === "") return [];
    const nested = given !== null && typeof given === "object" && !Array.isArray(given);
    return nested ? fields(given) : [el("span", {}, el("b", {}, `${name} `), value(given))];
  });
}

// What came in, in a word or two. The kinds of input are flows/inputs.py's.
const CAME = {
  text: ({ body, media }) => body || (media ? "(a picture)" : "(empty)"),
  digits: ({ keys }) => `key ${keys}`,
  speech: ({ words }) => `“${words}”`,
  silence: () => "(silence)",
  ring: () => "(the phone rings)",
  dialled: ({ outcome }) => `(dialled: ${outcome})`,
  recorded: ({ seconds }) => `(recorded ${plural(seconds, "second")})`,
  hangup: ({ status }) => `(the call is over: ${status ?? "completed"})`,
};

function summary(turn) {
  const input = received(turn);
  const words = input ? CAME[input.type](input) : spaced(turn.events[0]?.event ?? "nothing");
  const price = turn.channel === "voice" ? "call" : turn.reply ? plural(turn.reply.segments, "segment") : "no reply";
  const key = turn.events.findLast((event) => event.event === "Prompted" && !event.key.startsWith("left."))?.key;
  return el("summary", {}, el("span", { class: "words" }, words), el("span", { class: "cost" }, [key, price].filter(Boolean).join(" · ")));
}

const raw = (title, text) => el("details", { class: "raw" }, el("summary", {}, title), el("pre", { tabIndex: 0 }, text));

function item(turn) {
  const events = turn.events.map((event) =>
    el("li", {}, el("span", { class: "name" }, spaced(event.event)), el("span", { class: "fields" }, fields(event))),
  );
  return el(
    "li",
    {},
    el(
      "details",
      {},
      summary(turn),
      el("ul", { class: "events" }, events),
      turn.reply ? el("p", { class: "raw" }, cost(turn.reply)) : null,
      turn.twiml ? raw("The TwiML as sent", turn.twiml) : null,
      raw("The events as JSON", JSON.stringify(turn.events, null, 2)),
    ),
  );
}

export const add = (turns) => list.prepend(...turns.map(item).reverse());
export const clear = () => list.replaceChildren();
