// Runs when the shelf is loaded: a page that is clicked is shown, the calendar is turned, a day that is pressed is
// looked at. `element`, `trigger` and `watch` are given by gr.HTML.
let sought = null;  // what the keyboard was at when the shelf was drawn anew

element.addEventListener("click", (event) => {
  const page = event.target.closest?.("button[data-page]"), day = event.target.closest?.("button[data-day]");
  const month = event.target.closest?.("button[data-month]");
  if (page) triggerLast("choose_page", { name: page.dataset.page });
  if (day) look(`[data-day="${day.dataset.day}"]`, () => triggerLast("pick_day", { day: day.dataset.day }));
  if (month) turn(month.dataset.month, month.matches(".turn button:first-child") ? "first" : "last");
});

element.addEventListener("change", (event) => {
  if (!event.target.matches(".calendar select")) return;
  turn(event.target.value, [...element.querySelectorAll(".calendar select")].indexOf(event.target));
});

function look(selector, act) {
  sought = selector;
  act();
}

// `from` tells what was used: a select by its place, a button by where it stands.
function turn(month, from) {
  const selector = typeof from === "number" ? `.calendar select:nth-of-type(${from + 1})`
    : `.calendar .turn button:${from}-child`;
  look(selector, () => triggerLast("turn_calendar", { month }));
}

// One stop of the Tab key for the days; the arrows go from one with a paper to the next, Page Up and Down by months.
const days = () => [...element.querySelectorAll("button[data-day]")];
function stopAt(button) {
  for (const each of days()) each.tabIndex = each === button ? 0 : -1;
}
element.addEventListener("focusin", (event) => {
  if (event.target.matches("button[data-day]")) stopAt(event.target);
});
element.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("button[data-day]")) return;
  const all = days(), place = all.indexOf(event.target);
  const week = (button) => button.closest("tr").rowIndex, column = (button) => button.closest("td").cellIndex;
  const near = (rows) => rows.sort((one, other) => Math.abs(week(one) - week(event.target)) - Math.abs(week(other) - week(event.target))
    || Math.abs(column(one) - column(event.target)) - Math.abs(column(other) - column(event.target)))[0];
  const steps = {
    ArrowLeft: () => all[place - 1],
    ArrowRight: () => all[place + 1],
    ArrowUp: () => near(all.filter((each) => week(each) < week(event.target))),
    ArrowDown: () => near(all.filter((each) => week(each) > week(event.target))),
    Home: () => all[0],
    End: () => all.at(-1),
  };
  const turns = { PageUp: "first", PageDown: "last" };
  if (event.key in turns) {
    const button = element.querySelector(`.calendar .turn button:${turns[event.key]}-child`);
    if (!button.disabled) look("button[data-day]", () => triggerLast("turn_calendar", { month: button.dataset.month }));
  } else if (event.key in steps) steps[event.key]()?.focus();
  else return;
  event.preventDefault();
});

// On a phone the calendar is folded until it is asked for; drawn anew, it is as it was.
let folded = matchMedia("(max-width: 56.2rem)").matches;
element.addEventListener("click", (event) => {  // no "toggle", which one that is drawn anew raises too
  const calendar = event.target.closest?.("details.calendar > summary")?.parentElement;
  if (calendar) folded = calendar.open;  // as it is before the click has done what it does
});

function settle() {
  const calendar = element.querySelector("details.calendar");
  if (calendar) calendar.open = !folded;
  stopAt(element.querySelector("button[data-day][aria-pressed=true]") ?? days()[0]);
  const at = sought && element.querySelector(sought);
  sought = null;
  if (at && !element.contains(document.activeElement)) at.focus();
}
watch("value", () => setTimeout(settle, 0));
settle();
