// What a reader takes along: an answer as text with its sources, or the address that asks its thread again.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {  // no permission, or an address that the browser does not trust
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("#conversation .take");
  if (!button) return;
  event.preventDefault();
  let text = button.parentElement.querySelector(".clip").textContent;
  if (button.matches("a")) {
    const address = new URL(button.getAttribute("href"), location.origin + location.pathname);
    history.replaceState(null, "", address);
    text = address.href;
  }
  await copy(text);
  button.dataset.label ??= button.textContent;
  button.textContent = button.nextElementSibling.textContent;
  setTimeout(() => { button.textContent = button.dataset.label; }, 1600);
}, true);

// Once something else is asked or opened, the address no longer says what is shown.
function leaveAddress() {
  if (location.search) history.replaceState(null, "", location.pathname);
}
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#question button, #threads button.plain, .conversation-row button, #conversation .example")) leaveAddress();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("#question textarea")) leaveAddress();
}, true);
