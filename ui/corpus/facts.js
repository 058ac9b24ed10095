// Runs when the form for what is said of a page is loaded: it is sent, or left. `element`, `trigger` and `watch` are
// given by gr.HTML.
const form = () => element.querySelector("form.corpus-facts");
let described = null;  // the page whose form is open

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const { page } = event.target.dataset;
  const typed = Object.fromEntries(new FormData(event.target));
  trigger("say_facts", { page, ...typed });
});

element.addEventListener("click", (event) => {
  if (event.target.closest?.("button.leave")) triggerLast("leave_facts", {});
});

element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  triggerLast("leave_facts", {});
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
