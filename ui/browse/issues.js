// Runs when the shelf is loaded: a page that is clicked is shown. `element` and `trigger` are given by gr.HTML.
element.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-page]");
  if (button) trigger("choose_page", { name: button.dataset.page });
});
