// Saved as one types. The form says hx-post and data-autosave; the state is told in words in its [data-save-state].
const RETRY_MS = 5000;

function tell(form, state, text) {
  const place = form.querySelector("[data-save-state]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = text;
}

const formOf = (event) => event.detail.elt?.closest?.("form[data-autosave]");
const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form) tell(form, "saving", "Saving");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (!form || !event.detail.xhr?.status) return;
  const status = event.detail.xhr.status;
  // htmx calls 409 and 422 successful, because it shows their answers.
  if (status === 409) tell(form, "failed", "Not saved: somebody else changed it");
  else if (status === 422) tell(form, "failed", "Not saved: see the marked field");
  else if (event.detail.successful) tell(form, "saved", `Saved ${clock()}`);
  else tell(form, "failed", "Not saved: try again");
});

document.addEventListener("htmx:sendError", (event) => {
  const form = formOf(event);
  if (!form) return;
  tell(form, "failed", "No connection. Kept here, tried again by itself");
  setTimeout(() => form.isConnected && window.htmx.trigger(form, "autosave"), RETRY_MS);
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector('form[data-autosave] [data-save-state="failed"], form[data-autosave] [data-state="failed"]')) event.preventDefault();
});
