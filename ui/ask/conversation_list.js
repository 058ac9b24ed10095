// Runs when the list of conversations is loaded: groups what the server lists by the days of this browser, searches what
// is kept here, and raises what is done with a row. Where the page is narrow, the list lies in a sheet that slides in.
// `element`, `props`, `trigger` and `watch` are given by gr.HTML.
const MOST = 100;  // rows that are drawn before more are asked for
const UNDOING = 10000;  // milliseconds in which a deletion can be undone; it stays as long as it has keyboard or mouse
const SHUT = "wenbao-list-shut";
const list = element.querySelector(".conversations"), days = list.querySelector(".days");
const seek = list.querySelector("input"), undoing = list.querySelector(".undoing"), undo = list.querySelector(".undo");
const home = element.querySelector(".home"), sheet = element.querySelector("dialog");
const narrow = matchMedia("(max-width: 75rem)");
const texts = new Map();  // what was asked and answered, by the text that is kept of a conversation
let rows = [], limit = MOST, renaming = null, undoTimer = 0;

const inWords = (name, value) => list.dataset[name].replace("#", () => value);
const title = (row) => row.querySelector(".title").textContent;
const made = (tag, look, text = "") => Object.assign(document.createElement(tag), { className: look, textContent: text });

// ---- searching

function wording(id) {
  const kept = localStorage.getItem(`wenbao-conversation-${id}`) ?? "";
  if (!texts.has(kept)) {
    let text = "";
    try {
      text = JSON.parse(kept).turns.map((turn) => `${turn.question} ${turn.text ?? ""}`).join(" ");
    } catch { /* not kept here, or not by this page */ }
    texts.set(kept, text);
  }
  return texts.get(kept);
}

// The words around the first place where one of the sought ones stands; "" where the title shows it.
function found(row, words) {
  if (!words.length) return "";
  const text = wording(row.dataset.id), inTitle = title(row).toLowerCase(), low = text.toLowerCase();
  if (!words.every((word) => inTitle.includes(word) || low.includes(word))) return null;
  const missing = words.find((word) => !inTitle.includes(word));
  if (!missing) return "";
  const at = low.indexOf(missing), from = Math.max(0, at - 12);
  return `${from ? "…" : ""}${text.slice(from, at + 40)}${at + 40 < text.length ? "…" : ""}`;
}

// ---- drawing

function dayOf(row) {
  if (row.dataset.pinned) return list.dataset.pinned;
  const asked = new Date(Number(row.dataset.asked)), now = new Date();
  if (!(asked.getFullYear() > 2000)) return list.dataset.earlier;  // its times were not kept
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const ago = Math.round((midnight(now) - midnight(asked)) / 86400000);
  if (ago <= 0) return list.dataset.today;
  if (ago === 1) return list.dataset.yesterday;
  const year = asked.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric", ...year }).format(asked);
}

function draw() {
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  const heldRow = held?.closest(".conversation-row")?.dataset.id, heldLook = held?.className;
  const words = seek.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = rows.map((row) => [row, found(row, words)]).filter(([, text]) => text !== null);
  fitting.sort(([a], [b]) => Boolean(b.dataset.pinned) - Boolean(a.dataset.pinned));
  const drawn = [];
  let day = null, last = null;
  for (const [row, text] of fitting.slice(0, limit)) {
    if (dayOf(row) !== day) {
      day = dayOf(row);
      last = made("ul", "");
      const section = made("section", "");
      section.append(made("h3", "", day), last);
      drawn.push(section);
    }
    row.querySelector(".found")?.remove();
    if (text) row.querySelector(".open").append(made("span", "found", text));
    if (renaming?.id === row.dataset.id && !row.contains(renaming.box)) row.prepend(renaming.box);
    row.classList.toggle("renaming", renaming?.id === row.dataset.id);
    last.append(row);
  }
  if (fitting.length > limit) {
    drawn.push(Object.assign(made("button", "more", inWords("more", fitting.length - limit)), { type: "button" }));
  }
  if (!fitting.length && rows.length) drawn.push(made("p", "none", list.dataset.none));
  days.replaceChildren(...drawn);
  if (!heldRow || held.isConnected && document.activeElement === held) return;
  const row = rows.find((each) => each.dataset.id === heldRow);
  const again = held === renaming?.box ? held : row && [...row.querySelectorAll("button")].find((each) => each.className === heldLook);
  again?.focus();
}

function told() {
  const parsed = document.createElement("template");
  parsed.innerHTML = props.value ?? "";
  rows = [...parsed.content.querySelectorAll(".conversation-row")];
  if (rows.length) begun = false;
  draw();
  heading();
}

