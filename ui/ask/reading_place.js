// A new question comes to the top of the conversation and stays there while its reply is written, so that a long one is
// read from its beginning. Whoever scrolls, presses or types meanwhile is left where they are.
let newest = "";  // the last question, and which it is
let keeping = false, placing = 0;

function place() {
  placing = 0;
  if (keeping) [...document.querySelectorAll("#conversation .user-row")].at(-1)?.scrollIntoView({ block: "start" });
}

for (const what of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  document.addEventListener(what, () => { keeping = false; }, { capture: true, passive: true });
}

// The body is watched because the conversation may be loaded after this script.
new MutationObserver((changes) => {
  const conversation = document.getElementById("conversation");
  if (!conversation || !changes.some((change) => conversation.contains(change.target))) return;
  const questions = conversation.querySelectorAll(".user-row");
  const last = questions.length ? `${questions.length} ${questions[questions.length - 1].textContent}` : "";
  if (last !== newest) keeping = last !== "";
  newest = last;
  if (keeping) placing ||= requestAnimationFrame(place);
}).observe(document.body, { childList: true, subtree: true, characterData: true });
