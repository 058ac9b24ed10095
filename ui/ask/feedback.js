// Runs when the place is loaded where a thumb is answered. What it says is shown below the rated answer: a copy stands in
// its bubble, since the bubble is the chat's own and drawn anew when a question follows. `element`, `props`, `trigger` and
// `watch` are given by gr.HTML.
let place = null;  // the copy's

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#feedback-"]');
  if (!link) return;
  event.preventDefault();
  const [turn, thumb] = link.getAttribute("href").slice("#feedback-".length).split("-");
  trigger("judge", { turn: Number(turn), thumb });
});

const reply = (turn) =>
  document.querySelector(`#conversation a.thumb[href="#feedback-${turn}-up"]`)?.closest(".reply");

function leave() {
  place?.remove();
  place = null;
  props.value = "";
}

function submit(event) {
  event.preventDefault();
  const { conversation, turn, thumb } = event.target.dataset;
  const note = event.target.querySelector("textarea").value;
  if (note.trim()) trigger("annotate", { conversation, turn: Number(turn), thumb, note });
  else leave();
}

function press(event) {
  if (event.target.closest?.("button.close")) leave();
  const form = event.target.closest?.("button.lead") && event.target.closest("form");
  if (form) triggerLast("make_question", { conversation: form.dataset.conversation, turn: Number(form.dataset.turn) });
}

// Whether another conversation is open: it may have an answer at the same place.
function elsewhere() {
  const open = document.querySelector(".conversation-row[data-current]")?.dataset.id;
  return Boolean(open) && open !== place.dataset.conversation;
}

// Puts the copy where it belongs, if it is not there; whether there is such a place.
function put() {
  const own = reply(place.dataset.turn);
  if (!own || elsewhere()) return false;
  if (place.parentElement === own) return true;
  const focused = place.contains(document.activeElement) ? document.activeElement : place.focused;
  own.append(place);
  focused?.focus();
  return true;
}

watch("value", () => {
  const told = element.querySelector(".note");
  if (!told) return;
  const { turn, conversation } = told.dataset;
  place?.remove();
  place = document.createElement("div");
  place.className = "feedback-place";
  Object.assign(place.dataset, { turn, conversation });
  place.append(told.cloneNode(true));
  place.addEventListener("submit", submit);
  place.addEventListener("click", press);
  place.addEventListener("focusin", (event) => { place.focused = event.target; });
  place.addEventListener("focusout", (event) => { if (place && event.relatedTarget) place.focused = null; });
  if (put()) place.scrollIntoView({ block: "nearest" });
});

new MutationObserver(() => {
  if (place && !place.isConnected && !put() && elsewhere()) leave();
}).observe(document.body, { childList: true, subtree: true });
