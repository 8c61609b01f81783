// Ticks in a list: one by one, a range with Shift, the page, or all that the filter finds. "x" ticks the row one is on.
const formOf = (element) => element?.closest?.("form[data-many]");
const boxes = (form) => [...form.querySelectorAll('input[name="id"]')];
let last = null;

function tell(form) {
  const all = form.querySelector("[data-pick-all]")?.checked;
  const ticked = boxes(form).filter((box) => box.checked).length;
  form.classList.toggle("has-selection", all || ticked > 0);
  const place = form.querySelector("[data-selected]");
  const text = all ? "All selected" : ticked ? `${ticked} selected` : "";
  if (place && place.textContent !== text) place.textContent = text;
  const page = document.querySelector("[data-pick-page]");
  if (!page) return;
  page.checked = ticked > 0 && ticked === boxes(form).length;
  page.indeterminate = ticked > 0 && !page.checked;
}

function tick(form, picked, on) {
  for (const box of picked) box.checked = on;
  if (!on) form.querySelector("[data-pick-all]").checked = false;
  tell(form);
}

function between(form, one, other) {
  const all = boxes(form);
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return from < 0 ? [other] : all.slice(from, to + 1);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest('form[data-many] input[name="id"]');
  if (!box) return;
  const form = formOf(box);
  tick(form, event.shiftKey && last?.isConnected ? between(form, last, box) : [box], box.checked);
  last = box;
});

document.addEventListener("change", (event) => {
  const page = event.target.closest("[data-pick-page]");
  const all = event.target.closest("[data-pick-all]");
  const form = page ? document.querySelector("form[data-many]") : formOf(all);
  if (form) tick(form, boxes(form), (page ?? all).checked);
});

const rowOf = (element) => element?.closest?.("form[data-many] tbody tr");
const boxIn = (row) => row?.querySelector('input[name="id"]');

function extend(row, step) {
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  const [here, there] = [boxIn(row), boxIn(next)];
  if (!here || !there) return false;
  tick(formOf(here), [here, there], true);
  last = there;
  (document.activeElement === here ? there : next.querySelector(".row-link") ?? there).focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const row = rowOf(document.activeElement);
  if (!row) return;
  if (event.key === "x" && boxIn(row)) {
    tick(formOf(row), [boxIn(row)], !boxIn(row).checked);
    last = boxIn(row);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && event.shiftKey && extend(row, step)) event.preventDefault();
});

function look() {
  for (const form of document.querySelectorAll("form[data-many]")) tell(form);
}
document.addEventListener("htmx:afterSettle", look);
window.addEventListener("pageshow", look);
