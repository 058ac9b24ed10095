// Runs when the place of a page's view is loaded: headlines and turns to other pages open the whole piece, the slim column leads to its run in
// the list. `element`, `trigger` and `watch` are given by gr.HTML.
element.addEventListener("click", (event) => {
  const headline = event.target.closest?.("button[data-piece]");
  if (headline) triggerLast("open_piece", { id: headline.dataset.piece });
  if (event.target.closest?.("button[data-leave]")) triggerLast("leave", {});
  const order = event.target.closest?.("button[data-order]")?.dataset.order;
  if (order) triggerLast("sort_found", { order });
  act(event.target);
  const part = event.target.closest?.(".map a");
  if (!part) return;
  event.preventDefault();
  const run = element.querySelector(part.getAttribute("href"));
  run.scrollIntoView({ block: "center", behavior: "smooth" });
  run.querySelector("button")?.focus({ preventScroll: true });
});

// What mends the page, and the way from one doubtful run to the next: on this page, else on the next one that has any.
let seeking = false;
function act(target) {
  const { page, seen } = element.querySelector(".paper")?.dataset ?? {};
  const mend = target.closest?.("button[data-mend]"), edit = target.closest?.("button[data-edit]");
  if (mend) triggerLast("mend_piece", { page, seen, piece: mend.dataset.mend });
  if (edit) triggerLast("edit_page", { page: edit.dataset.edit });
  if (!target.closest?.("button.next-doubt")) return;
  if (toDoubt(element.querySelector(".run.at-doubt"))) return;
  seeking = true;
  triggerLast("next_doubtful", { page });
}

function toDoubt(former) {
  const runs = [...element.querySelectorAll(".run:has(.doubt)")];
  const next = runs[runs.indexOf(former) + 1];
  former?.classList.remove("at-doubt");
  if (!next) return false;
  next.classList.add("at-doubt");
  next.scrollIntoView({ block: "center", behavior: "smooth" });
  next.querySelector("button.mend, button.open")?.focus({ preventScroll: true });
  return true;
}

// A visitor who comes back finds the page where they were, as long as it is there.
const PAGE = "wenbao-page";
let former = null;
try { former = localStorage.getItem(PAGE); } catch { /* the newest issue, as at a first visit */ }
function goBack() {
  const shown = element.querySelector(".paper")?.dataset.page;
  if (!former || !shown) return;
  if (shown !== former) triggerLast("go_back", { name: former });
  former = null;
}

// The shelf marks the page that is shown, and has it in sight. Both are drawn again at any time, and the shelf may be
// loaded later.
let marking = 0, marked = null, sought = null;
function mark() {
  marking = 0;
  const paper = element.querySelector(".paper"), shown = paper?.dataset.page;
  goBack();
  const shelf = document.getElementById("shelf");
  if (shelf?.querySelector(".issues") && shown && shown !== marked) {  // another page than before
    sought = shown;
    if (!isAt(shelf, paper.dataset)) triggerLast("follow_shelf", { name: shown });
    marked = shown;
  }
  try { if (shown && !former) localStorage.setItem(PAGE, shown); } catch { /* for this visit alone */ }
  document.querySelectorAll("#shelf button[data-page]").forEach((button) => {
    if (button.dataset.page === shown) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
  if (sought && sought === shown && isAt(shelf, paper.dataset)) bringIntoSight(shelf);
}

// Whether the shelf lists the page and its calendar stands at the page's month.
function isAt(shelf, { page, month }) {
  const calendar = shelf.querySelector(".calendar")?.dataset.shown;
  return shelf.querySelector(`button[data-page="${CSS.escape(page)}"]`) && (!month || !calendar || month === calendar);
}

// Within what scrolls there alone: the rest of the page stays where it is.
function bringIntoSight(shelf) {
  const button = shelf.querySelector("[aria-current]");
  if (!button) return;
  sought = null;
  for (const frame of [shelf, shelf.querySelector(".issues > ol")]) {
    const outer = frame.getBoundingClientRect(), own = button.getBoundingClientRect();
    frame.scrollTop += Math.min(0, own.top - outer.top - 8) || Math.max(0, own.bottom - outer.bottom + 8);
    if (own.left < outer.left || own.right > outer.right) {  // to where the list snaps to
      frame.scrollLeft += button.closest(".issue").getBoundingClientRect().left - outer.left;
    }
  }
}
new MutationObserver(() => { marking ||= requestAnimationFrame(mark); }).observe(
  element.closest("#library") || element, { childList: true, subtree: true });
mark();

// Gradio changes the list in place, which would keep the former page's position.
watch("value", () => {
  element.querySelector(".runs, .found")?.scrollTo(0, 0);
  if (seeking) setTimeout(() => { seeking = !toDoubt(null) && seeking; }, 50);  // once the page is laid out
});

// Gradio opens its list of choices again at every key, even at the Tab that has just left it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && event.target.closest?.("#choice, #filters")) event.stopPropagation();
}, true);
