// The drop zone: shows what was chosen, lights up under a file, opens the camera of a phone.
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function show(zone) {
  const input = zone.querySelector("input[type=file]");
  const place = zone.querySelector("[data-drop-name]");
  const files = [...(input?.files ?? [])];
  zone.classList.toggle("has-file", files.length > 0);
  if (place) place.textContent = files.map((file) => `${file.name}, ${size(file.size)}`).join(" · ");
}

document.addEventListener("change", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (zone) show(zone);
});

for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    event.target.closest?.("[data-drop]")?.classList.toggle("is-over", over);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-camera]");
  const input = button?.closest("[data-drop]").querySelector("input[type=file]");
  if (!input) return;
  input.setAttribute("capture", "environment");
  input.click();
  setTimeout(() => input.removeAttribute("capture"), 500);
});

for (const zone of document.querySelectorAll("[data-drop]")) show(zone);
