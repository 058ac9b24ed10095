// Runs when the line above the question box is loaded that says that the last question is edited: the question goes into
// the box, and out of it where it is edited no more. `element`, `props`, `trigger` and `watch` are given by gr.HTML.
const box = () => document.querySelector("#question textarea");
const ELSEWHERE = "#page-new, .conversation-row:not([data-current]) .open, .conversation-row[data-current] .delete";
const editing = () => element.querySelector(".editing");

function fill(text) {
  // By the element's own setter, so that the page notices.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), text);
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

function leave() {
  fill("");
  triggerLast("leave");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('#conversation a[href^="#edit-"]');
  if (!link) {
    // Another conversation has another last question.
    if (editing() && event.target.closest?.(ELSEWHERE)) leave();
    return;
  }
  event.preventDefault();
  if (editing()) box().focus();
  else triggerLast("edit", { turn: Number(link.getAttribute("href").slice("#edit-".length)) });
});

element.addEventListener("click", (event) => {
  if (!event.target.closest?.("button")) return;
  leave();
  box().focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !editing() || event.target !== box()) return;
  event.preventDefault();
  leave();
});

document.addEventListener("wenbao-asked", () => { props.value = ""; });  // raised when a question is sent

watch("value", () => {
  if (!editing()) return;
  fill(editing().dataset.question);
  box().focus();
});
