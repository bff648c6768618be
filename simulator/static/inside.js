// What the bot knows now: where it stands, what was heard, which programs fit.

import { byId, el, plural, unseen } from "./dom.js";

const VERDICTS = { fits: "Fits", may_fit: "May fit", no_fit: "May not fit" };
const STATES = { met: "met", not_met: "not met", unknown: "open" };
const LANGUAGES = { en: "English", es: "Español" };

function facts(phone) {
  const now = phone.session;
  const rows = {
    Step: now.step,
    Status: now.status,
    Disposition: now.disposition,
    Language: LANGUAGES[now.language] ?? now.language,
    Keyword: now.keyword,
    "In between": now.aside,
    "Questions left": now.left === null || now.status === "completed" ? "" : `at most ${now.left}`,
    "Texts allowed": phone.opted_out ? "no, opted out" : "yes",
  };
  const cells = Object.entries(rows).map(([name, given]) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: given ? "" : "nothing" }, given || "none")),
  );
  return el("dl", { class: "facts" }, cells);
}

function shown(answer) {
  if (answer.value === null) return answer.how;
  if (Array.isArray(answer.value)) return answer.slot === "ages" ? answer.value.map(age).join(", ") : answer.value.join(", ");
  return typeof answer.value === "boolean" ? (answer.value ? "yes" : "no") : String(answer.value).replaceAll("_", " ");
}

const age = (months) => (months < 24 ? plural(months, "month") : months % 12 ? `${Math.floor(months / 12)} y ${months % 12} m` : `${months / 12} years`);

function heard(answers) {
  const rows = answers.map((answer) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, answer.slot.replaceAll("_", " ")),
      el("td", {}, shown(answer), el("span", { class: "how" }, answer.how, answer.words ? [": ", el("q", {}, answer.words)] : null)),
    ),
  );
  const heads = ["Question", "Answer, in their words"].map((name) => el("th", { scope: "col" }, name));
  return el("table", { class: "heard" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
}

function program(judged, open) {
  const reasons = judged.reasons.map((reason) =>
    el("li", {}, el("b", { class: reason.state }, STATES[reason.state]), el("span", {}, reason.words + (reason.hard || reason.state === "met" ? "" : " (a reason to ask, not to leave out)"))),
  );
  const covered = judged.covered_by ? el("li", {}, el("b", {}, "left out"), el("span", {}, "another program that fits does the same")) : null;
  return el(
    "li",
    {},
    el(
      "details",
      { open: open.has(judged.id), data: { program: judged.id } },
      el("summary", {}, el("span", { class: `badge ${judged.verdict}` }, VERDICTS[judged.verdict]), unseen(": "), el("span", {}, judged.name)),
      el("ul", { class: "reasons" }, reasons, covered),
    ),
  );
}

function programs(judged, finished) {
  const box = byId("programs");
  const open = new Set([...box.querySelectorAll("details[open]")].map((details) => details.dataset.program));
  const shownFirst = judged.filter((one) => one.verdict !== "no_fit");
  const rest = judged.filter((one) => one.verdict === "no_fit");
  return [
    finished ? null : el("p", { class: "hint" }, "So far, while questions are still open:"),
    shownFirst.length ? el("ul", { class: "programs" }, shownFirst.map((one) => program(one, open))) : el("p", { class: "none" }, "None fits."),
    rest.length
      ? el(
          "details",
          { class: "rest", open: open.has("rest"), data: { program: "rest" } },
          el("summary", {}, `${plural(rest.length, "program")} that may not fit`),
          el("ul", { class: "programs" }, rest.map((one) => program(one, open))),
        )
      : null,
  ].filter(Boolean);
}

const none = (words) => el("p", { class: "none" }, words);

export function show(phone) {
  const now = phone.session;
  const nothing = phone.opted_out ? "Nothing is stored of this phone, except that it opted out." : "Nothing is stored of this phone.";
  byId("now").replaceChildren(now ? facts(phone) : none(nothing));
  byId("answers").replaceChildren(now?.answers.length ? heard(now.answers) : none("Each answer, how it came, and the words it came in."));
  const judged = now?.programs.length ? programs(now.programs, now.status === "completed") : [none("Every program, with the reasons for and against.")];
  byId("programs").replaceChildren(...judged);
}

export function unknown(problem) {
  byId("now").replaceChildren(none(problem));
}
