// A new question comes to the top of the conversation and stays there while its reply is written, so that a long one is
// read from its beginning; a notice, such as that it cannot be asked, is in sight as a whole. Whoever scrolls, presses or
// types meanwhile is left where they are, but for who presses to have it stopped. Where the question box grows or shrinks,
// what is in sight at the conversation's end stays so.
let newest = "";  // the last question, and which it is
let keeping = false, placing = 0;
let ended = true;  // whether the end of the conversation was in sight before

const log = () => document.querySelector("#conversation .bubble-wrap");
const lastRow = () => [...document.querySelectorAll("#conversation .message-row")].at(-1);

// How far the end of the conversation is below what can be seen of it: on a phone the question box, and the lines above
// it, lie over the page. Null while another tab is open.
function below() {
  const last = lastRow(), box = document.getElementById("question");
  if (!last || !log() || !box?.getClientRects().length) return null;
  const over = [...document.querySelectorAll("#question, #editing, #ask-chips")].filter((each) => each.getClientRects().length);
  const edge = Math.min(log().getBoundingClientRect().bottom, ...over.map((each) => each.getBoundingClientRect().top));
  return last.getBoundingClientRect().bottom - edge;
}

function toTheEnd() {
  const distance = below();
  if (distance > 0) (getComputedStyle(log()).overflowY === "visible" ? window : log()).scrollBy(0, distance);
}

function look() {
  const distance = below();
  if (distance !== null) ended = distance < 2;
}

function place() {
  placing = 0;
  if (keeping) {
    [...document.querySelectorAll("#conversation .user-row")].at(-1)?.scrollIntoView({ block: "start" });
    if (lastRow()?.querySelector(".reply.notice")) toTheEnd();
  }
  look();
}

for (const what of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  document.addEventListener(what, (event) => {
    keeping = Boolean(event.target.closest?.("#question .stop-button")) && (keeping || ended);
  }, { capture: true, passive: true });
}
document.addEventListener("scroll", look, { capture: true, passive: true });

const resized = new ResizeObserver(() => {
  if (keeping) return place();
  if (ended) toTheEnd();
  look();
});
let sized = [];  // what is observed: gradio may make it anew

function observe() {
  const present = [log(), document.getElementById("question")];
  if (present.every((each, number) => each === sized[number])) return;
  resized.disconnect();
  sized = present;
  for (const each of sized.filter(Boolean)) resized.observe(each);
}

// The body is watched because the conversation may be loaded after this script.
new MutationObserver((changes) => {
  observe();
  const conversation = document.getElementById("conversation");
  if (!conversation || !changes.some((change) => conversation.contains(change.target))) return;
  const questions = conversation.querySelectorAll(".user-row");
  const last = questions.length ? `${questions.length} ${questions[questions.length - 1].textContent}` : "";
  if (last !== newest) keeping = last !== "";
  newest = last;
  placing ||= requestAnimationFrame(place);
}).observe(document.body, { childList: true, subtree: true, characterData: true });
