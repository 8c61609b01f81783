// Dialogs and small menus. <button data-open="id"> opens a dialog, [data-close] closes it, a click beside it too.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    opener.closest("details[data-menu]")?.removeAttribute("open");
    document.getElementById(opener.dataset.open)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// <form data-confirm="Words"> or <button data-confirm>: asks once more in a dialog of our own.
let asked = null;

function ask(text, button) {
  const dialog = document.createElement("dialog");
  const foot = Object.assign(document.createElement("div"), { className: "dialog-foot" });
  const body = Object.assign(document.createElement("p"), { className: "dialog-body", textContent: text });
  const no = Object.assign(document.createElement("button"), { className: "btn", textContent: "Leave it", type: "button" });
  const yes = Object.assign(document.createElement("button"), { className: "btn btn-primary", textContent: button, type: "button" });
  foot.append(no, yes);
  dialog.append(body, foot);
  dialog.setAttribute("aria-label", text);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    no.onclick = () => dialog.close();
    yes.onclick = () => dialog.close("yes");
    dialog.onclose = () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    };
  });
}

document.addEventListener(
  "submit",
  async (event) => {
    const source = event.submitter?.dataset.confirm ? event.submitter : event.target;
    const text = source.dataset?.confirm;
    if (!text || asked === event.target) {
      asked = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target;
    const button = event.submitter;
    if (await ask(text, button?.textContent.trim() || "Yes")) {
      asked = form;
      form.requestSubmit(button ?? undefined);
    }
  },
  true,
);
