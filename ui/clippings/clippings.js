// Runs when the list of clippings is loaded: keeps clippings in the browser, each under a key of its own, so that tabs
// which write different ones never meet, and shows them on demand. `element`, `props`, `trigger` and `watch` are given by
// gr.HTML.
const PREFIX = "wenbao-clipping-";
let removed = null;  // what was removed last, to be brought back
let relisted = 0;
const dialog = () => element.querySelector("dialog");
const keyOf = (row) => PREFIX + row.dataset.id;

const isKept = (value) => value && typeof value === "object" && Number.isInteger(value.format);
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return isKept(value) ? value : null;
  } catch { return null; }
}

// All keys in the order of the list; what cannot be read, or is of a later version, comes last and is left as it is.
function keys() {
  try {
    const all = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const order = (key) => parsed(localStorage.getItem(key))?.order ?? Infinity;
    return all.sort((one, other) => order(one) - order(other) || (one < other ? -1 : 1));
  } catch { return []; }
}
const all = () => keys().map((key) => parsed(localStorage.getItem(key)));

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch { return false; }
}

// ---- what is told: beside the list where it is open, else at the foot of the page for a while

let telling = 0;
function tell(sentence, undo = false) {
  const told = dialog()?.open ? dialog().querySelector(".told") : null;
  if (told) {
    told.querySelector("span").textContent = sentence;
    told.querySelector(".undo").hidden = !undo;
    return;
  }
  let toast = document.getElementById("clipping-told");
  if (!toast) {
    toast = Object.assign(document.createElement("p"), { id: "clipping-told" });
    toast.setAttribute("role", "status");
  }
  // Over a dialog that is open, which hides all else.
  (document.querySelector("dialog[open]") ?? document.body).append(toast);
  toast.textContent = sentence;
  clearTimeout(telling);
  telling = setTimeout(() => { toast.textContent = ""; }, 4000);
}
document.addEventListener("wenbao-clippings-said", (event) => tell(event.detail));

// ---- keeping

document.addEventListener("wenbao-clipped", ({ detail }) => {
  const { clipping, said } = detail, key = PREFIX + clipping.id, there = keys();
  if (there.includes(key)) return tell(said.present);
  if (there.length >= detail.most) return tell(said.full);
  const order = Math.max(0, ...all().map((each) => each?.order ?? 0)) + 1;
  const kept = write(key, { ...clipping, order, kept: Date.now() });
  tell(kept ? said.kept : said.denied);
  count();
});

// The button in the masthead, which gradio may draw anew at any time.
function count() {
  const button = document.querySelector(".masthead button.clippings");
  if (!button) return;
  const number = keys().length, shown = number ? ` ${number}` : "";
  const place = button.querySelector(".count");
  if (place.textContent !== shown) place.textContent = shown;
  if (button.disabled !== !number) button.disabled = !number;
}
new MutationObserver(count).observe(document.getElementById("masthead") ?? document.body, { childList: true, subtree: true });
count();

// ---- the list

const open = () => triggerLast("list_clippings", { clippings: all() });
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".masthead button.clippings")) open();
});

watch("value", () => {
  const list = dialog();
  if (!list || list.open) return;
  list.showModal();
  list.addEventListener("close", () => { props.value = ""; });
  edges();
  for (const each of list.querySelectorAll("textarea")) grow(each);
  for (const row of rows()) row.note = row.querySelector("textarea").value;  // as it was when the list was made
  list.querySelector("[data-form], .close").focus();
});

const rows = () => [...element.querySelectorAll(".clipping")];
function edges() {
  rows().forEach((row, place, listed) => {
    row.querySelector(".up").disabled = place === 0;
    row.querySelector(".down").disabled = place === listed.length - 1;
  });
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}
element.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) grow(event.target);
});

// A note is kept when its box is left. Where another tab changed it meanwhile, both stay; where it removed the clipping,
// the note brings it back.
element.addEventListener("change", (event) => {
  const row = event.target.closest?.(".clipping");
  if (row && event.target.matches("textarea")) keepNote(row);
});
function keepNote(row) {
  const box = row.querySelector("textarea"), there = parsed(localStorage.getItem(keyOf(row)));
  const before = there ?? row.former;
  if (!before || box.value === row.note) return;
  let note = box.value;
  if (there && there.note !== row.note) {
    note = [there.note, box.value].filter(Boolean).join("\n");
    tell(words("both"));
  } else if (!there) tell(words("elsewhere"));
  if (!write(keyOf(row), { ...before, note })) return tell(words("denied"));
  row.note = box.value = note;
  grow(box);
  count();
}
const words = (name) => dialog()?.dataset[name] ?? "";

function move(row, step) {
  const listed = rows(), place = listed.indexOf(row), other = listed[place + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  edges();
  // Numbered anew in the order that is seen, whatever numbers there were; those that another tab removed stay away.
  rows().forEach((each, number) => {
    const value = parsed(localStorage.getItem(keyOf(each)));
    if (value && value.order !== number + 1) write(keyOf(each), { ...value, order: number + 1 });
  });
  const button = row.querySelector(step < 0 ? ".up" : ".down");
  (button.disabled ? row.querySelector(step < 0 ? ".down" : ".up") : button).focus();
}

function remove(row) {
  keepNote(row);
  removed = { key: keyOf(row), text: localStorage.getItem(keyOf(row)) };
  localStorage.removeItem(removed.key);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  edges();
  count();
  tell(words("removed"), true);
  (dialog().querySelector(".undo:not([hidden])") ?? next?.querySelector("button"))?.focus();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button"), row = button?.closest(".clipping");
  if (event.target === dialog()) return dialog().close();
  if (!button) return;
  if (button.matches(".close")) dialog().close();
  else if (button.matches(".up")) move(row, -1);
  else if (button.matches(".down")) move(row, 1);
  else if (button.matches(".remove")) remove(row);
  else if (button.matches(".open")) triggerLast("open_clipping", { clipping: parsed(localStorage.getItem(keyOf(row))) });
  else if (button.matches(".undo") && removed) {
    try { localStorage.setItem(removed.key, removed.text); } catch { return tell(words("denied")); }
    removed = null;
    count();
    relist();
  } else if (button.dataset.form) {
    rows().forEach(keepNote);
    trigger("take_clippings", { form: button.dataset.form, clippings: all() });
  }
});

// The list made anew from what is kept: after an undo, and after another tab changed something, unless a note is written.
function relist() {
  const list = dialog();
  if (!list?.open) return;
  list.close();
  setTimeout(open, 50);
}
window.addEventListener("storage", (event) => {
  if (event.storageArea !== localStorage || !(event.key === null || event.key.startsWith(PREFIX))) return;
  count();
  const row = rows().find((each) => keyOf(each) === event.key);
  if (row && event.oldValue) row.former = parsed(event.oldValue);
  clearTimeout(relisted);
  relisted = setTimeout(() => {
    if (dialog()?.open && !element.querySelector("textarea:focus")) relist();
  }, 200);
});
