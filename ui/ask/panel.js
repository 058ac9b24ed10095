// Runs when the source panel is loaded. Markers and other links in the conversation lead to cards of this panel; a
// second click, and buttons on the cards, open the whole piece. `element`, `trigger` and `watch` are given by gr.HTML.
let wanted = null;  // the card to go to once the panel shows the turn it belongs to

// On a phone the panel is a sheet that comes from below, over the answer; the rest of the page waits meanwhile.
const low = matchMedia("(max-width: 56.2rem)");
let opener = null;  // what the sheet was opened by
const rest = () => document.querySelectorAll("#masthead, #tabs .tab-wrapper, #desk > *, #conversation-list, #tour");
const raised = () => element.closest("#room")?.classList.contains("with-sources");

function raise(by) {
  if (!low.matches) return;
  opener = by;
  element.closest("#room").classList.add("with-sources");
  for (const each of rest()) each.inert = true;
}

function lower() {
  if (!raised()) return;
  element.closest("#room").classList.remove("with-sources");
  for (const each of rest()) each.inert = false;
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

low.addEventListener("change", lower);
element.addEventListener("click", (event) => { if (event.target.closest?.("button.back")) lower(); });
document.addEventListener("click", (event) => {
  if (raised() && !event.target.closest?.("#side, dialog, a[href^='#source-']")) lower();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !raised() || document.querySelector("dialog[open]")) return;
  event.stopPropagation();
  lower();
}, true);

function goTo(place) {
  const panel = element.querySelector(".sources");
  const card = place && element.querySelector(`[data-place="${CSS.escape(place)}"]`);
  element.querySelectorAll(".card.chosen").forEach((other) => other.classList.remove("chosen"));
  (card || panel).scrollIntoView({ block: card ? "nearest" : "start", behavior: "smooth" });
  if (card) {
    card.classList.add("chosen");
    card.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#source-"]');
  if (!link) return;
  event.preventDefault();
  raise(link);
  const [turn, place] = link.getAttribute("href").slice("#source-".length).split("-");
  const card = place && document.getElementById(`source-${turn}-${place}`);
  if (card?.matches(".chosen")) {
    card.querySelector("button.whole")?.click();
  } else if (element.querySelector(".sources")?.dataset.turn === turn) {
    goTo(place);
  } else {
    wanted = { turn, place };
    triggerLast("show_turn", { turn: Number(turn) });
  }
});

// Below a list: more of it, or all of it as a table. The keyboard stays where it was, at the link or its last marker.
let lengthened = "";  // the turn of which more is listed
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a:is([href^="#more-"], [href^="#table-"])');
  if (!link) return;
  event.preventDefault();
  const [action, turn] = link.getAttribute("href").slice(1).split("-");
  if (action === "more") lengthened = turn;
  trigger(action === "more" ? "list_more" : "take_table", { turn: Number(turn) });
});

function focusOnLengthened(turn) {
  const links = document.querySelectorAll(`#conversation :is(a[href="#more-${turn}"], a[href^="#source-${turn}-"])`);
  links[links.length - 1]?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.whole[data-turn]");
  if (!button) return;
  triggerLast("open_article", { turn: Number(button.dataset.turn), place: Number(button.dataset.place) });
});

watch("value", () => {
  const shown = element.querySelector(".sources")?.dataset.turn;
  if (wanted && shown === wanted.turn) goTo(wanted.place);
  wanted = null;
  if (lengthened) setTimeout(focusOnLengthened, 100, lengthened);  // once the conversation is drawn
  lengthened = "";
});

// The conversation redraws its rows while an answer is written. Gradio labels each row with the HTML it was given,
// which a screen reader would spell out, and examples in English.
// The body is watched because the conversation may be loaded after this panel. A first question makes room for its
// sources at once (`begun`): nothing moves when the answer is there.
document.addEventListener("wenbao-asked", () => element.closest("#room")?.classList.add("begun"));
let asked = 0;
new MutationObserver(() => {
  const conversation = document.getElementById("conversation");
  if (!conversation) return;
  conversation.querySelectorAll("[data-testid][aria-label], .example[aria-label]")
    .forEach((labelled) => labelled.removeAttribute("aria-label"));
  // Gradio calls the examples a list, though it holds buttons.
  conversation.querySelector('.examples[role="list"]')?.removeAttribute("role");
  const questions = conversation.querySelectorAll(".user-row");
  if (asked && !questions.length) element.closest("#room")?.classList.remove("begun");
  asked = questions.length;
}).observe(document.body, { childList: true, subtree: true });
