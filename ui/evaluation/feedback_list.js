// Runs when the list of readers' feedback is loaded, and when the place of what is taken along is: a button makes an entry
// a question; a file is saved, and its place emptied. `element`, `props`, `trigger` and `watch` are given by gr.HTML.
element.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-entry]");
  if (button) triggerLast("make_question", { entry: button.dataset.entry });
});

watch("value", () => {
  const file = element.querySelector(".file");
  if (!file) return;
  const bytes = Uint8Array.from(atob(file.dataset.content), (character) => character.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/x-ndjson" }));
  link.download = file.dataset.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  props.value = "";
});
