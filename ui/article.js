// Runs when the place of the whole-piece view is loaded: shows each dialog that arrives, the cited words in sight.
watch("value", () => {
  const dialog = element.querySelector("dialog");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const cited = dialog.querySelector(".cited");
  if (cited) cited.scrollIntoView({ block: "center" });
  // Emptied when closed, so that opening the same piece again is a change and shows it again.
  dialog.addEventListener("close", () => { props.value = ""; });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
});