// A first question makes room for the list at once, so that nothing moves when its conversation is there.
let begun = false;
document.addEventListener("wenbao-asked", () => {
  begun = !rows.length;
  heading();
});

// The line above the conversation says which one is open. It may be loaded later than the list.
function heading() {
  const name = document.querySelector("#open-conversation .name"), way = document.querySelector("#open-conversation .to-list");
  const current = rows.find((row) => row.dataset.current);
  if (name) name.textContent = current ? title(current) : name.dataset.new;
  if (way) way.disabled = !rows.length;
  let shut = false;
  try { shut = localStorage.getItem(SHUT) !== null; } catch { /* open, as at a first visit */ }
  element.closest("#room")?.classList.toggle("with-list", (rows.length > 0 || begun) && !shut);
  way?.setAttribute("aria-expanded", String(sheet.open || (!narrow.matches && rows.length > 0 && !shut)));
}

// ---- the sheet

function slideIn() {
  sheet.append(list);
  sheet.showModal();
  heading();
}

sheet.addEventListener("close", () => {
  home.append(list);
  heading();
});
sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
narrow.addEventListener("change", () => (sheet.open ? sheet.close() : heading()));

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#open-conversation .to-list")) return;
  if (narrow.matches) return slideIn();
  try {
    if (localStorage.getItem(SHUT) === null) localStorage.setItem(SHUT, "yes");
    else localStorage.removeItem(SHUT);
  } catch { /* for this visit it stays as it is */ }
  heading();
});

// ---- what is done with a row

function rename(row) {
  const id = row.dataset.id, box = made("input", "new-name");
  Object.assign(box, { type: "text", value: title(row), maxLength: 200 });
  box.setAttribute("aria-label", list.dataset.name);
  renaming = { id, box };
  const leave = (keeps) => {
    if (renaming?.box !== box) return;
    renaming = null;
    const here = rows.find((each) => each.dataset.id === id);
    if (keeps && here && box.value.trim() !== title(here)) trigger("rename", { id, name: box.value });
    const held = document.activeElement === box;
    box.remove();
    draw();
    if (held) here?.querySelector(".open").focus();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.key === "Enter");
  });
  // A row that is drawn anew takes its box along: it is left only where the keyboard went elsewhere.
  box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) leave(true); }));
  draw();
  box.focus();
  box.select();
}

function remove(row) {
  const { id, current } = row.dataset;
  undoing.textContent = inWords("deleted", title(row));
  Object.assign(undo, { hidden: false, value: id });
  undo.focus({ preventScroll: true });
  forgetLater();
  trigger(current ? "delete_open" : "delete_other", { id });
}

function forgetLater() {
  clearTimeout(undoTimer);
  undoTimer = setTimeout(() => {
    if (undo.matches(":hover, :focus-visible")) return forgetLater();
    undoing.textContent = "";
    undo.hidden = true;
  }, UNDOING);
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button"), row = button?.closest(".conversation-row");
  if (!button) return;
  if (button.matches(".open")) {
    if (!row.dataset.current) trigger("open_conversation", { id: row.dataset.id });
    if (sheet.open) sheet.close();
  } else if (button.matches(".pin")) trigger("pin", { id: row.dataset.id, pinned: !row.dataset.pinned });
  else if (button.matches(".rename")) rename(row);
  else if (button.matches(".delete")) remove(row);
  else if (button.matches(".away")) sheet.close();
  else if (button.matches(".more")) {
    limit += MOST;
    draw();
  } else if (button.matches(".undo")) {
    trigger("undo", { id: undo.value });
    clearTimeout(undoTimer);
    undoing.textContent = "";
    undo.hidden = true;
    seek.focus({ preventScroll: true });
  }
});

list.addEventListener("keydown", (event) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key], row = event.target.closest(".conversation-row");
  if (event.target.matches(".new-name") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (way) {
    const places = [seek, ...days.querySelectorAll(".open")];
    const here = places.indexOf(row ? row.querySelector(".open") : event.target);
    places[Math.min(Math.max(here + way, 0), places.length - 1)].focus();
  } else if (row && event.key === "F2") rename(row);
  else if (row && event.key === "Delete") remove(row);
  else return;
  event.preventDefault();
});

seek.addEventListener("input", () => {
  limit = MOST;
  draw();
});

watch("value", told);
new MutationObserver((_, observer) => {
  if (!document.querySelector("#open-conversation .name")) return;
  observer.disconnect();
  heading();
}).observe(document.body, { childList: true, subtree: true });
told();
