// Dark or light, as the device is set; paper is light. In the head and not deferred, so that no page flashes in the wrong one.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const paper = window.matchMedia("print");
const wear = (theme) => document.documentElement.setAttribute("data-bs-theme", theme);
const follow = () => wear(dark.matches && !paper.matches ? "dark" : "light");
follow();
dark.addEventListener("change", follow);
paper.addEventListener("change", follow);
window.addEventListener("beforeprint", () => wear("light"));
window.addEventListener("afterprint", follow);
