// The small card at a marker in the conversation: shown while the marker is hovered or has the keyboard's focus, and
// while the card itself is hovered; Escape hides it. What it shows stands hidden below the answer (.peek).
const peek = document.createElement("div");
peek.id = "peek";
peek.hidden = true;
element.closest("#page").append(peek);
let peeked = null;  // the marker whose card is shown
let peekTimer = 0;

function showPeek(marker) {
  const place = marker.getAttribute("href").slice("#source-".length);
  const source = marker.closest(".reply")?.querySelector(`.peek.at-${place}`);
  if (!source) return;
  hidePeek();
  peek.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
  const opener = peek.querySelector("button.whole");
  if (opener) [opener.dataset.turn, opener.dataset.place] = place.split("-");
  peek.hidden = false;
  peeked = marker;
  marker.setAttribute("aria-describedby", "peek");
  const at = marker.getBoundingClientRect(), size = peek.getBoundingClientRect(), edge = 8;
  const below = at.bottom + edge + size.height <= innerHeight || at.top < size.height + edge;
  peek.style.left = `${Math.max(edge, Math.min(at.left - 24, document.documentElement.clientWidth - size.width - edge))}px`;
  peek.style.top = `${below ? at.bottom + edge : at.top - edge - size.height}px`;
}

function hidePeek() {
  clearTimeout(peekTimer);
  peek.hidden = true;
  peeked?.removeAttribute("aria-describedby");
  peeked = null;
}

function soon(action, milliseconds) {
  clearTimeout(peekTimer);
  peekTimer = setTimeout(action, milliseconds);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;  // a finger goes straight to the source
  const marker = event.target.closest?.("#conversation a.marker");
  if (marker) soon(() => showPeek(marker), 120);
  else if (event.target.closest?.("#peek")) clearTimeout(peekTimer);
  else if (peeked) soon(hidePeek, 250);
});
document.addEventListener("focusin", (event) => {
  const marker = event.target.closest?.("#conversation a.marker");
  if (marker?.matches(":focus-visible")) showPeek(marker);
  else if (!event.target.closest?.("#peek")) hidePeek();
});
document.addEventListener("focusout", (event) => {
  if (event.target === peeked && !event.relatedTarget?.closest?.("#peek")) soon(hidePeek, 100);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hidePeek(); });
document.addEventListener("click", (event) => { if (!event.target.closest?.("#peek")) hidePeek(); });
document.addEventListener("scroll", (event) => { if (event.target !== peek) hidePeek(); }, true);
