// On a narrow screen a row of tabs is wider than the page: the one that is open is scrolled to, so that it is seen.
for (const tabs of document.querySelectorAll(".tabs")) {
  const open = tabs.querySelector("[aria-current]");
  if (open && tabs.scrollWidth > tabs.clientWidth) {
    tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
  }
}
