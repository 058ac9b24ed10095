// Runs when the tour's bar is loaded. One key (→, or Space or Enter while nothing is typed) asks the next step's
// questions by the question box, in a new conversation. `element` is given by gr.HTML.
const bar = element.querySelector(".tour");
const steps = JSON.parse(bar.dataset.steps), words = JSON.parse(bar.dataset.words);
const PATIENCE = 60000;  // milliseconds for an answer, before the tour may go on without it
const AGAIN = 400;  // milliseconds until a click that did nothing is made again
let at = -1, asking = false;

const box = () => document.querySelector("#question textarea");
const replies = () => [...document.querySelectorAll("#conversation .reply")];
const answered = (reply) => reply && (reply.matches(".notice") || reply.querySelector(".onward"));

function until(ready) {
  return new Promise((resolve) => {
    const end = Date.now() + PATIENCE;
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

async function go() {
  if (asking) return;
  asking = true;
  at = (at + 1) % steps.length;
  const step = steps[at];
  bar.dataset.state = "asking";
  bar.querySelector(".step").textContent = `${at + 1}/${steps.length}`;
  bar.querySelector(".notice").textContent = step.notice;
  bar.style.setProperty("--done", (at + 1) / steps.length);
  document.querySelector("#tabs [role=tab]")?.click();
  await until(() => box()?.offsetParent);
  if (replies().length) {
    document.querySelector("#page-new").click();
    await until(() => !replies().length);
  }
  for (const question of step.questions) await ask(question);
  bar.querySelector(".on").textContent = at + 1 < steps.length ? words.on : words.again;
  bar.dataset.state = "answered";
  asking = false;
}

bar.querySelector(".on").addEventListener("click", go);

document.addEventListener("keydown", (event) => {
  if (!["ArrowRight", " ", "Enter"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const idle = event.target === document.body || (event.target === box() && !box().value);
  if (!idle) return;
  event.preventDefault();
  event.stopPropagation();  // an empty question would be asked otherwise
  go();
}, true);
