// Runs when the place of a page's view is loaded: headlines and turns to other pages open the whole piece, the slim column leads to its run in
// the list. `element`, `trigger` and `watch` are given by gr.HTML.
element.addEventListener("click", (event) => {
  const headline = event.target.closest?.("button[data-piece]");
  if (headline) trigger("open_piece", { id: headline.dataset.piece });
  const part = event.target.closest?.(".map a");
  if (!part) return;
  event.preventDefault();
  const run = element.querySelector(part.getAttribute("href"));
  run.scrollIntoView({ block: "center", behavior: "smooth" });
  run.querySelector("button")?.focus({ preventScroll: true });
});

// Gradio changes the list in place, which would keep the former page's position.
watch("value", () => { element.querySelector(".runs")?.scrollTo(0, 0); });

// Gradio opens its list of choices again at every key, even at the Tab that has just left it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && event.target.closest?.("#choice")) event.stopPropagation();
}, true);
