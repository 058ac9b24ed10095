// Runs when the place of what is taken along is loaded: a file is saved, a page is printed, and the place emptied, so
// that the same conversation can be taken again. `element`, `props` and `watch` are given by gr.HTML.
watch("value", () => {
  const file = element.querySelector(".file");
  const frame = element.querySelector("iframe");
  if (file) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.textContent], { type: `${file.dataset.type};charset=utf-8` }));
    link.download = file.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    props.value = "";
  }
  if (frame && !frame.dataset.printed) {
    frame.dataset.printed = "yes";
    const print = () => {
      frame.contentWindow.addEventListener("afterprint", () => { props.value = ""; });
      frame.contentWindow.print();
    };
    if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.querySelector("h1")) print();
    else frame.addEventListener("load", print, { once: true });
  }
});

// What can be done with a conversation is off while it is empty: there is nothing to leave or take along.
const controls = () => document.querySelectorAll("#page-new, #page-markdown, #page-print");
new MutationObserver(() => {
  const empty = !document.querySelector("#conversation .user-row");
  for (const each of controls()) if (each.disabled !== empty) each.disabled = empty;
}).observe(document.body, { childList: true, subtree: true });
