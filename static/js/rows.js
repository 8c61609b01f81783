// Tables: the whole row opens its link, j and k walk from row to row.
const links = () => [...document.querySelectorAll(".table .row-link")].filter((link) => link.offsetParent);

function walk(step) {
  const all = links();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
  all[next].focus();
  all[next].closest("tr").scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const row = event.target.closest(".table tbody tr");
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, summary, details")) return;
  if (window.getSelection()?.toString()) return;
  const link = row.querySelector(".row-link");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
});

// Leaving the search field asks for nothing that typing has not asked for already: the rows stay as they are.
document.addEventListener("change", (event) => event.target.matches("[data-search]") && event.stopPropagation(), true);

// The address of a filtered list names only what filters.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  const given = event.detail.parameters;
  for (const name of Object.keys(given)) if (given[name] === "") delete given[name];
});
