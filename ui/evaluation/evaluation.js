// Runs when the list of questions is loaded: a click opens a question, and coming back leads to where it was. `element`
// and `trigger` are given by gr.HTML.
let last = null;

element.addEventListener("click", (event) => {
  const line = event.target.closest?.("button[data-number]");
  if (!line) return;
  last = line.dataset.number;
  triggerLast("open_question", { number: Number(last) });
});

// The opened question is read from its beginning; Gradio shows and hides columns by making them anew.
new MutationObserver(() => {
  const opened = document.querySelector("#eval-detail article");
  if (opened && opened.offsetParent && !opened.dataset.seen) {
    opened.dataset.seen = "yes";
    opened.focus({ preventScroll: true });
    document.querySelector("#eval-question").scrollIntoView({ block: "start" });
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style"] });

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#eval-back")) return;
  const wait = (tries) => setTimeout(() => {
    const line = document.querySelector(`#eval-lines button[data-number="${last}"]`);
    if (line && line.offsetParent) line.focus();
    else if (tries) wait(tries - 1);
  }, 50);
  wait(40);
});
