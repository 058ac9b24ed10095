// Runs when the table of pages is loaded: boxes choose pages, a button asks for their removal, another one for the form
// of a page. `element`, `trigger` and `watch` are given by gr.HTML.
const boxes = () => [...element.querySelectorAll("input[data-page]")];

function count() {
  const bar = element.querySelector(".choice");
  if (!bar) return;
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  bar.querySelector(".chosen").textContent = bar.querySelector(".chosen").dataset.form.replace("{count}", chosen);
  bar.querySelector(".remove").disabled = !chosen;
  const whole = element.querySelector("input.all");
  whole.checked = chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
}

element.addEventListener("change", (event) => {
  if (event.target.matches("input.all")) boxes().forEach((box) => { box.checked = event.target.checked; });
  count();
});

element.addEventListener("click", (event) => {
  const edit = event.target.closest?.("button.edit");
  if (edit) triggerLast("edit_page", { page: edit.dataset.edit });
  if (!event.target.closest?.("button.remove")) return;
  const names = boxes().filter((box) => box.checked).map((box) => box.dataset.page);
  if (names.length) triggerLast("remove_pages", { names });
});

// Gradio changes the rows in place, which would leave boxes of former pages ticked.
watch("value", () => {
  boxes().forEach((box) => { box.checked = false; });
  count();
});
count();

// Gradio words the place where files are dropped in the browser's language, not in the page's, and is told no forms: it
// would refuse the others without a sentence. It makes that place anew after each change.
new MutationObserver(() => {
  const place = document.querySelector("#corpus-files button");
  const hint = document.querySelector("#corpus-hint .corpus-drop");
  if (!place || !hint || place.ariaLabel === hint.textContent) return;
  place.ariaLabel = hint.textContent;
  const input = place.querySelector("input[type=file]");
  if (input) input.accept = hint.dataset.forms;
}).observe(document.body, { childList: true, subtree: true });
