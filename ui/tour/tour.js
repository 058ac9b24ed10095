// Runs when the tour's bar is loaded. One key (→, or Space or Enter while nothing is typed) asks the next step's
// questions by the question box, in a new conversation, or shows where the last answer comes from. `element` is given by
// gr.HTML.
const bar = element.querySelector(".tour");
const steps = JSON.parse(bar.dataset.steps), words = JSON.parse(bar.dataset.words);
const PATIENCE = 60000;  // milliseconds for an answer, before the tour may go on without it
const LONG = 600000;  // milliseconds for an evaluation, which tells how it stands meanwhile
const AGAIN = 400;  // milliseconds until a click that did nothing is made again
let at = -1, asking = false;

const box = () => document.querySelector("#question textarea");
const replies = () => [...document.querySelectorAll("#conversation .reply")];
const answered = (reply) => reply && (reply.matches(".notice") || reply.querySelector(".onward"));

function until(ready, patience = PATIENCE) {
  return new Promise((resolve) => {
    const end = Date.now() + patience;
    const look = () => (ready() || Date.now() > end ? resolve() : setTimeout(look, 50));
    look();
  });
}

async function ask(question) {
  const before = replies().length;
  // By the element's own setter, so that the page notices.
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), question);
  box().dispatchEvent(new Event("input", { bubbles: true }));
  const button = () => document.querySelector("#question button");
  // The page drops a click while the former answer is being put away, which is a moment after it is seen complete;
  // it drops one that comes while this question is on its way, too, so that clicking again never asks it twice.
  let clicked = 0;
  await until(() => {
    if (replies().length > before) return true;
    if (button() && !button().disabled && Date.now() - clicked > AGAIN) {
      button().click();
      clicked = Date.now();
    }
    return false;
  });
  await until(() => replies().length > before && answered(replies().at(-1)));
}

// ---- what a step shows beside an answer, by the controls that a visitor has

const tab = (name) => document.querySelector(`#tabs #${name}-button, #tabs [role=tab][aria-controls='${name}']`);
const open = () => document.querySelector("dialog[open]");
let file = "";  // of the page that the last source is on

async function showAnswer() {
  tab("ask")?.click();
  await until(() => box()?.offsetParent);
}

const marker = () => replies().at(-1)?.querySelector("a.marker");
const chosen = () => document.querySelector("#sources .card.chosen");

const SHOW = {
  async source() {
    await showAnswer();
    if (!marker()) return;
    if (!chosen()) marker().click();
    await until(chosen);
  },
  async article() {
    await SHOW.source();
    chosen()?.querySelector("button.whole")?.click();
    await until(() => open() || !chosen());
    file = open()?.querySelector(".about .file")?.dataset.file ?? "";
    raise();
  },
  async page() {
    tab("browse")?.click();
    await until(() => document.querySelector("#library .paper")?.offsetParent);
    const own = file && document.querySelector(`#shelf button[data-page="${CSS.escape(file)}"]`);
    if (!own) return;
    own.click();
    await until(() => document.querySelector("#library .paper")?.dataset.page === file);
  },
  async evaluation() {
    tab("evaluation")?.click();
    const figures = () => document.querySelector("#eval-results .tiles")?.offsetParent;
    await until(() => document.querySelector("#eval-run")?.offsetParent);
    if (!figures() && document.querySelector("#eval-run") && !document.querySelector("#eval-work .bar")) {
      document.querySelector("#eval-most label input")?.click();  // the fewest
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      document.querySelector("#eval-run").click();
    }
    await until(() => figures() || document.querySelector("#eval-work :is(.outcome, .failed)"), LONG);
    await until(() => figures() || !document.querySelector("#eval-work .outcome.done"));  // they are drawn after that
    document.querySelector("#eval-results")?.scrollIntoView({ block: "nearest" });
  },
};

// The bar stays in sight above what is opened; what is pressed there goes on.
function raise() {
  if (!open() || !bar.showPopover) return;
  bar.setAttribute("popover", "manual");
  bar.showPopover();
  open().addEventListener("close", lower, { once: true });
}

function lower() {
  if (!bar.hasAttribute("popover")) return;
  bar.hidePopover();
  bar.removeAttribute("popover");
}

async function go() {
  if (asking) return;
  asking = true;
  at = (at + 1) % steps.length;
  const step = steps[at];
  bar.dataset.state = "asking";
  bar.querySelector(".step").textContent = `${at + 1}/${steps.length}`;
  bar.querySelector(".notice").textContent = step.notice;
  bar.style.setProperty("--done", (at + 1) / steps.length);
  open()?.close();
  lower();
  if (step.questions.length) {
    await showAnswer();
    if (replies().length) {
      document.querySelector("#page-new").click();
      await until(() => !replies().length);
    }
  }
  for (const question of step.questions) await ask(question);
  if (step.show) await SHOW[step.show]();
  bar.querySelector(".on").textContent = at + 1 < steps.length ? words.on : words.again;
  bar.dataset.state = "answered";
  asking = false;
}

bar.querySelector(".on").addEventListener("click", go);

// The first answer is ready before the tour begins: whoever presses sooner waits for that.
asking = true;
until(() => document.querySelector("#tour-ready .ready")).then(() => {
  bar.querySelector(".notice").textContent = words.begin;
  bar.dataset.state = "ready";
  asking = false;
});

document.addEventListener("keydown", (event) => {
  if (!["ArrowRight", " ", "Enter"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const own = open() && bar.hasAttribute("popover") && event.key === "ArrowRight";
  if (open() && !own) return;
  const idle = own || event.target === document.body || (event.target === box() && !box().value) ||
    (event.key === "ArrowRight" && event.target.matches?.(".card"));
  if (!idle) return;
  event.preventDefault();
  event.stopPropagation();  // an empty question would be asked otherwise
  go();
}, true);

document.addEventListener("click", (event) => {
  if (event.target !== open()) return;
  const place = bar.getBoundingClientRect();
  if (event.clientY >= place.top && bar.hasAttribute("popover")) go();
});
