// Runs when the store is loaded: keeps conversations in the browser, each under a key of its own, so that tabs which
// write different ones never meet; what two tabs made of the same one is put together. Tells the server what other tabs
// changed. `props`, `trigger` and `watch` are given by gr.HTML; `props` holds the bounds.
const PREFIX = "wenbao-conversation-";
const BUSY = 300;  // milliseconds until it is looked again whether an answer is still being written
const mine = new Map();  // what this tab saw kept, by id: where another tab overwrites it unseen, it is put together again
let known = {};  // the forms of the conversations that the server knows for this tab, by id
let asked = null;  // what was told to the server and is not answered yet
let telling = 0, timer = 0;
const unkept = new Set();  // ids of what this tab has and the browser has no room for
const PATIENCE = 2000;  // milliseconds until it is looked again whether there is room
let trying = 0;
const useless = new Map();  // what the server cannot read, by id; it is not told again

const isKept = (value) => value && typeof value.id === "string"
  && (value.deleted > 0 || (Array.isArray(value.turns) && value.turns.every((turn) => typeof turn?.id === "string")));
const answered = (turn) => turn.text !== undefined;
const version = ({ named, pinned_at, turns }) =>
  `${named}.${pinned_at || 0}.${turns.length}.${turns.filter(answered).length}.${turns.reduce((sum, turn) => sum + (turn.revised || 0), 0)}`;

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return isKept(value) ? value : null;
  } catch { return null; }
}

// Of two forms of one turn: the question that was edited last goes before the former, answered before unanswered, a
// list that was lengthened before the shorter one.
function isLater(turn, there) {
  const revised = turn.revised || 0, once = there.revised || 0;
  if (revised !== once) return revised > once;
  if (answered(turn) !== answered(there)) return answered(turn);
  const shown = turn.answer?.shown || 0, former = there.answer?.shown || 0;
  return shown !== former ? shown > former : JSON.stringify(turn) > JSON.stringify(there);
}

// The same whichever of the two comes first, and however often they are put together.
function together(one, other) {
  if (!one || !other) return one || other;
  if (one.deleted || other.deleted) return { id: one.id, deleted: Math.max(one.deleted || 0, other.deleted || 0) };
  const turns = new Map();
  for (const turn of [...one.turns, ...other.turns]) {
    const there = turns.get(turn.id);
    if (!there || isLater(turn, there)) turns.set(turn.id, turn);
  }
  const later = one.named !== other.named ? one.named > other.named : one.name > other.name;
  const { name, named } = later ? one : other;
  const changes = [one, other].map((each) => ({ pinned: each.pinned === true, pinned_at: each.pinned_at || 0 }));
  const { pinned, pinned_at } = changes.sort((a, b) => b.pinned_at - a.pinned_at || b.pinned - a.pinned)[0];
  const ordered = [...turns.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(-props.turns);
  return { id: one.id, begun: Math.min(one.begun, other.begun), name, named, pinned, pinned_at, turns: ordered };
}

function all() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => parsed(localStorage.getItem(key))).filter(Boolean);
}

function drop(id) {
  mine.delete(id);
  unkept.delete(id);
  localStorage.removeItem(PREFIX + id);
}

// The oldest conversations go, those that are pinned last, and the oldest deletions; never the one that was just written.
function makeRoom(spared, bytes) {
  let room = bytes;
  const places = (a, b) => (b.pinned === true) - (a.pinned === true) || b.begun - a.begun;
  all().filter((each) => !each.deleted).sort(places).forEach((each, place) => {
    room -= new Blob([JSON.stringify(each)]).size;
    if ((room < 0 || place >= props.conversations) && each.id !== spared) drop(each.id);
  });
  all().filter((each) => each.deleted).sort((a, b) => b.deleted - a.deleted).slice(props.deleted)
    .forEach((each) => drop(each.id));
}

