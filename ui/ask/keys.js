// The keyboard: "/" goes to the question box, arrows from citation to citation, Escape back to where one came from.
let cameFrom = null;  // the marker that led to the panel

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('#conversation a[href^="#source-"]');
  if (link) cameFrom = link;
}, true);

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = target.matches?.("input, textarea, select, [contenteditable='true']");
  if (event.key === "/" && !typing) {
    const box = document.querySelector("#question textarea");
    if (!box?.offsetParent) return;  // another tab is open
    event.preventDefault();
    box.focus();
  } else if (event.key === "Escape") {
    if (target.closest?.("#sources") && cameFrom?.isConnected) cameFrom.focus();
  } else if (event.key.startsWith("Arrow") && !typing) {
    const step = ["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : -1;
    const among = target.closest?.(".reply") ? "#conversation .reply a.marker"
      : target.closest?.("#sources .card") ? "#sources .card" : "";
    if (!among) return;
    event.preventDefault();
    goAlong([...document.querySelectorAll(among)], target, step);
  }
});

function goAlong(places, from, step) {
  const here = places.findIndex((place) => place.contains(from));
  const after = places.findIndex((place) => from.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  const before = after < 0 ? places.length - 1 : after - 1;
  const next = places[here >= 0 ? here + step : step > 0 ? after : before];
  if (!next) return;
  next.focus({ focusVisible: true });
  next.scrollIntoView({ block: "nearest" });
  if (!next.matches(".card")) return;
  document.querySelectorAll("#sources .card.chosen").forEach((card) => card.classList.remove("chosen"));
  next.classList.add("chosen");
}
