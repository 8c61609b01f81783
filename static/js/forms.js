// Forms: sent once, unsaved changes are not lost by accident, the eye goes to what is wrong.
const dirty = new Set();

const isPost = (form) => form.method === "post";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!isPost(form) || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  dirty.delete(form);
  if (form.hasAttribute("hx-post") || form.hasAttribute("data-repeat")) return;
  form.dataset.sent = "1";
  // After the browser has read which button was pressed.
  setTimeout(() => {
    (event.submitter ?? form.querySelector("[type=submit]"))?.setAttribute("aria-busy", "true");
  });
});

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}
window.addEventListener("pageshow", (event) => event.persisted && release());

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-guard")) dirty.add(form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

function lookAtErrors() {
  const place = document.querySelector("[data-focus]");
  if (!place) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]") && lookAtErrors());
lookAtErrors();

// A link of the error summary focuses its field, also inside a folded part.
document.addEventListener("click", (event) => {
  const link = event.target.closest('.error-summary a[href^="#"], .conflict a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") ?? field).focus();
});
