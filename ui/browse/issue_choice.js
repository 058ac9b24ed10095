// Runs when the place of the dialog is loaded in which issues are ticked. `element`, `props`, `trigger` and `watch` are
// given by gr.HTML.
watch("value", () => {
  const dialog = element.querySelector("dialog");
  if (!dialog || dialog.open) return;
  const form = dialog.querySelector("form");
  const choose = (pages) => {
    triggerLast("choose_issues", { pages });
    dialog.close();
  };
  dialog.showModal();
  (form.querySelector("input:checked") ?? form.querySelector("input, button"))?.focus();
  dialog.addEventListener("close", () => { props.value = ""; });  // so that it can be opened again
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("button.close")) dialog.close();
    if (event.target.closest("button.all")) choose([]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(new FormData(form).getAll("page"));
  });
});
