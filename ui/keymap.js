// Runs in the head of each page: "?" opens the map of the keys, and so does its button in the masthead.
{
  const map = () => document.getElementById("keymap");

  function open() {
    document.getElementById("look")?.hidePopover();
    map()?.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable='true']")) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("button.keymap")) open();
    if (event.target === map()) map().close();  // beside the sheet
  });
}
