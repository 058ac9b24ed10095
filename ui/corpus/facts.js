// Runs when the form for what is said of a page is loaded: it is sent, or left. `element`, `trigger` and `watch` are
// given by gr.HTML.
const form = () => element.querySelector("form.corpus-facts");
let described = null;  // the page whose form is open

const WAITED = 60000;  // milliseconds after which what was sent is taken for lost
const waits = () => Date.now() - Number(form()?.dataset.busy ?? 0) < WAITED;

// What was sent is waited for: until then the form says so, with nothing of what was wrong before.
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const open = event.target;
  if (open.dataset.busy) return;
  const typed = Object.fromEntries(new FormData(open));
  open.dataset.busy = Date.now();
  open.querySelector(".busy").hidden = false;
  open.querySelector(".problem").textContent = "";
  open.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  for (const each of open.querySelectorAll("input, button")) each.disabled = true;
  trigger("say_facts", { page: open.dataset.page, ...typed });
});

// Another page's form would be closed by what comes of this one.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("button[data-edit]") || !waits() || !form().checkVisibility()) return;
  event.stopPropagation();
  form().scrollIntoView({ block: "nearest" });
}, true);

element.addEventListener("click", (event) => {
  if (event.target.closest?.("button.leave")) triggerLast("leave_facts", {});
});

element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  if (!waits()) triggerLast("leave_facts", {});
});

// The keyboard goes to the form, to the field that is refused before all others, and back to where it came from.
watch("value", () => {
  const open = form();
  if (open) {
    described = open.dataset.page;
    open.scrollIntoView({ block: "nearest" });
    (open.querySelector("[aria-invalid]") ?? open.querySelector("input")).focus();
  } else if (described !== null) {
    const buttons = [...document.querySelectorAll("button[data-edit]")].filter((each) => each.offsetParent);
    if (document.activeElement === document.body) buttons.find((each) => each.dataset.edit === described)?.focus();
    described = null;
  }
});
