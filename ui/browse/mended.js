// Runs when the place is loaded where it is told what came of a mend: its button undoes it. `element` and `trigger` are
// given by gr.HTML.
element.addEventListener("click", (event) => {
  const undo = event.target.closest?.("button[data-undo]");
  if (!undo) return;
  trigger("undo_mend", { removal: undo.dataset.undo });
  const told = undo.closest(".mended");
  told.querySelector("span").textContent = told.dataset.busy;
  undo.hidden = true;
});
