// Opens, filters and sorts the questions. Everything that is put into the page as HTML was escaped when it was written.
"use strict";
(() => {
  const packed = JSON.parse(document.getElementById("report-data").textContent);
  const list = document.getElementById("entries");
  const entries = [...list.children];
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  if (!("DecompressionStream" in window)) {
    document.getElementById("old-browser").hidden = false;
    form.hidden = true;
    return;
  }
  const field = (name) => document.getElementById("filter-" + name);
  let index = [], passages = null;
  const inside = new Map();  // the HTML of questions that were unpacked, by their numbers
  const unpacking = new Map();
  const numberOf = (entry) => Number(entry.dataset.number);
  const of = (entry) => index[numberOf(entry)];

  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  };

  // Makes the inside of a question ready; those that were packed with it come along.
  const ready = (entry) => {
    const part = Math.floor(numberOf(entry) / packed.packed);
    if (!unpacking.has(part)) {
      unpacking.set(part, (async () => {
        passages ??= unpacked(packed.passages).then((found) => { passages = found; });
        await passages;
        const found = await unpacked(packed.inside[part]);
        found.forEach((html, place) => inside.set(part * packed.packed + place, html));
      })());
    }
    return unpacking.get(part);
  };

  // Offsets count characters as Python does, not the halves of a pair.
  const withMarks = (text, offsets) => {
    const letters = [...text];
    const whole = document.createElement("p");
    whole.className = "text";
    whole.lang = "zh-CN";
    let position = 0;
    for (let place = 0; place < offsets.length; place += 2) {
      whole.append(letters.slice(position, offsets[place]).join(""));
      const mark = document.createElement("mark");
      mark.textContent = letters.slice(offsets[place], offsets[place + 1]).join("");
      whole.append(mark);
      position = offsets[place + 1];
    }
    whole.append(letters.slice(position).join(""));
    return whole;
  };

  const fill = (entry) => {
    const room = entry.querySelector(".inside");
    if (room.firstChild || !inside.has(numberOf(entry))) return;
    room.innerHTML = inside.get(numberOf(entry));
    for (const place of room.querySelectorAll(".held")) {
      const [head, text] = passages[Number(place.dataset.passage)];
      place.innerHTML = head;
      place.append(withMarks(text, place.dataset.marks.split(" ").filter(Boolean).map(Number)));
    }
  };

  const chosenRun = (question) => (field("run") ? field("run").value : Object.keys(question.states)[0]);

  const wanted = (question) => {
    const type = field("type").value, state = field("state").value;
    if (type && type !== "=" + question.type) return false;
    if (state && question.states[chosenRun(question)] !== state) return false;
    if (field("differ") && field("differ").checked && new Set(Object.values(question.states)).size < 2) return false;
    return field("words").value.toLowerCase().split(/\s+/).every((word) => question.words.includes(word));
  };

  const ordered = () => {
    const order = field("sort").value;
    if (!order) return entries;
    const falling = order[0] === "-", name = order.slice(1);
    const value = (entry) => (of(entry).figures[chosenRun(of(entry))] || {})[name];
    // Questions without the figure come last either way; equal ones stay in the file's order.
    return [...entries].sort((one, other) => {
      const left = value(one), right = value(other);
      if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
      return falling ? right - left : left - right;
    });
  };

  // On paper, what went wrong is worth reading in full, as far as that is a few sheets. Printing does not wait.
  const PRINTED = 30;
  const isBad = (entry) => ["wrong", "partly", "refused-wrongly"].includes(of(entry).states[chosenRun(of(entry))]);
  const toPrint = () => entries.filter((entry) => !entry.hidden && isBad(entry)).slice(0, PRINTED);

  const refresh = () => {
    let count = 0;
    for (const entry of entries) {
      entry.hidden = !wanted(of(entry));
      count += entry.hidden ? 0 : 1;
    }
    list.append(...ordered());
    shown.textContent = shown.dataset.words.replace("{shown}", count);
    return Promise.all(toPrint().map(ready));
  };

  const follow = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const entry = entries.find((one) => one.id === id);
    if (!entry) return;
    if (entry.hidden) {
      form.reset();
      refresh();
    }
    for (const one of entries) one.classList.toggle("chosen", one === entry);
    ready(entry).then(() => {
      fill(entry);
      entry.open = true;
      entry.scrollIntoView({ behavior: "instant" });
    });
  };

  list.addEventListener("toggle", (event) => {
    const entry = event.target;
    if (entry.matches(".entry") && entry.open) ready(entry).then(() => fill(entry));
  }, true);
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a.id");
    if (link && link.hash === location.hash) follow();  // no change of the fragment, no event
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = toPrint().filter((entry) => !entry.open && inside.has(numberOf(entry)));
    for (const entry of opened) {
      fill(entry);
      entry.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const entry of opened) entry.open = false;
    opened = [];
  });

  unpacked(packed.index).then((found) => {
    index = found;
    form.addEventListener("input", refresh);
    window.addEventListener("hashchange", follow);
    const prepared = refresh();
    follow();
    return prepared;
  }).then(() => { list.dataset.ready = ""; });
})();
