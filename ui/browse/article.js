// Runs when the place of the whole-piece view is loaded: shows each dialog that arrives, the cited words in sight, and
// what piece it is.
watch("value", () => {
  const dialog = element.querySelector("dialog");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const cited = dialog.querySelector(".cited");  // with the headline above it, where there is room for both
  if (cited?.getBoundingClientRect().bottom > dialog.getBoundingClientRect().bottom) cited.scrollIntoView({ block: "center" });
  nameInBar(dialog);
  // Emptied when closed, so that opening the same piece again is a change and shows it again.
  dialog.addEventListener("close", () => { props.value = ""; });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    const clipping = event.target.closest?.("button.clip-it");
    if (clipping) trigger("clip_piece", { id: clipping.dataset.clip });
    const asking = event.target.closest?.("button.ask-about");
    if (!asking) return;
    triggerLast("ask_about", { id: asking.dataset.piece });
    dialog.close();
    document.getElementById("ask-button")?.click();
    // The tab is drawn first; a box that is not shown takes no focus.
    setTimeout(() => document.querySelector("#question textarea")?.focus(), 100);
  });
});

// The bar names the piece while its headline is above what is in sight; the name lies over the text and moves nothing.
function nameInBar(dialog) {
  const named = dialog.querySelector(".bar .named");
  if (!named) return;
  const covered = dialog.querySelector(".bar").offsetHeight;
  new IntersectionObserver(([headline]) => { named.hidden = headline.isIntersecting; }, {
    root: dialog, rootMargin: `-${covered}px 0px 0px`,
  }).observe(dialog.querySelector("h2"));
}

// The pieces before and after it on the page.
element.addEventListener("click", (event) => {
  const button = event.target.closest?.(".neighbours button");
  if (button) triggerLast("open_piece", { id: button.dataset.piece });
});
