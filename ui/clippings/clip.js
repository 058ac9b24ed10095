// Part of what runs when the source panel is loaded: a source beside an answer, or a whole answer, is clipped.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#sources button.clip-it"), link = event.target.closest?.('a[href^="#clip-"]');
  if (link) event.preventDefault();
  if (button) trigger("clip", { turn: Number(button.dataset.turn), place: Number(button.dataset.place) });
  if (link) trigger("clip", { turn: Number(link.getAttribute("href").slice("#clip-".length)) });
});
