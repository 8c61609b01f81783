// Good news leaves by itself after a while; warnings and errors stay where they are until they are closed.
const STAY_MS = 6000;

function closable(message) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "message-close";
  button.setAttribute("aria-label", "Close");
  button.textContent = "×";
  button.addEventListener("click", () => message.remove());
  message.append(button);
}

function toast(message) {
  let place = document.querySelector(".toasts");
  if (!place) {
    place = Object.assign(document.createElement("div"), { className: "toasts" });
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.append(message);
  let timer = setTimeout(() => message.remove(), STAY_MS);
  message.addEventListener("pointerenter", () => clearTimeout(timer));
  message.addEventListener("pointerleave", () => (timer = setTimeout(() => message.remove(), STAY_MS)));
}

for (const message of document.querySelectorAll("[data-messages] .message")) {
  closable(message);
  if (message.matches(".message-success, .message-info")) toast(message);
}

// A response can say HX-Trigger: {"toast": {"text": "…", "level": "success"}}.
document.addEventListener("toast", (event) => {
  const message = document.createElement("div");
  message.className = `message message-${event.detail.level ?? "info"}`;
  message.append(Object.assign(document.createElement("div"), { textContent: event.detail.text }));
  closable(message);
  toast(message);
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt?.closest?.("form[data-autosave]")) return;
  const text = event.detail.xhr.status === 403 ? "You may not do this." : "That did not work. Nothing was changed; try again.";
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
});
