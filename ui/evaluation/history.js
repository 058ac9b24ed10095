// Runs when the list of earlier evaluations is loaded: a button opens one, two that are ticked are compared. `element`,
// `trigger` and `watch` are given by gr.HTML.
const ticked = () => [...element.querySelectorAll("input:checked")].map((box) => box.value);

element.addEventListener("click", (event) => {
  const line = event.target.closest?.("button[data-run]");
  if (line) triggerLast("open_run", { run: line.dataset.run });
  if (!event.target.closest?.("button.compare")) return;
  const [first, second] = ticked();
  triggerLast("compare_runs", { first, second });
});

// A third tick takes the place of the first one that was set.
const order = [];
function look() {
  const present = [...new Set([...order.filter((value) => ticked().includes(value)), ...ticked()])].slice(-2);
  order.splice(0, order.length, ...present);
  for (const box of element.querySelectorAll("input:checked")) box.checked = order.includes(box.value);
  const compare = element.querySelector("button.compare");
  if (compare) compare.disabled = order.length !== 2;
}
element.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox") return;
  const place = order.indexOf(event.target.value);
  if (place >= 0) order.splice(place, 1);
  if (event.target.checked) order.push(event.target.value);
  look();
});
watch("value", look);  // what was ticked stays so where the list is drawn anew
