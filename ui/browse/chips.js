// Runs when a line of chips is loaded: a chip that is clicked takes away what it says. `element` and `trigger` are
// given by gr.HTML.
element.addEventListener("click", (event) => {
  const chip = event.target.closest?.("button[data-field]");
  if (chip) trigger("drop", { field: chip.dataset.field, place: Number(chip.dataset.place) });
});

// On a phone the question box lies over the page and grows with its lines: what stands above it has to know how high it
// is, and so has the page's end. The body is watched because the box may be loaded later.
if (element.closest("#ask-chips")) {
  const told = new ResizeObserver(([box]) => {
    const height = box.borderBoxSize[0].blockSize;
    if (height) document.documentElement.style.setProperty("--asking-height", `${Math.ceil(height)}px`);
  });
  let box = null;
  function find() {
    const present = document.getElementById("question");
    if (present === box) return;
    told.disconnect();
    box = present;
    if (box) told.observe(box);
  }
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();
}