function keep(id, given) {
  const value = together(together(parsed(localStorage.getItem(PREFIX + id)), mine.get(id)), given);
  if (!value) return;
  mine.set(id, value);
  const text = JSON.stringify(value);
  if (text !== localStorage.getItem(PREFIX + id)) {
    makeRoom(id, props.kept_bytes);
    if (!written(PREFIX + id, text) && !value.deleted) return unkept.add(id);
  }
  unkept.delete(id);
}

function written(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch { return false; }  // full, though less than the bound is kept: others write here, too
}

// What found no room is told for as long as it is not kept; nothing else makes room for it unasked. It is kept as soon
// as there is room again.
function tell() {
  const box = document.getElementById("question");
  let told = document.getElementById("unkept");
  if (!told && unkept.size && box) {
    told = Object.assign(document.createElement("p"), { id: "unkept" });
    told.setAttribute("role", "status");
    box.prepend(told);
  }
  const sentence = unkept.size ? props.unkept : "";
  if (told && told.textContent !== sentence) told.textContent = sentence;
  if (unkept.size) trying ||= setTimeout(tryAgain, PATIENCE);
}

function tryAgain() {
  trying = 0;
  for (const id of [...unkept]) {
    if (mine.has(id)) keep(id, null);
    else unkept.delete(id);
  }
  tell();
}

function heard(message) {
  for (const each of message.conversations) keep(each.id, each);
  for (const [id, deleted] of Object.entries(message.deleted)) keep(id, { id, deleted });
  tell();
  sessionStorage.setItem("wenbao-open", message.open);
  written("wenbao-open", message.open);
  if (message.asked) sessionStorage.removeItem("wenbao-asking");
  if (message.takenOver && !unkept.size) localStorage.removeItem("wenbao-conversations");
}

// A question that could not be asked goes back into its box, unless something else is typed there meanwhile. The box
// is emptied when a question is sent: that may be drawn a moment after the message has come.
function putBack(question) {
  setTimeout(() => {
    const box = document.querySelector("#question textarea");
    if (!question || !box || box.value) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }, 200);
}

// What the server does not know yet of what is kept. While an answer is being written, the page is left as it is.
function look() {
  timer = 0;
  if (asked || document.querySelector("#conversation .reply:is(.searching, .writing)")) return soon(BUSY);
  const conversations = [], deleted = {};
  for (const each of all()) {
    if (each.deleted && each.id in known) deleted[each.id] = each.deleted;
    if (each.deleted || known[each.id] === version(each) || useless.get(each.id) === JSON.stringify(each)) continue;
    conversations.push(each);
  }
  if (!conversations.length && !Object.keys(deleted).length) return;
  telling += 1;
  asked = { telling, conversations, until: Date.now() + 10000 };
  triggerLast("follow", { telling, conversations, deleted });
}

function soon(milliseconds) {
  if (asked && Date.now() > asked.until) asked = null;  // the server was gone meanwhile
  timer ||= setTimeout(() => { try { look(); } catch { /* a browser that keeps nothing */ } }, milliseconds);
}

watch("value", () => {
  const message = JSON.parse(props.value || "null");
  if (!message) return;
  known = message.known;
  putBack(message.back);
  try { heard(message); } catch { /* a browser that keeps nothing */ }
  if (asked && message.heard === asked.telling) {
    for (const each of asked.conversations) {
      if (known[each.id] !== version(each)) useless.set(each.id, JSON.stringify(each));
    }
    asked = null;
  }
  soon(0);
});

window.addEventListener("storage", (event) => {
  if (event.storageArea !== localStorage) return;
  if (event.key === null) mine.clear();  // the visitor had it all forgotten
  if (!event.key?.startsWith(PREFIX)) return;
  const id = event.key.slice(PREFIX.length);
  if (event.newValue === null) mine.delete(id);
  else if (mine.has(id)) keep(id, parsed(event.newValue));
  soon(50);
});
