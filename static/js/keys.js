// Hands on the keyboard: "/" search, "?" help, "n" new, "g" and a letter go somewhere. Rows: see rows.js.
const GO_WITHIN_MS = 1200;
let goUntil = 0;

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") != null;

function openHelp() {
  document.getElementById("help")?.showModal();
}

function go(key) {
  const link = document.querySelector(`.rail-nav [data-key="${CSS.escape(key)}"]`);
  if (link) window.location.assign(link.href);
}

function focusSearch() {
  const field = document.querySelector("[data-search]");
  if (field) {
    field.focus();
    field.select();
    return;
  }
  const suppliers = document.querySelector('.rail-nav [data-key="s"]');
  if (suppliers) window.location.assign(`${suppliers.href}#search`);
}

const actions = {
  "/": focusSearch,
  "?": openHelp,
  n: () => document.querySelector("[data-new]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (goUntil > Date.now()) {
    goUntil = 0;
    event.preventDefault();
    go(event.key);
  } else if (event.key === "g") {
    goUntil = Date.now() + GO_WITHIN_MS;
  } else if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

if (window.location.hash === "#search") focusSearch();
