// Runs when the place of the dialog is loaded in which a part of a plan is changed: the chips below replies, and the
// dialog that arrives for one. `element`, `props`, `trigger` and `watch` are given by gr.HTML.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a:is([href^="#plan-"], [href^="#change-"], [href^="#onward-"], [href^="#again-"])');
  if (!link) return;
  event.preventDefault();
  const [action, turn, part] = link.getAttribute("href").slice(1).split("-");
  const raised = { plan: "ask_without", change: "change_plan", onward: "ask_onward", again: "ask_again" }[action];
  triggerLast(raised, { turn: Number(turn), part });
});

// What is a button below a reply is a link there, as the conversation keeps no other; a button heeds the space bar, too.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.('#conversation a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
});

watch("value", () => {
  const dialog = element.querySelector("dialog");
  if (!dialog || dialog.open) return;
  const form = dialog.querySelector("form");
  dialog.showModal();
  (form.querySelector(".options input:checked") ?? form.querySelector("input, button"))?.focus();
  dialog.addEventListener("close", () => { props.value = ""; });  // so that the same part can be opened again
  dialog.addEventListener("click", (event) => {
    const added = event.target.closest("button.add");
    if (added || event.target === dialog || event.target.closest("button.close")) dialog.close();
    if (added) triggerLast("change_plan", { turn: Number(form.dataset.turn), part: added.dataset.part });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = {};
    for (const [name, value] of new FormData(form)) (values[name] ??= []).push(value);
    triggerLast("ask_changed", { turn: Number(form.dataset.turn), part: form.dataset.part, values });
    dialog.close();
  });
});
