// Runs in the head of each page, before every other script: keys that belong to an input method, which chooses and
// commits characters with Enter, Escape, arrows and blanks, reach no script of the page, ours or gradio's. Safari tells
// such a key by its code alone, after the composition has ended. The browser itself still acts on them.
for (const kind of ["keydown", "keypress", "keyup"]) {
  window.addEventListener(kind, (event) => {
    if (event.isComposing || event.keyCode === 229 || event.key === "Process") event.stopImmediatePropagation();
  }, true);
}
