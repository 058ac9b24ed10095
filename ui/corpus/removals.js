// Runs when the list of removals is loaded: its buttons undo them. `element` and `trigger` are given by gr.HTML.
element.addEventListener("click", (event) => {
  const removal = event.target.closest?.("button[data-removal]")?.dataset.removal;
  if (removal) trigger("undo_removal", { removal });
});
