// The form for a text: words to begin with, and what the text costs while it is written.
import { plain, segments } from "./segments.js";

const form = document.querySelector(".acts-write");

if (form) {
  const words = form.querySelector("#text-words");
  const language = form.querySelector("#text-language");
  const template = form.querySelector("#text-template");
  const cost = form.querySelector("#text-cost");
  const length = form.querySelector(".acts-length");
  const most = Number(form.dataset.most);
  let begun = "";

  const count = () => {
    const text = plain(words.value, Boolean(form.dataset.gsm7Only));
    const parts = segments(text);
    const size = [...text].length;
    const told = size > most ? "Too long to be sent." : parts === 0 ? "" : parts === 1 ? "Costs 1 text." : `Costs ${parts} texts.`;
    if (cost.textContent !== told) cost.textContent = told; // read aloud only when it changes
    length.textContent = text ? `${size} of ${most} characters` : "";
    cost.classList.toggle("acts-over", size > most);
  };

  // What was written by hand stays: words to begin with take the place of others like them only.
  const begin = () => {
    const chosen = template.selectedOptions[0].dataset[language.value] ?? "";
    if (words.value.trim() === begun) words.value = chosen;
    else if (chosen) words.value = `${words.value.trimEnd()}\n${chosen}`;
    begun = words.value.trim() === chosen ? chosen : "\0";
    count();
  };

  form.querySelector(".acts-templates").hidden = false;
  template.addEventListener("change", begin);
  language.addEventListener("change", () => { words.lang = language.value; if (template.value && words.value.trim() === begun) begin(); });
  words.addEventListener("input", count);
  words.lang = language.value;
  count();
}
