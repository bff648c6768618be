// Keeps the first page of the inbox as it is: changes the lists when they changed, and keeps the place of who stands in them.
const lists = document.getElementById("lists");

document.addEventListener("live", ({ detail }) => {
  if (!detail.lists) return;
  const at = lists.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  lists.innerHTML = detail.lists;
  if (at) lists.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
});
