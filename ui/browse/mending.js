// Runs when the place of the dialog is loaded in which a piece is mended: what is pressed is sent, and once the page is
// as it is then, the piece is in sight. `element`, `trigger` and `watch` are given by gr.HTML.
const dialog = () => element.querySelector("dialog");
let awaited = null;  // the page that is being mended, its split as it was, and a line of what is mended
const WAITED = 60000;  // milliseconds after which what was sent is taken for lost
const waits = () => Date.now() - Number(dialog()?.dataset.busy ?? 0) < WAITED;

function send(what) {
  const open = dialog();
  if (!open || open.dataset.busy) return;
  const { page, seen, piece, line } = open.dataset;
  const typed = Object.fromEntries(new FormData(open.querySelector("form")));
  open.dataset.busy = Date.now();
  open.querySelector(".busy").hidden = false;
  open.querySelector(".problem").textContent = "";
  for (const each of open.querySelectorAll("form :is(input, select, button), .rows button")) each.disabled = true;
  awaited = { page, seen, line: Number(what.line ?? line) };
  trigger("mend", { page, seen, piece, first: Number(line), typed, ...what });
}

element.addEventListener("submit", (event) => {
  event.preventDefault();
  send({ op: "say" });
});

element.addEventListener("click", (event) => {
  const cut = event.target.closest?.("button[data-cut]"), join = event.target.closest?.("button[data-join]");
  if (cut) send({ op: "cut", line: Number(cut.dataset.cut) });
  if (join) send({ op: "join", other: join.dataset.join });
  if (event.target === dialog() || event.target.closest?.("button.close")) dialog()?.close();
});

// What comes of a mend is drawn in its dialog. One that is left meanwhile comes back in the place of the next one, which
// would be drawn over.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("button[data-mend]") || !waits()) return;
  event.stopPropagation();
  dialog().showModal();
}, true);

// One stop of the Tab key for all rows; the arrows go from one to the next.
function stopAt(button) {
  for (const each of element.querySelectorAll(".rows button")) each.tabIndex = each === button ? 0 : -1;
}
element.addEventListener("focusin", (event) => {
  if (event.target.matches(".rows button")) stopAt(event.target);
});
element.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".rows button")) return;
  const all = [...element.querySelectorAll(".rows button")], place = all.indexOf(event.target);
  const steps = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1 };
  const next = all[steps[event.key]];
  if (!(event.key in steps)) return;
  event.preventDefault();
  next?.focus();
});

watch("value", () => {
  const open = dialog();
  if (!open || open.open) return;
  awaited = null;
  const sought = [".doubtful button", ".line button", ".rows button"].map((each) => open.querySelector(each));
  const first = sought.find(Boolean);
  if (first) stopAt(first);
  open.showModal();
  open.addEventListener("close", () => { if (!waits()) props.value = ""; });  // so that it can be opened again
  if (open.querySelector(".problem").textContent.trim()) open.querySelector("input").focus();
  else (first ?? open.querySelector("input")).focus();
  // The headline and the kind above the lines are to be found, too: nothing moves where the piece is in sight.
  const doubtful = open.querySelector(".doubtful");
  (doubtful ?? open.querySelector(".line"))?.scrollIntoView({ block: doubtful ? "center" : "nearest" });
});

// The page is drawn anew after a mend, the list and what came of it by themselves.
function show() {
  const paper = document.querySelector("#paper .paper"), told = document.querySelector("#mended .mended");
  const former = told && paper && told.dataset.page !== paper.dataset.page;
  if (told && told.hidden !== former) told.hidden = former;
  if (!awaited || waits() || !paper || paper.dataset.page !== awaited.page || paper.dataset.seen === awaited.seen) return;
  const { line } = awaited;
  awaited = null;
  const run = [...paper.querySelectorAll(".run[data-first]")].find(
    (each) => Number(each.dataset.first) <= line && line <= Number(each.dataset.last));
  if (!run) return;
  run.classList.add("just-mended");
  // After the list has been put back to its beginning, as a page that was turned to.
  setTimeout(() => {
    run.scrollIntoView({ block: "center" });
    run.querySelector("button.mend")?.focus({ preventScroll: true });
  }, 60);
}
new MutationObserver(show).observe(element.closest("#reading"), { childList: true, subtree: true });
