// Small helpers for building the page. Text is always set as text, never as markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const { class: className, data, hushed, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  if (className) node.className = className;
  if (hushed) node.setAttribute("aria-hidden", "true"); // not read aloud
  Object.assign(node.dataset, data);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const unseen = (text) => el("span", { class: "unseen" }, text);

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

export function printed(number) {
  const found = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return found ? `(${found[1]}) ${found[2]}-${found[3]}` : number;
}

// What a reply costs: "2 segments · 214 characters · GSM-7".
export function cost(reply) {
  const encoding = reply.outside ? `UCS-2 (${[...reply.outside].slice(0, 6).join(" ")})` : "GSM-7";
  return [plural(reply.segments, "segment"), plural(reply.characters, "character"), encoding].join(" · ");
}
