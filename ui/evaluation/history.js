// Runs when the list of earlier evaluations is loaded: a button opens one, two that are ticked are compared. `element`
// and `trigger` are given by gr.HTML.
const ticked = () => [...element.querySelectorAll("input:checked")].map((box) => box.value);

element.addEventListener("click", (event) => {
  const line = event.target.closest?.("button[data-run]");
  if (line) trigger("open_run", { run: line.dataset.run });
  if (!event.target.closest?.("button.compare")) return;
  const [first, second] = ticked();
  trigger("compare_runs", { first, second });
});

// A third tick takes the place of the first one that was set.
const order = [];
element.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox") return;
  if (event.target.checked) order.push(event.target.value);
  const present = order.filter((value, place) => ticked().includes(value) && order.lastIndexOf(value) === place);
  order.splice(0, order.length, ...present.slice(-2));
  for (const box of element.querySelectorAll("input:checked")) box.checked = order.includes(box.value);
  const compare = element.querySelector("button.compare");
  if (compare) compare.disabled = order.length !== 2;
});
