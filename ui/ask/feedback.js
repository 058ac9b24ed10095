// Runs when the place below the conversation is loaded: thumbs in the bubbles and the note. `element`, `props`,
// `trigger` and `watch` are given by gr.HTML.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#feedback-"]');
  if (!link) return;
  event.preventDefault();
  const [turn, thumb] = link.getAttribute("href").slice("#feedback-".length).split("-");
  trigger("judge", { turn: Number(turn), thumb });
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { conversation, turn, thumb } = event.target.dataset;
  const note = event.target.querySelector("textarea").value;
  if (note.trim()) trigger("annotate", { conversation, turn: Number(turn), thumb, note });
  else props.value = "";
});

element.addEventListener("click", (event) => {
  if (event.target.closest?.("button.close")) props.value = "";
  const form = event.target.closest?.("button.lead") && event.target.closest("form");
  if (form) trigger("make_question", { conversation: form.dataset.conversation, turn: Number(form.dataset.turn) });
});

watch("value", () => element.querySelector(".note")?.scrollIntoView({ block: "nearest" }));
