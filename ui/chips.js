// Runs when a line of chips is loaded: a chip that is clicked takes away what it says. `element` and `trigger` are
// given by gr.HTML.
element.addEventListener("click", (event) => {
  const chip = event.target.closest?.("button[data-field]");
  if (chip) trigger("drop", { field: chip.dataset.field, place: Number(chip.dataset.place) });
});
